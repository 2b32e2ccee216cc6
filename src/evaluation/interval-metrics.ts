import type { Interval } from "../models/model.js";
import { requireSameLength } from "./metrics.js";

/** How good the intervals of one level were. NaN where nothing was observed. */
export interface IntervalScores {
  /** Share of observations within, ends included, from 0 to 1. */
  readonly coverage: number;
  /** Mean of hi − lo, in units of y. */
  readonly width: number;
  /** Mean of width + 2/α · distance of observations outside, α = 1 − level/100; smaller is better. */
  readonly winkler: number;
}

/**
 * Coverage, width and interval score of one interval forecast. Missing observations do not count.
 *
 * @example
 * const interval = { level: 80, lo: Float64Array.of(0, 0), hi: Float64Array.of(4, 4) };
 * scoreInterval([2, 5], interval).coverage; // 0.5
 *
 * @throws RangeError when the lengths differ, as in all metrics here
 * @see Winkler (1972), "A decision-theoretic approach to interval estimation"; Gneiting & Raftery (2007),
 *   "Strictly proper scoring rules, prediction, and estimation", eq. 43
 */
export function scoreInterval(
  actual: ArrayLike<number>,
  { level, lo, hi }: Interval,
): IntervalScores {
  requireSameLength(actual, lo);
  requireSameLength(actual, hi);
  const penalty = 2 / (1 - level / 100);
  let [count, within, width, outside] = [0, 0, 0, 0];
  for (let h = 0; h < actual.length; h++) {
    const y = actual[h];
    if (Number.isNaN(y)) continue;
    count++;
    width += hi[h] - lo[h];
    if (y < lo[h]) outside += lo[h] - y;
    else if (y > hi[h]) outside += y - hi[h];
    else within++;
  }
  return {
    coverage: within / count,
    width: width / count,
    winkler: (width + penalty * outside) / count,
  };
}

/**
 * Mean quantile loss over steps and quantiles, ρ(τ) = max(τ·(y − q), (τ − 1)·(y − q)): at the ends of
 * all intervals and at the forecast itself, taken as the median. NaN without intervals.
 *
 * @example
 * const interval = { level: 80, lo: Float64Array.of(0), hi: Float64Array.of(4) };
 * const loss = pinball([3], [2], [interval]); // in units of y
 *
 * @see Koenker & Bassett (1978), "Regression quantiles"
 */
export function pinball(
  actual: ArrayLike<number>,
  median: ArrayLike<number>,
  intervals: readonly Interval[],
): number {
  if (intervals.length === 0) return Number.NaN;
  const losses = quantiles(median, intervals).map((quantile) => quantileLoss(actual, quantile));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/**
 * Continuous ranked probability score from quantiles, 2∫ρ(τ)dτ, by the trapezoidal rule over those of
 * {@link pinball} and 0 at τ = 0 and 1. In units of y; NaN without intervals.
 *
 * @example
 * const interval = { level: 80, lo: Float64Array.of(0), hi: Float64Array.of(4) };
 * const score = crps([3], [2], [interval]); // in units of y
 *
 * @see Gneiting & Ranjan (2011), "Comparing density forecasts using threshold- and quantile-weighted
 *   scoring rules", section 2
 */
export function crps(
  actual: ArrayLike<number>,
  median: ArrayLike<number>,
  intervals: readonly Interval[],
): number {
  if (intervals.length === 0) return Number.NaN;
  const ascending = quantiles(median, intervals).sort((a, b) => a.tau - b.tau);
  let [sum, before, at] = [0, 0, 0];
  for (const quantile of ascending) {
    const loss = quantileLoss(actual, quantile);
    sum += (quantile.tau - at) * (before + loss);
    [before, at] = [loss, quantile.tau];
  }
  return sum + (1 - at) * before;
}

interface Quantile {
  readonly tau: number;
  readonly values: ArrayLike<number>;
}

function quantiles(median: ArrayLike<number>, intervals: readonly Interval[]): Quantile[] {
  return [
    { tau: 0.5, values: median },
    ...intervals.flatMap(({ level, lo, hi }) => [
      { tau: 0.5 - level / 200, values: lo },
      { tau: 0.5 + level / 200, values: hi },
    ]),
  ];
}

function quantileLoss(actual: ArrayLike<number>, { tau, values }: Quantile): number {
  requireSameLength(actual, values);
  let [sum, count] = [0, 0];
  for (let h = 0; h < actual.length; h++) {
    const error = actual[h] - values[h];
    if (Number.isNaN(error)) continue;
    sum += Math.max(tau * error, (tau - 1) * error);
    count++;
  }
  return sum / count;
}
