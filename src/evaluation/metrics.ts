/**
 * How far forecasts were from what came. A metric that is not defined for a series, or beyond the
 * largest double, is NaN.
 */
export interface Scores {
  readonly mae: number;
  readonly rmse: number;
  readonly smape: number;
  readonly mase: number;
}

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
  return finite(mae(actual, forecast) / naiveError(training, season));
}

/** All metrics of one forecast. */
export function score(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  training: ArrayLike<number>,
  season: number,
): Scores {
  return {
    mae: mae(actual, forecast),
    rmse: rmse(actual, forecast),
    smape: smape(actual, forecast),
    mase: mase(actual, forecast, training, season),
  };
}

/** The mean of each metric over the series for which it is defined. */
export function meanScores(scores: readonly Scores[]): Scores {
  const mean = (metric: keyof Scores) => {
    const defined = scores.map((s) => s[metric]).filter((value) => !Number.isNaN(value));
    return finite(defined.reduce((sum, value) => sum + value, 0) / defined.length);
  };
  return { mae: mean("mae"), rmse: mean("rmse"), smape: mean("smape"), mase: mean("mase") };
}

/** Mean of |y[t] − y[t − season]|; NaN when there is no such pair. */
function naiveError(y: ArrayLike<number>, season: number): number {
  let sum = 0;
  let count = 0;
  for (let t = season; t < y.length; t++) {
    const step = Math.abs(y[t]! - y[t - season]!);
    if (Number.isNaN(step)) continue;
    sum += step;
    count++;
  }
  return sum / count;
}

function meanOf(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  error: (actual: number, forecast: number) => number,
): number {
  if (actual.length !== forecast.length) {
    throw new RangeError(`${actual.length} observations but ${forecast.length} forecasts`);
  }
  let sum = 0;
  let count = 0;
  for (let t = 0; t < actual.length; t++) {
    if (Number.isNaN(actual[t]!)) continue;
    sum += error(actual[t]!, forecast[t]!);
    count++;
  }
  return finite(sum / count);
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
