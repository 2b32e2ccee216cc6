import { meanAbsoluteDifference } from "../numeric/differences.js";
import { rootMeanSquare } from "../numeric/root-mean-square.js";

/**
 * Mean absolute error, Σ|y − ŷ| / n, in units of y. Missing observations do not count.
 *
 * @example
 * mae([1, 2, 3], [1, 2, 6]); // 1
 *
 * @throws RangeError when the lengths differ
 */
export function mae(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanOf(actual, forecast, (y, f) => Math.abs(y - f));
}

/**
 * Root mean squared error, √(Σ(y − ŷ)² / n), in units of y.
 *
 * @example
 * rmse([1, 2, 3, 4], [1, 2, 3, 6]); // 1
 *
 * @throws RangeError when the lengths differ
 */
export function rmse(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  requireSameLength(actual, forecast);
  return finite(rootMeanSquare(Float64Array.from(actual, (y, t) => y - forecast[t])));
}

/**
 * Mean error, Σ(ŷ − y) / n, in units of y: positive where forecasts are too high.
 *
 * @example
 * bias([1, 2], [2, 4]); // 1.5
 *
 * @throws RangeError when the lengths differ
 */
export function bias(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanOf(actual, forecast, (y, f) => f - y);
}

/**
 * Mean absolute percentage error, 100/n · Σ |y − ŷ| / |y|. NaN when y is 0 somewhere.
 *
 * @example
 * mape([10, 20], [11, 22]); // 10
 *
 * @throws RangeError when the lengths differ
 * @see Hyndman & Koehler (2006), "Another look at measures of forecast accuracy", section 2.2
 */
export function mape(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return finite(100 * meanOf(actual, forecast, (y, f) => Math.abs(y - f) / Math.abs(y)));
}

/**
 * Symmetric mean absolute percentage error as the M3 and M4 competitions define it,
 * 200/n · Σ |y − ŷ| / (|y| + |ŷ|), from 0 to 200. NaN when y and ŷ are both 0 somewhere.
 *
 * @example
 * smape([1, 3], [3, 1]); // 100
 *
 * @throws RangeError when the lengths differ
 * @see Makridakis & Hibon (2000), "The M3-Competition: results, conclusions and implications", appendix A
 */
export function smape(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return 200 * meanOf(actual, forecast, (y, f) => Math.abs(y - f) / (Math.abs(y) + Math.abs(f)));
}

/**
 * Mean absolute scaled error: the mean absolute error over that of the seasonal naive forecast one
 * season ahead within the training part. NaN when the training part is no longer than a season or
 * repeats itself exactly.
 *
 * @example
 * mase([4, 5], [4, 6], [1, 2, 3], 1); // 0.5
 *
 * @param training what the model was fitted to
 * @param season   observations a season; 1 scales by the naive forecast
 * @throws RangeError when observations and forecasts differ in length
 * @see Hyndman & Koehler (2006), "Another look at measures of forecast accuracy", section 3
 */
export function mase(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  training: ArrayLike<number>,
  season: number,
): number {
  return finite(mae(actual, forecast) / naiveScale(training, season).absolute);
}

/**
 * Root mean squared scaled error: the root of the mean squared error over that of the seasonal naive
 * forecast one season ahead within the training part. NaN where {@link mase} is.
 *
 * @example
 * rmsse([4, 5], [5, 6], [1, 2, 3], 1); // 1
 *
 * @throws RangeError when observations and forecasts differ in length
 * @see Makridakis, Spiliotis & Assimakopoulos (2022), "The M5 accuracy competition", section 3.3, there
 *   with a season of 1
 */
export function rmsse(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  training: ArrayLike<number>,
  season: number,
): number {
  return finite(rmse(actual, forecast) / naiveScale(training, season).rootSquare);
}

/** Errors of the seasonal naive forecast one season ahead, which scaled metrics divide by. */
export interface Scale {
  /** Mean of |y[t] − y[t − season]|, as is the root of the mean of squares; NaN when there is no pair. */
  readonly absolute: number;
  readonly rootSquare: number;
}

export function naiveScale(y: ArrayLike<number>, season: number): Scale {
  const steps = Float64Array.from(
    { length: Math.max(0, y.length - season) },
    (_, t) => y[t + season] - y[t],
  );
  return { absolute: meanAbsoluteDifference(y, season), rootSquare: rootMeanSquare(steps) };
}

/** @throws RangeError unless there is one forecast for each observation */
export function requireSameLength(actual: ArrayLike<number>, forecast: ArrayLike<number>): void {
  if (actual.length !== forecast.length) {
    throw new RangeError(`${actual.length} observations but ${forecast.length} forecasts`);
  }
}

function meanOf(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  error: (actual: number, forecast: number) => number,
): number {
  requireSameLength(actual, forecast);
  let sum = 0;
  let count = 0;
  for (let t = 0; t < actual.length; t++) {
    if (Number.isNaN(actual[t])) continue;
    sum += error(actual[t], forecast[t]);
    count++;
  }
  return finite(sum / count);
}

/** NaN for what is beyond the largest double, or not a number. */
export function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
