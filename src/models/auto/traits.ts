import { observations, type Panel, type Series } from "../../data/panel/from-table.js";

/** Share of zeros from which demand counts as intermittent: a demand every 1.32 periods or less often. */
const MIN_ZEROS = 1 - 1 / 1.32;
/** Observations of which fewer say nothing of intermittency. */
const MIN_OBSERVATIONS = 8;

/**
 * Whether a series is one of intermittent demand: nothing below 0, and so many zeros that there is a
 * demand in every 1.32 periods or less often.
 *
 * @see Syntetos, Boylan & Croston (2005), "On the categorization of demand patterns"
 */
export function isIntermittent({ y }: Series): boolean {
  if (y.length < MIN_OBSERVATIONS) return false;
  let zeros = 0;
  for (const value of y) {
    if (value < 0) return false;
    if (value === 0) zeros++;
  }
  return zeros >= MIN_ZEROS * y.length && zeros < y.length;
}

/** Whether demand is intermittent in half of the series, or more. */
export function isMostlyIntermittent({ series }: Pick<Panel, "series">): boolean {
  const intermittent = series.filter((one) => isIntermittent({ ...one, y: observations(one) }));
  return 2 * intermittent.length >= series.length;
}

/** Names of the exogenous columns of a panel, those known ahead last. */
export function columnsOf({ series }: Panel): string[] {
  const [first] = series;
  return [...(first?.past?.keys() ?? []), ...(first?.future?.keys() ?? [])];
}

/** The panel without exogenous columns. */
export function withoutColumns(panel: Panel): Panel {
  return {
    ...panel,
    series: panel.series.map(
      ({ past: _past, pastObserved: _observed, future: _future, ...one }) => one,
    ),
  };
}
