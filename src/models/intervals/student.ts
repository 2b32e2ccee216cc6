import { studentQuantile } from "../../numeric/student.js";
import type { Interval } from "../model.js";

/** However short a series is: with fewer degrees of freedom, intervals say nothing any more. */
const LEAST_FREEDOM = 3;

/**
 * Intervals of forecast errors whose variance is itself an estimate, mean ± t·deviation with t of
 * Student's distribution: wider than normal ones, noticeably so where fewer than thirty observations
 * are left over for the variance.
 *
 * @param deviation standard deviation of the error at each step, [horizon]
 * @param levels    in percent
 * @param freedom   observations less estimated parameters
 */
export function studentIntervals(
  mean: Float64Array,
  deviation: Float64Array,
  levels: readonly number[],
  freedom: number,
): Interval[] {
  return levels.map((level) => {
    const t = studentQuantile(0.5 + level / 200, Math.max(LEAST_FREEDOM, freedom));
    return {
      level,
      lo: mean.map((value, h) => value - t * deviation[h]),
      hi: mean.map((value, h) => value + t * deviation[h]),
    };
  });
}
