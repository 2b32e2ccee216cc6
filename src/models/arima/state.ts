import type { Series } from "../../data/panel/panel.js";
import { DataError } from "../../errors.js";
import {
  agreeing,
  flag,
  list,
  number,
  object,
  type Schema,
  sequence,
  text,
  vector,
  whole,
} from "../state-schema.js";
import { boxCox } from "../transforms/box-cox.js";
import type { ArimaOrder } from "./coefficients.js";
import { withEveryPlace, withoutAbsurdValues } from "./gaps.js";
import { type Filtered, filter } from "./kalman-filter.js";
import { multipliedOut } from "./multiplied-out.js";
import { MAX_SEASON, options } from "./options.js";
import { difference } from "./polynomials.js";
import { constantColumn } from "./regressors.js";

/** What is remembered of a series; the keys are those of saved files. */
export type ArimaState = {
  /** p, d, q, P, D, Q, season */
  readonly order: readonly number[];
  readonly ar: Float64Array;
  readonly ma: Float64Array;
  readonly seasonalAr: Float64Array;
  readonly seasonalMa: Float64Array;
  /** Whether the first regressor is a mean or drift. */
  readonly constant: boolean;
  /** Exogenous columns, in the order of their coefficients. */
  readonly columns: readonly string[];
  readonly regression: Float64Array;
  /** Standard errors of ar, ma, seasonalAr, seasonalMa and regression; NaN where there is none. */
  readonly errors: Float64Array;
  /** Variance of the shocks, corrected for the number of coefficients. */
  readonly variance: number;
  /** Observations that it was estimated from, less coefficients. */
  readonly freedom: number;
  /** Exponent of the Box-Cox transformation; 1 for none. */
  readonly exponent: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly aicc: number;
  readonly bic: number;
};

/** What the state of a fit to `length` observations must be; sizes follow from the order. */
export function arimaState(length: number): Schema<ArimaState> {
  const { order, season, boxcox } = options;
  const coefficients = vector();
  const criterion = number({ nan: true });
  return agreeing(
    object({
      order: sequence(
        ...[whole(0, order.max), whole(0, 2), whole(0, order.max)],
        ...[whole(0, season.max), whole(0, 1), whole(0, season.max)],
        whole(1, MAX_SEASON),
      ),
      ar: coefficients,
      ma: coefficients,
      seasonalAr: coefficients,
      seasonalMa: coefficients,
      constant: flag,
      columns: list(text),
      regression: coefficients,
      errors: vector({ nan: true }),
      variance: number({ min: 0 }),
      freedom: number({ min: 1, max: Math.max(1, length) }),
      exponent: number({ min: boxcox.min, max: boxcox.max }),
      logLikelihood: criterion,
      aic: criterion,
      aicc: criterion,
      bic: criterion,
    }),
    (state) => {
      const { p, q, seasonalP, seasonalQ } = orderOf(state);
      const { ar, ma, seasonalAr, seasonalMa, regression, errors, columns, constant } = state;
      const lengths = [ar.length, ma.length, seasonalAr.length, seasonalMa.length];
      const regressors = columns.length + (constant ? 1 : 0);
      const estimated = p + q + seasonalP + seasonalQ + regressors;
      const agree =
        String(lengths) === String([p, q, seasonalP, seasonalQ]) &&
        regression.length === regressors &&
        (errors.length === estimated || errors.length === 0);
      return agree ? undefined : "the coefficients are not those of its order";
    },
  );
}

const none = new Float64Array(0);
const unestimated = {
  ar: none,
  ma: none,
  seasonalAr: none,
  seasonalMa: none,
  columns: [],
  errors: none,
  logLikelihood: Number.NaN,
  aic: Number.NaN,
  aicc: Number.NaN,
  bic: Number.NaN,
};

/** A mean without noise, for a series that never changes. */
export function constantState(y: Float64Array, exponent: number): ArimaState {
  const level = y.find((value) => !Number.isNaN(value))!;
  return {
    ...unestimated,
    order: [0, 0, 0, 0, 0, 0, 1],
    constant: true,
    regression: Float64Array.of(level),
    variance: 0,
    freedom: Math.max(1, y.length - 1),
    exponent,
  };
}

/** ARIMA(0,1,0), for a series of which no more can be estimated. */
export function randomWalk(y: Float64Array, exponent: number): ArimaState {
  const steps = difference(y, 1, 0, 1);
  const squares = steps.reduce((sum, step) => sum + step * step, 0);
  return {
    ...unestimated,
    order: [0, 1, 0, 0, 0, 0, 1],
    constant: false,
    regression: none,
    variance: squares / steps.length,
    freedom: steps.length,
    exponent,
  };
}

/**
 * The regressors of the regression, the constant first where there is one, [length] each from the start of
 * the series on.
 *
 * @throws DataError when a column is not known as far
 */
export function regressorsOf(state: ArimaState, series: Series, length: number): Float64Array[] {
  const columns = state.columns.map((name) => {
    const x = series.future?.get(name);
    if (x === undefined || x.length < length) {
      throw new DataError(
        `series "${series.id}": column "${name}" is not known ${length - series.y.length} steps ahead`,
      );
    }
    return x.subarray(0, length);
  });
  return state.constant ? [constantColumn(length, orderOf(state))!, ...columns] : columns;
}

/**
 * Σ βᵢ xᵢ[t] and the constant, [length] from the start of the series on.
 *
 * @throws DataError when a column is not known as far
 */
export function regressionPart(state: ArimaState, series: Series, length: number): Float64Array {
  const part = new Float64Array(length);
  regressorsOf(state, series, length).forEach((x, i) => {
    for (let t = 0; t < length; t++) part[t] += state.regression[i] * x[t];
  });
  return part;
}

/**
 * Runs the process over what the regression leaves of the (transformed) series.
 *
 * @param others series that it is run over besides, of which that is missing which is missing of the series
 */
export function filterSeries(
  state: ArimaState,
  series: Series,
  regression: Float64Array,
  others: readonly Float64Array[] = [],
): Filtered {
  const order = orderOf(state);
  const z = boxCox(withoutAbsurdValues(series), state.exponent);
  const complete = order.seasonalD > 0 ? withEveryPlace(z, order.season) : z;
  const rest = complete.map((value, t) => value - regression[t]);
  const masked = others.map((x) => rest.map((value, t) => (Number.isNaN(value) ? value : x[t])));
  return filter(multipliedOut(state, order), [rest, ...masked])!;
}

export function orderOf({ order }: ArimaState): ArimaOrder {
  const [p, d, q, seasonalP, seasonalD, seasonalQ, season] = order as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { p, d, q, seasonalP, seasonalD, seasonalQ, season };
}

/** The inverse of {@link orderOf}. */
export function orderNumbers(order: ArimaOrder): number[] {
  const { p, d, q, seasonalP, seasonalD, seasonalQ, season } = order;
  return [p, d, q, seasonalP, seasonalD, seasonalQ, season];
}
