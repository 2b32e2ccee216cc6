import type { Panel, Series } from "./panel.js";

/**
 * The panel with missing observations as they were, NaN, for models that take them so.
 *
 * @example
 * const panel = panelFromArrays({ y: [1, Number.NaN, 3] });
 * panel.series[0].y; // [1, 2, 3]
 * withMissing(panel).series[0].y; // [1, Number.NaN, 3]
 */
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
