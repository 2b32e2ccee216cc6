import { normalQuantile } from "../../numeric/normal.js";
import { studentQuantile } from "../../numeric/student.js";
import type { Interval } from "../model.js";

/** Fewer degrees of freedom give intervals so wide that they say nothing. */
const MIN_FREEDOM = 3;

/**
 * Intervals of normally distributed forecast errors, mean ± z·deviation.
 *
 * @param deviation standard deviation of the error at each step, [horizon]
 * @param levels    in percent
 */
export function gaussianIntervals(
  mean: Float64Array,
  deviation: Float64Array,
  levels: readonly number[],
): Interval[] {
  return levels.map((level) =>
    symmetricInterval(mean, deviation, level, normalQuantile(0.5 + level / 200)),
  );
}

/**
 * Intervals of forecast errors whose variance is itself an estimate, mean ± t·deviation with t of
 * Student's distribution. They are noticeably wider than normal ones where fewer than thirty degrees of
 * freedom are left to estimate the variance from.
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
  return levels.map((level) =>
    symmetricInterval(
      mean,
      deviation,
      level,
      studentQuantile(0.5 + level / 200, Math.max(MIN_FREEDOM, freedom)),
    ),
  );
}

function symmetricInterval(
  mean: Float64Array,
  deviation: Float64Array,
  level: number,
  quantile: number,
): Interval {
  return {
    level,
    lo: mean.map((value, h) => value - quantile * deviation[h]),
    hi: mean.map((value, h) => value + quantile * deviation[h]),
  };
}
