import type { Panel } from "../../data/panel/from-table.js";
import { stampsAhead } from "../../data/panel/future-index.js";
import { elapsedOf } from "../../data/panel/time-steps.js";

/** Most rows ahead to learn where the dates to forecast lie far apart. */
const MAX_ROWS = 96;
/** Largest share of the longest series that these rows may be. */
const MAX_SHARE = 1 / 4;
/** Median intervals that one row ahead may cover, as some intervals are longer than the median. */
const INTERVALS_PER_ROW = 2;

/**
 * Rows ahead that a network must learn to reach the dates to forecast: the horizon, or more where those
 * dates are further apart than the rows of the data.
 *
 * @param interval median interval in steps of the frequency
 * @param longest  rows of the longest series
 * @param warn     receives dates that remain out of reach
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
      `dates to forecast reach ${Math.round(reach)} median intervals beyond the data, but the network learns only ${max} rows ahead; forecast nearer dates, or bring the rows to a --freq with --aggregate`,
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
