import type { Series } from "../../data/panel/panel.js";
import { FitError } from "../../errors.js";
import { studentIntervals } from "../intervals/parametric.js";
import { predictionVariance, raiseToRealizedErrors } from "../intervals/prediction-error.js";
import type { Interval } from "../model.js";
import { inverseBoxCox } from "../transforms/box-cox.js";
import { multipliedOut } from "./multiplied-out.js";
import { errorsWithin } from "./polynomials.js";
import { regressionError } from "./regression-error.js";
import { type ArimaState, filterSeries, orderOf, regressionPart, regressorsOf } from "./state.js";

/** Steps ahead, and levels of intervals in percent. */
interface Ahead {
  readonly horizon: number;
  readonly levels: readonly number[];
}

/**
 * Forecast after the end of a series, [horizon], with intervals that allow for what is estimated.
 *
 * @throws FitError when the transformation's exponent cannot hold a mean or an end of an interval: the
 *   transformed values of a negative one end at −1/exponent, and what lies beyond belongs to no observation
 */
export function forecastSeries(
  state: ArimaState,
  series: Series,
  request: Ahead,
): { mean: Float64Array; intervals: Interval[] } {
  const { exponent } = state;
  const { mean, intervals } = transformedForecast(state, series, request);
  const back = (values: Float64Array, what: string) => {
    const found = inverseBoxCox(values, exponent);
    if (found.every(isHeld)) return found;
    throw new FitError(
      `a Box-Cox exponent of ${exponent} cannot hold the ${what} of series "${series.id}"`,
      `Use a larger exponent, such as boxcox=${exponent < 0 ? 0 : 1}, a shorter horizon or a lower --level.`,
    );
  };
  return {
    mean: back(mean, "forecast"),
    intervals: intervals.map(({ level, lo, hi }) => ({
      level,
      lo: back(lo, `${level} % interval`),
      hi: back(hi, `${level} % interval`),
    })),
  };
}

/** Whether the exponent can hold what {@link forecastSeries} is asked for. */
export function holdsForecast(state: ArimaState, series: Series, request: Ahead): boolean {
  const { mean, intervals } = transformedForecast(state, series, request);
  return [mean, ...intervals.map(({ hi }) => hi)].every((values) =>
    inverseBoxCox(values, state.exponent).every(isHeld),
  );
}

/** The forecast alone, [horizon], which takes far less time than with intervals. */
export function meansAhead(state: ArimaState, series: Series, horizon: number): Float64Array {
  const { length } = series.y;
  const known = regressionPart(state, series, length + horizon);
  const [means] = filterSeries(state, series, known).meansAhead(horizon);
  return inverseBoxCox(
    means.map((value, h) => value + known[length + h]),
    state.exponent,
  );
}

function isHeld(value: number): boolean {
  return value < Number.MAX_VALUE;
}

function transformedForecast(state: ArimaState, series: Series, { horizon, levels }: Ahead) {
  const { freedom } = state;
  const length = series.y.length;
  const known = regressionPart(state, series, length + horizon);
  // A mean or drift alone adds about as much at each step; columns may be anywhere ahead.
  const regressors = state.columns.length > 0 ? regressorsOf(state, series, length + horizon) : [];
  const filtered = filterSeries(state, series, known, regressors);
  const { means, variance } = filtered.ahead(horizon);
  const mean = means[0].map((value, h) => value + known[length + h]);
  const parameters = state.order[0] + state.order[2] + state.order[3] + state.order[5];
  const estimated = parameters + state.regression.length;
  const ofRegression =
    regressors.length > 0
      ? regressionError(
          filtered,
          means.slice(1),
          regressors.map((x) => x.subarray(length)),
        )
      : undefined;
  const counted = ofRegression ? parameters : estimated;
  const shocks = predictionVariance(state.variance, counted, freedom + estimated);
  for (let h = 0; h < horizon; h++) {
    variance[h] = Math.max(0, variance[h]) * shocks + state.variance * (ofRegression?.[h] ?? 0);
  }
  const process = multipliedOut(state, orderOf(state));
  const { squares, counts } = errorsWithin(process, filtered.standardised[0], horizon);
  raiseToRealizedErrors(variance, squares, counts);
  return { mean, intervals: studentIntervals(mean, variance.map(Math.sqrt), levels, freedom) };
}
