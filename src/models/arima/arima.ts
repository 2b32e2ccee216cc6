import { isConstant } from "../../analysis/unit-root.js";
import type { Series } from "../../data/panel/from-table.js";
import { interpolate } from "../../data/panel/interpolate.js";
import { DataError, FitError, UsageError } from "../../errors.js";
import { leastSquares } from "../../numeric/least-squares.js";
import type { OptionValues } from "../../spec/options.js";
import { studentIntervals } from "../intervals/parametric.js";
import { predictionVariance, raiseToRealizedErrors } from "../intervals/prediction-error.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { boxCox, inverseBoxCox } from "../transforms/box-cox.js";
import { guerrero } from "../transforms/guerrero.js";
import { filter } from "./kalman-filter.js";
import {
  type ArimaEstimate,
  type ArimaOrder,
  estimate,
  multipliedOut,
  standardErrors,
} from "./likelihood.js";
import { chooseDifferences, constantColumn, searchOrder } from "./order-search.js";
import { difference, errorsWithin } from "./polynomials.js";

const options = {
  order: {
    type: "integers",
    default: [],
    min: 0,
    max: 20,
    length: 3,
    summary: "p-d-q; found by AICc when not given",
  },
  season: {
    type: "integers",
    default: [],
    min: 0,
    max: 5,
    length: 3,
    summary: "P-D-Q of the seasonal part; 0-0-0 when only the order is given",
  },
  drift: {
    type: "choice",
    default: "auto",
    choices: ["auto", "true", "false"],
    summary:
      "a mean, or a drift of the differenced series (auto: by AICc; a mean with a given order)",
  },
  search: {
    type: "choice",
    default: "stepwise",
    choices: ["stepwise", "full"],
    summary: "how the order is found: from neighbour to neighbour, or by fitting all",
  },
  "seasonal-test": {
    type: "choice",
    default: "strength",
    choices: ["strength", "ocsb"],
    summary: "what decides on a seasonal difference: the strength of the season, or the OCSB test",
  },
  boxcox: {
    type: "number",
    default: 1,
    min: -1,
    max: 2,
    words: { auto: Number.NaN },
    summary:
      "exponent of a Box-Cox transformation: 0 is the logarithm, 1 none, auto what keeps the spread even (Guerrero)",
  },
} as const;

type ArimaOptions = OptionValues<typeof options>;

/** A longer season has no seasonal part. */
const MAX_SEASON = 350;
/** The order is searched on so many latest observations, or so many seasons if they are more. */
const SEARCH_OBSERVATIONS = 1000;
const SEARCH_SEASONS = 12;

/** What is remembered of a series. */
type ArimaState = {
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
  readonly errors: Float64Array;
  /** Variance of the shocks, corrected for the number of coefficients. */
  readonly variance: number;
  /** Observations that it was estimated from, less coefficients. */
  readonly freedom: number;
  readonly exponent: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly aicc: number;
  readonly bic: number;
};

/**
 * Autoregressive integrated moving average with seasonal part and regression on the panel's columns
 * that are known ahead,
 *
 *   y[t] = c + Σ βᵢ xᵢ[t] + n[t],   φ(B) Φ(Bˢ) (1 − B)ᵈ (1 − Bˢ)ᴰ n[t] = θ(B) Θ(Bˢ) ε[t],
 *
 * with c a mean where nothing is differenced and a drift c·t after one difference. Estimated by exact
 * maximum likelihood, missing values included; the order by AICc.
 *
 * A restored fit continues any series: the latest observations alone say where it stands.
 *
 * @see Box & Jenkins (1970), "Time series analysis: forecasting and control"; Hyndman & Khandakar (2008),
 *   "Automatic time series forecasting: the forecast package for R"
 */
export const arima: ModelDefinition<typeof options> = {
  name: "arima",
  summary: "seasonal ARIMA by exact maximum likelihood, its order by AICc",
  options,
  exogenous: true,
  missing: true,
  create(chosen) {
    checkOrder(chosen);
    return localModel<ArimaState>({
      name: "arima",
      fit: (series, { season }, { warn }) => fitSeries(series, season, chosen, warn),
      forecast(state, series, _, { horizon, levels }) {
        const { exponent } = state;
        const length = series.y.length;
        const known = regressionPart(state, series, length + horizon);
        const filtered = filterOf(state, series, known);
        const { means, variance } = filtered.ahead(horizon);
        const mean = means[0].map((value, h) => value + known[length + h]);
        const { freedom } = state;
        const parameters = state.order[0] + state.order[2] + state.order[3] + state.order[5];
        const estimated = parameters + state.regression.length;
        const shocks = predictionVariance(state.variance, estimated, freedom + estimated);
        for (let h = 0; h < horizon; h++) variance[h] = Math.max(0, variance[h]) * shocks;
        const process = multipliedOut(state, orderOf(state));
        const { squares, counts } = errorsWithin(process, filtered.standardised[0], horizon);
        raiseToRealizedErrors(variance, squares, counts);
        const deviation = variance.map(Math.sqrt);
        return {
          mean: inverseBoxCox(mean, exponent),
          intervals: studentIntervals(mean, deviation, levels, freedom).map(
            ({ level, lo, hi }) => ({
              level,
              lo: inverseBoxCox(lo, exponent),
              hi: inverseBoxCox(hi, exponent),
            }),
          ),
        };
      },
      fittedValues(state, series) {
        const known = regressionPart(state, series, series.y.length);
        const { predicted } = filterOf(state, series, known);
        return inverseBoxCox(
          predicted[0].map((value, t) => value + known[t]),
          state.exponent,
        );
      },
      diagnostics(state, series) {
        const known = regressionPart(state, series, series.y.length);
        const deviation = Math.sqrt(state.variance);
        const { standardised } = filterOf(state, series, known);
        const { regression, columns, constant } = state;
        const { ar, ma, seasonalAr, seasonalMa, errors } = state;
        const orderOfNames = [
          ...Array.from(ar, (_, i) => `ar${i + 1}`),
          ...Array.from(ma, (_, i) => `ma${i + 1}`),
          ...Array.from(seasonalAr, (_, i) => `sar${i + 1}`),
          ...Array.from(seasonalMa, (_, i) => `sma${i + 1}`),
          ...(constant ? [constantName(orderOf(state))] : []),
          ...columns,
        ];
        const values = [...ar, ...ma, ...seasonalAr, ...seasonalMa, ...regression];
        return {
          description: `${describe(orderOf(state), constant, columns.length > 0)}${boxCoxName(state.exponent)}`,
          coefficients: orderOfNames.map((name, i) => ({
            name,
            value: values[i],
            error: errors[i] ?? Number.NaN,
          })),
          measures: [
            { name: "variance", value: state.variance },
            { name: "log-likelihood", value: state.logLikelihood },
            { name: "AIC", value: state.aic },
            { name: "AICc", value: state.aicc },
            { name: "BIC", value: state.bic },
          ],
          residuals: standardised[0].map((e) => (deviation > 0 ? e / deviation : 0)),
        };
      },
    });
  },
};

/** @throws UsageError for orders that no series has */
function checkOrder({ order, season }: ArimaOptions): void {
  if (season.length > 0 && order.length === 0) {
    throw new UsageError(
      "arima: a seasonal order needs the order of the other part too",
      "Write both, arima:order=0-1-1,season=0-1-1, or none of them to have them found.",
    );
  }
  if ((order[1] ?? 0) > 2 || (season[1] ?? 0) > 1) {
    throw new UsageError(
      "arima: more than 2 differences or 1 seasonal difference are not supported",
      "The middle number of the order is 0, 1 or 2, that of the season 0 or 1.",
    );
  }
}

function fitSeries(
  series: Series,
  panelSeason: number,
  chosen: ArimaOptions,
  warn: (message: string) => void,
): ArimaState {
  const { id } = series;
  const complain = (what: string) => warn(`arima: series "${id}" ${what}`);
  const observed = series.y.filter((value) => !Number.isNaN(value));
  if (observed.length === 0) {
    throw new FitError(
      `arima: series "${id}" has no observation to learn from`,
      "Remove it from the input.",
    );
  }
  const unused = [...(series.past?.keys() ?? [])].map((name) => `"${name}"`);
  if (unused.length > 0) {
    complain(`is fitted without ${unused.join(", ")}: only columns known ahead are used`);
  }
  let exponent = chosen.boxcox;
  if (exponent !== 1 && !observed.every((value) => value > 0)) {
    complain("has values that are not positive: no Box-Cox transformation");
    exponent = 1;
  }
  if (Number.isNaN(exponent)) {
    const even = guerrero(series.y, panelSeason);
    if (even === undefined) complain("is too short or too regular for boxcox=auto: none");
    exponent = even ?? 1;
  }
  let season = panelSeason;
  if (season > MAX_SEASON) {
    complain(`has a season of ${season}, above ${MAX_SEASON}: no seasonal part`);
    season = 1;
  }
  const y = boxCox(series.y, exponent);
  if (isConstant(observed)) {
    return constantState(y, exponent);
  }
  const filled = Float64Array.from(y);
  const { start, end } = interpolate(filled);
  filled.fill(filled[start], 0, start);
  filled.fill(filled[end - 1], end);

  const columns = [...(series.future?.keys() ?? [])];
  const regressorsOf = (names: readonly string[]) =>
    names.map((name) => series.future!.get(name)!.subarray(0, y.length));
  const order = orderOfOptions(chosen, season);
  const differences =
    order ?? chooseDifferences(filled, regressorsOf(columns), season, chosen["seasonal-test"]);
  const used = independent(columns, regressorsOf(columns), differences, season, complain);
  const regressors = regressorsOf(used);

  const drift = chosen.drift === "auto" ? "auto" : chosen.drift === "true";
  let found: { estimate: ArimaEstimate; constant: boolean } | undefined;
  if (order !== undefined) {
    const constant = drift === "auto" ? order.d + order.seasonalD === 0 : drift;
    found = givenOrder(y, regressors, order, constant, complain);
  } else {
    const latest = Math.max(0, y.length - Math.max(SEARCH_OBSERVATIONS, SEARCH_SEASONS * season));
    const recent = filled.subarray(latest);
    const recentRegressors = regressors.map((x) => x.subarray(latest));
    found = searchOrder(recent, recentRegressors, differences, season, drift, chosen.search);
    if (found !== undefined) {
      const { estimate: near, constant } = found;
      const all = withConstant(y, regressors, near.order, constant);
      const exact = estimate(y, all, near.order, { from: near });
      if (exact === undefined) complain("could be fitted with its gaps interpolated only");
      else found = { estimate: exact, constant };
    }
  }
  if (found === undefined) {
    complain("is too short or too regular to estimate an order: a random walk repeats its end");
    return randomWalk(filled, exponent);
  }
  const { estimate: best, constant } = found;
  const all = withConstant(y, regressors, best.order, constant);
  const freedom = Math.max(1, best.used - best.parameters + 1);
  return {
    order: numbersOf(best.order),
    ar: Float64Array.from(best.ar),
    ma: Float64Array.from(best.ma),
    seasonalAr: Float64Array.from(best.seasonalAr),
    seasonalMa: Float64Array.from(best.seasonalMa),
    constant: all.length > regressors.length,
    columns: used,
    regression: best.regression,
    errors: standardErrors(y, all, best),
    variance: (best.variance * best.used) / freedom,
    freedom,
    exponent,
    logLikelihood: best.logLikelihood,
    aic: best.aic,
    aicc: best.aicc,
    bic: best.bic,
  };
}

/** The fit of a given order, or of the next simpler one that can be fitted. */
function givenOrder(
  y: Float64Array,
  regressors: readonly Float64Array[],
  order: ArimaOrder,
  constant: boolean,
  complain: (what: string) => void,
): { estimate: ArimaEstimate; constant: boolean } | undefined {
  let next: ArimaOrder | undefined = order;
  while (next !== undefined) {
    const all = withConstant(y, regressors, next, constant);
    const found = estimate(y, all, next);
    if (found !== undefined) {
      if (next !== order) {
        complain(`could not be fitted with ${describe(order)}: ${describe(next)} instead`);
      }
      return { estimate: found, constant };
    }
    next = simpler(next);
  }
  return undefined;
}

/** Without the seasonal part, then with ever shorter polynomials, then with fewer differences. */
function simpler(order: ArimaOrder): ArimaOrder | undefined {
  const { p, d, q, seasonalP, seasonalD, seasonalQ } = order;
  if (seasonalP + seasonalQ > 0) return { ...order, seasonalP: 0, seasonalQ: 0 };
  if (seasonalD > 0) return { ...order, seasonalD: 0 };
  if (p + q > 0) return { ...order, p: p >> 1, q: q >> 1 };
  return d > 0 ? { ...order, d: d - 1 } : undefined;
}

function orderOfOptions({ order, season }: ArimaOptions, length: number): ArimaOrder | undefined {
  if (order.length === 0) return undefined;
  const [p, d, q] = order as [number, number, number];
  const [seasonalP, seasonalD, seasonalQ] =
    length > 1 && season.length > 0 ? (season as [number, number, number]) : [0, 0, 0];
  return { p, d, q, seasonalP, seasonalD, seasonalQ, season: length };
}

/** Columns that vary, and not as those before them do. */
function independent(
  names: readonly string[],
  regressors: readonly Float64Array[],
  { d, seasonalD }: Pick<ArimaOrder, "d" | "seasonalD">,
  season: number,
  complain: (what: string) => void,
): string[] {
  if (names.length === 0) return [];
  const ones = d + seasonalD > 1 ? [] : [1];
  const differenced = regressors.map((x) => difference(x, d, seasonalD, season));
  const length = differenced[0].length;
  const columns = [...ones.map(() => new Float64Array(length).fill(1)), ...differenced];
  const { dependent } = leastSquares(new Float64Array(length), columns);
  return names.filter((name, i) => {
    if (!dependent[i + ones.length]) return true;
    complain(`learns nothing from column "${name}", which does not vary by itself`);
    return false;
  });
}

function withConstant(
  y: Float64Array,
  regressors: readonly Float64Array[],
  order: ArimaOrder,
  constant: boolean,
): Float64Array[] {
  const column = constant ? constantColumn(y.length, order) : undefined;
  return column ? [column, ...regressors] : [...regressors];
}

const nothing = new Float64Array(0);
const unestimated = {
  ar: nothing,
  ma: nothing,
  seasonalAr: nothing,
  seasonalMa: nothing,
  columns: [],
  errors: nothing,
  logLikelihood: Number.NaN,
  aic: Number.NaN,
  aicc: Number.NaN,
  bic: Number.NaN,
};

function constantState(y: Float64Array, exponent: number): ArimaState {
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

function randomWalk(y: Float64Array, exponent: number): ArimaState {
  const steps = difference(y, 1, 0, 1);
  const squares = steps.reduce((sum, step) => sum + step * step, 0);
  return {
    ...unestimated,
    order: [0, 1, 0, 0, 0, 0, 1],
    constant: false,
    regression: nothing,
    variance: squares / steps.length,
    freedom: steps.length,
    exponent,
  };
}

/**
 * Σ βᵢ xᵢ[t] and the constant, for so many steps from the series' start on.
 *
 * @throws DataError when a column is not known as far
 */
function regressionPart(state: ArimaState, series: Series, length: number): Float64Array {
  const { constant, columns, regression } = state;
  const part = new Float64Array(length);
  const add = (x: Float64Array, coefficient: number) => {
    for (let t = 0; t < length; t++) part[t] += coefficient * x[t];
  };
  if (constant) add(constantColumn(length, orderOf(state))!, regression[0]);
  columns.forEach((name, i) => {
    const x = series.future?.get(name);
    if (x === undefined || x.length < length) {
      throw new DataError(
        `series "${series.id}": column "${name}" is not known ${length - series.y.length} steps ahead`,
      );
    }
    add(x, regression[i + (constant ? 1 : 0)]);
  });
  return part;
}

function filterOf(state: ArimaState, { y }: Series, known: Float64Array) {
  const rest = boxCox(y, state.exponent).map((value, t) => value - known[t]);
  return filter(multipliedOut(state, orderOf(state)), [rest])!;
}

function orderOf({ order }: ArimaState): ArimaOrder {
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

function numbersOf({ p, d, q, seasonalP, seasonalD, seasonalQ, season }: ArimaOrder): number[] {
  return [p, d, q, seasonalP, seasonalD, seasonalQ, season];
}

function constantName({ d, seasonalD }: ArimaOrder): string {
  return d + seasonalD > 0 ? "drift" : "mean";
}

function boxCoxName(exponent: number): string {
  if (exponent === 1) return "";
  return exponent === 0 ? " of logarithms" : ` after Box-Cox with exponent ${exponent.toFixed(2)}`;
}

/** `ARIMA(0,1,1)(0,1,1)[12] with drift` */
function describe(order: ArimaOrder, constant = false, regression = false): string {
  const { p, d, q, seasonalP, seasonalD, seasonalQ, season } = order;
  const seasonal =
    seasonalP + seasonalD + seasonalQ > 0
      ? `(${seasonalP},${seasonalD},${seasonalQ})[${season}]`
      : "";
  const what = regression ? "regression with errors of " : "";
  return `${what}ARIMA(${p},${d},${q})${seasonal}${constant ? ` with ${constantName(order)}` : ""}`;
}
