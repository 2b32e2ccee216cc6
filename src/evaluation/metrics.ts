import type { Interval } from "../models/model.js";
import { crps, pinball } from "./interval-metrics.js";
import { requireSameLength } from "./same-length.js";
import type { Cause } from "./undefined-reasons.js";

/**
 * How far forecasts were from what came. A metric that is not defined for a series, or beyond the
 * largest double, is NaN.
 */
export interface Scores {
  readonly mae: number;
  readonly rmse: number;
  readonly mape: number;
  readonly smape: number;
  readonly mase: number;
  readonly rmsse: number;
  readonly bias: number;
  /** NaN for forecasts without intervals, as is `crps`. */
  readonly pinball: number;
  readonly crps: number;
}

/** What can leave each metric undefined besides numbers too large; of several the first is told. */
const UNDEFINED: Record<keyof Scores, readonly Exclude<Cause, "reference" | "range">[]> = {
  mae: ["unobserved"],
  rmse: ["unobserved"],
  mape: ["unobserved", "zero"],
  smape: ["unobserved", "zeros"],
  mase: ["unobserved", "short", "repeating"],
  rmsse: ["unobserved", "short", "repeating"],
  bias: ["unobserved"],
  pinball: ["intervals", "unobserved"],
  crps: ["intervals", "unobserved"],
};

/** Names of all metrics, in the order of the documentation. */
export const METRICS = Object.keys(UNDEFINED) as (keyof Scores)[];

/**
 * Mean absolute error, Σ|y − ŷ| / n, in units of y. Missing observations do not count.
 *
 * @throws RangeError when the lengths differ, as in all metrics here
 */
export function mae(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanOf(actual, forecast, (y, f) => Math.abs(y - f));
}

/** Root mean squared error, √(Σ(y − ŷ)² / n), in units of y. */
export function rmse(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return Math.sqrt(meanOf(actual, forecast, (y, f) => (y - f) * (y - f)));
}

/** Mean error, Σ(ŷ − y) / n, in units of y: positive where forecasts are too high. */
export function bias(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanOf(actual, forecast, (y, f) => f - y);
}

/**
 * Mean absolute percentage error, 100/n · Σ |y − ŷ| / |y|. NaN when y is 0 somewhere.
 *
 * @see Hyndman & Koehler (2006), "Another look at measures of forecast accuracy", section 2.2
 */
export function mape(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return finite(100 * meanOf(actual, forecast, (y, f) => Math.abs(y - f) / Math.abs(y)));
}

/**
 * Symmetric mean absolute percentage error as the M3 and M4 competitions define it,
 * 200/n · Σ |y − ŷ| / (|y| + |ŷ|), from 0 to 200. NaN when y and ŷ are both 0 somewhere.
 *
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
 * @param training what the model was fitted to
 * @param season   observations a season; 1 scales by the naive forecast
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
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let t = season; t < y.length; t++) {
    const step = Math.abs(y[t] - y[t - season]);
    if (Number.isNaN(step)) continue;
    sum += step;
    squares += step * step;
    count++;
  }
  return { absolute: sum / count, rootSquare: Math.sqrt(squares / count) };
}

/** All metrics of one forecast. */
export function score(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  scale: Scale,
  intervals: readonly Interval[] = [],
): Scores {
  const errors = { mae: mae(actual, forecast), rmse: rmse(actual, forecast) };
  return {
    ...errors,
    mape: mape(actual, forecast),
    smape: smape(actual, forecast),
    mase: finite(errors.mae / scale.absolute),
    rmsse: finite(errors.rmse / scale.rootSquare),
    bias: bias(actual, forecast),
    pinball: pinball(actual, forecast, intervals),
    crps: crps(actual, forecast, intervals),
  };
}

/** Why a metric of one forecast, as {@link score} gives it, is not defined. */
export function whyUndefined(
  metric: keyof Scores,
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  scale: Scale,
  intervals: readonly Interval[] = [],
): Cause {
  const observed = Array.from(actual, (y, t) => [y, forecast[t]] as const).filter(
    ([y]) => !Number.isNaN(y),
  );
  const holds = {
    unobserved: () => observed.length === 0,
    zero: () => observed.some(([y]) => y === 0),
    zeros: () => observed.some(([y, f]) => y === 0 && f === 0),
    short: () => Number.isNaN(scale.absolute),
    repeating: () => scale.absolute === 0,
    intervals: () => intervals.length === 0,
  };
  return UNDEFINED[metric].find((cause) => holds[cause]()) ?? "range";
}

/** The mean of each metric over the series for which it is defined. */
export function meanScores(scores: readonly Scores[]): Scores {
  return combined((metric) => meanDefined(scores.map((s) => s[metric])));
}

/**
 * The scores of one series over several forecasts of it: means, and for RMSE and RMSSE the root of the
 * mean of their squares, as if all errors had been taken at once.
 */
export function pooledScores(scores: readonly Scores[]): Scores {
  return combined((metric) => {
    const values = scores.map((s) => s[metric]);
    return metric === "rmse" || metric === "rmsse"
      ? Math.sqrt(meanDefined(values.map((value) => value * value)))
      : meanDefined(values);
  });
}

/** The mean of those values that are defined; NaN when none is. */
export function meanDefined(values: readonly number[]): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return finite(defined.reduce((sum, value) => sum + value, 0) / defined.length);
}

function combined(of: (metric: keyof Scores) => number): Scores {
  return Object.fromEntries(METRICS.map((metric) => [metric, of(metric)])) as unknown as Scores;
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

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
