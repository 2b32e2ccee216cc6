import type { Panel, Series } from "./panel.js";

/** The panel with missing observations as they were, NaN, for models that take them so. */
export function withMissing(panel: Panel): Panel {
  return {
    ...panel,
    series: panel.series.map(({ observed, ...s }) => (observed ? { ...s, y: observed } : s)),
  };
}

/**
 * What was observed of a series, NaN where nothing was, whatever models are given in its place.
 * Zeros that a person has put for missing values are observations: that nothing was sold.
 */
export function observations({ y, observed, recorded }: Series): Float64Array {
  return recorded ?? observed ?? y;
}
