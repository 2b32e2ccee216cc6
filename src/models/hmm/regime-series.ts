import { withoutBreaks } from "../../analysis/breaks.js";
import { lastingShifts } from "../../analysis/lasting-shifts.js";
import {
  logDeseasonDifference,
  type TransformChoice,
  type TransformedSeries,
} from "../transforms/log-deseason-difference.js";

/** A series as the regimes of its levels, or of its steps, see it. */
export interface RegimeSeries {
  readonly transformed: TransformedSeries;
  /** Where levels that the series never left again begin. */
  readonly shifts: readonly number[];
  /** How many of `shifts` are not among the transformed values. */
  readonly hidden: number;
  /** The value that was observed where `transformed.restore` gives this one. */
  asObserved(value: number, t: number): number;
}

/**
 * The transformed series, from whose steps those to a lasting level are taken out: a step that came once has
 * no dynamics, and would be repeated as often as the regime that it is given comes. Levels are seen as they
 * were, for they are regimes.
 */
export function regimeSeries(y: Float64Array, season: number, how: TransformChoice): RegimeSeries {
  const unbroken = withoutBreaks(y, season);
  const shifts = lastingShifts(y, unbroken);
  const { moved, restore } = unbroken;
  const steady = how.difference && shifts.length > 0 && !(how.log && moved.some((v) => !(v > 0)));
  return {
    transformed: logDeseasonDifference(steady ? moved : y, season, how),
    shifts,
    hidden: steady ? shifts.length : 0,
    asObserved: steady ? restore : (value) => value,
  };
}
