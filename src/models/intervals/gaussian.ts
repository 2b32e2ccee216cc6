import { normalQuantile } from "../../numeric/normal.js";
import type { Interval } from "../model.js";

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
  return levels.map((level) => {
    const z = normalQuantile(0.5 + level / 200);
    return {
      level,
      lo: mean.map((value, h) => value - z * deviation[h]),
      hi: mean.map((value, h) => value + z * deviation[h]),
    };
  });
}
