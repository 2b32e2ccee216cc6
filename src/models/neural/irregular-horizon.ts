import type { Panel } from "../../data/panel/from-table.js";
import { stampsAhead } from "../../data/panel/future-index.js";
import { elapsedOf } from "../../data/panel/time-steps.js";

/** Rows that are learned ahead where dates to forecast lie far apart, at the most. */
const MAX_ROWS = 96;
/** Share of the longest series that they may be. */
const MAX_SHARE = 1 / 4;
/** Median intervals that a row ahead is good for: some intervals are long. */
const INTERVALS_PER_ROW = 2;

/**
 * Rows ahead that a network has to learn so that the dates which are to be forecast lie within what it
 * has seen: the horizon, or more of them where those dates are further apart than the rows.
 *
 * @param interval median interval in steps of the frequency
 * @param longest  rows of the longest series
 * @param warn     hears of dates that are too far away all the same
 */
export function irregularHorizon(
  panel: Panel,
  horizon: number,
  interval: number,
  longest: number,
  warn: (message: string) => void,
): number {
  const steps = panel.series.reduce(
    (max, series) => Math.max(max, timeToHorizon(series, panel, horizon)),
    0,
  );
  const reach = steps / interval;
  if (reach <= INTERVALS_PER_ROW * horizon) return horizon;
  const max = Math.max(horizon, Math.min(MAX_ROWS, Math.floor(longest * MAX_SHARE)));
  if (reach > INTERVALS_PER_ROW * max) {
    warn(
      `dates to forecast reach ${Math.round(reach)} median intervals beyond the data, and ${max} rows ahead are learned: ask for nearer ones, or bring the rows to --freq with --aggregate`,
    );
  }
  return Math.min(max, Math.ceil(reach));
}

/** Steps from the last row to the last date that is forecast. */
function timeToHorizon(series: Panel["series"][number], panel: Panel, horizon: number): number {
  const ahead = stampsAhead(series, panel.frequency, horizon);
  const elapsed = elapsedOf({ ds: series.ds, ahead }, panel);
  let time = 0;
  for (let h = 0; h < horizon; h++) time += elapsed(series.ds.length + h);
  return time;
}
