import { seasonalIndices } from "../../analysis/seasonal-indices.js";
import { hasSeason } from "../../analysis/seasonality.js";
import type { Panel } from "../../data/panel/from-table.js";
import { type Adjusted, logDeseasonScale } from "../transforms/log-deseason-scale.js";

/** A series in the units of the network. */
export interface PreparedSeries extends Adjusted {
  readonly id: string;
  /** Season that smoothing starts from, [season], index 0 belongs to the first value; none without one. */
  readonly seasonal?: Float64Array;
}

/**
 * Series in units of their mean change over a season, of logarithms where they are to be, with the season
 * that smoothing starts from, by classical decomposition.
 *
 * @param known number of observations from which units and seasons are estimated; all by default
 */
export function prepareSeries(
  { series, season }: Panel,
  log: "auto" | "yes" | "no",
  known?: number,
): PreparedSeries[] {
  return series.map(({ id, y }) => {
    const logarithmic = log === "auto" ? hasSeason(y.subarray(0, known), season) : log === "yes";
    const adjustment = { log: logarithmic, deseason: false, seasonUnit: true };
    const adjusted = logDeseasonScale(y, season, adjustment, known);
    const past = adjusted.values.subarray(0, known);
    const seasonal = hasSeason(past, season) ? seasonalIndices(past, season) : undefined;
    return { id, ...adjusted, ...(seasonal && { seasonal }) };
  });
}
