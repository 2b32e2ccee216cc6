import { seasonalIndices } from "../../analysis/seasonal-indices.js";
import { bfgs } from "../../numeric/bfgs.js";
import { exp, log } from "../../numeric/elementary.js";
import { studentIntervals } from "../intervals/parametric.js";
import { predictionVariance, raiseToRealizedErrors } from "../intervals/prediction-error.js";
import type { Diagnostics, Interval } from "../model.js";
import { straightLine } from "./initial-states.js";
import { responses, type SeveralParameters, SeveralRecursion } from "./several-recursion.js";

/** Plain data of a fit with several seasons. */
export type SeveralState = {
  readonly [Part in keyof SeveralParameters]: SeveralParameters[Part];
} & {
  /** Lengths, ascending. */
  readonly seasons: readonly number[];
  /** Indices of each before the first observation. */
  readonly starts: readonly Float64Array[];
  /** Whether logarithms are smoothed, so that everything multiplies. */
  readonly logarithmic: boolean;
  /** First date and observation, by which the fitted series is recognised. */
  readonly since: number;
  readonly first: number;
};

/** What of the form is left open. */
export interface SeveralRequest {
  readonly trend: boolean;
  /** Kinds that are weighed: observations, logarithms or both. */
  readonly kinds: readonly ("plain" | "logarithmic")[];
}

/** Estimates as the search sees them: logistic coordinates of α, β/α, the γ and ρ. */
interface Start {
  readonly alpha: number;
  readonly gammas: readonly [first: number, others: number];
  readonly rho: number;
}

/**
 * Starts of the search. The likelihood has a maximum where the level follows each observation, and others
 * where the error dies away or the shortest season is repeated as it was last; the likelihood of one step
 * does not tell which of them forecasts a day.
 */
const STARTS: readonly Start[] = [
  { alpha: -3, gammas: [-2, -2.5], rho: 2 },
  { alpha: -7, gammas: [-6, -6], rho: 3 },
  { alpha: -6, gammas: [2, -3], rho: 3 },
];
const TREND_START = { share: -3, damping: 1 };
const LIMITS = { tolerance: 1e-5, iterations: 100 };
const MIN_SMOOTHING = 1e-4;
const MAX_GAMMA = 0.9;
const DAMPING_BOUNDS = [0.8, 0.98] as const;
const MAX_CORRELATION = 0.99;
/** Unit of the initial slope's coordinate, in mean steps. */
const SLOPE_UNIT = 0.1;
/** Most origins from which starts are compared. */
const MAX_ORIGINS = 56;

/**
 * Exponential smoothing with several seasons: smoothing parameters, autocorrelation of the errors and
 * initial level and slope by least squares, from several starts and of observations and logarithms. Of these,
 * the one is taken whose forecasts over the shortest season from within the series err least.
 *
 * @param y       complete, three of the longest season, all positive for logarithms
 * @param seasons ascending
 * @see {@link SeveralRecursion}; Svetunkov, Kourentzes & Killick (2023), "Multi-step estimators and shrinkage
 *   effect in time series models", for errors of several steps
 */
export function fitSeveral(
  ds: Float64Array,
  y: Float64Array,
  seasons: readonly number[],
  { trend, kinds }: SeveralRequest,
  signal?: AbortSignal,
): SeveralState {
  const positive = y.every((value) => value > 0);
  const possible = kinds.filter((kind) => kind === "plain" || positive);
  let best: { state: SeveralState; loss: number } | undefined;
  for (const kind of possible.length > 0 ? possible : (["plain"] as const)) {
    const logarithmic = kind === "logarithmic";
    const z = logarithmic ? y.map(log) : y;
    const search = searchOf(z, seasons, trend);
    for (const start of STARTS) {
      if (best && signal?.aborted) break;
      const parameters = search.from(start, signal);
      const state = {
        ...parameters,
        seasons,
        starts: search.starts,
        logarithmic,
        since: ds[0],
        first: y[0],
      };
      const { sizes, counts } = errorsOf(search.recursion, state, y, seasons[0]);
      const loss = sum(sizes) / sum(counts);
      if (!best || loss < best.loss) best = { state, loss };
    }
  }
  return best!.state;
}

/** Forecasts and their intervals; see {@link fitSeveral}. */
export function forecastSeveral(
  state: SeveralState,
  ds: Float64Array,
  y: Float64Array,
  { horizon, levels }: { readonly horizon: number; readonly levels: readonly number[] },
): { mean: Float64Array; intervals: Interval[] } {
  const { own, z, recursion } = resumed(state, ds, y);
  const n = y.length;
  const { squares: within, counts } = errorsOf(recursion, own, z, horizon, false);
  const squares = recursion.run(own);
  const mean = new Float64Array(horizon);
  recursion.forecastInto(own, n, mean);
  const count = countOf(own);
  const freedom = Math.max(1, n - count);
  let total = 0;
  const variance = responses(own.seasons, own, horizon).map((weight) => {
    total += weight * weight;
    return predictionVariance((total * squares) / freedom, count, n);
  });
  raiseToRealizedErrors(variance, within, counts);
  const back = (values: Float64Array) => (own.logarithmic ? values.map(exp) : values);
  return {
    mean: back(mean),
    intervals: studentIntervals(mean, variance.map(Math.sqrt), levels, freedom).map(
      ({ level, lo, hi }) => ({ level, lo: back(lo), hi: back(hi) }),
    ),
  };
}

/** One-step forecasts of the observations. */
export function fittedSeveral(state: SeveralState, ds: Float64Array, y: Float64Array) {
  const { own, recursion } = resumed(state, ds, y);
  recursion.run(own);
  return own.logarithmic ? recursion.fitted.map(exp) : recursion.fitted.slice();
}

export function describeSeveral(
  state: SeveralState,
  ds: Float64Array,
  y: Float64Array,
): Omit<Diagnostics, "id"> {
  const { own, z, recursion } = resumed(state, ds, y);
  const squares = recursion.run(own);
  const count = countOf(own) + 1;
  const n = y.length;
  const variance = squares / Math.max(1, n - count + 1);
  const logarithms = own.logarithmic ? z.reduce((total, value) => total + value, 0) : 0;
  const likelihood = n * log(squares) + 2 * logarithms;
  const aic = likelihood + 2 * count;
  const estimated: [string, number][] = [
    ["alpha", own.alpha],
    ...(own.beta > 0
      ? ([
          ["beta", own.beta],
          ["phi", own.phi],
        ] as [string, number][])
      : []),
    ...own.gammas.map((gamma, i): [string, number] => [`gamma ${own.seasons[i]}`, gamma]),
    ["rho", own.rho],
  ];
  const deviation = Math.sqrt(variance);
  return {
    description: `exponential smoothing with seasons of ${own.seasons.join(" and ")}${own.logarithmic ? " of logarithms" : ""}`,
    coefficients: estimated.map(([name, value]) => ({ name, value, error: Number.NaN })),
    measures: [
      { name: "initial level", value: own.level },
      ...(own.beta > 0 ? [{ name: "initial slope", value: own.slope }] : []),
      { name: "variance", value: variance },
      { name: "AIC", value: aic },
      { name: "AICc", value: aic + (2 * count * (count + 1)) / Math.max(1, n - count - 1) },
      { name: "BIC", value: likelihood + count * log(n) },
    ],
    residuals: z.map((value, t) => (deviation > 0 ? (value - recursion.fitted[t]) / deviation : 0)),
  };
}

/** Estimated numbers: α, γ, ρ, level, and β, φ, slope with a trend. Seasons at the start are heuristic. */
function countOf({ seasons, beta }: SeveralState): number {
  return 3 + seasons.length + (beta > 0 ? 3 : 0);
}

/** The series as it was fitted; another series, or one that cannot be so, from initial states of its own. */
function resumed(state: SeveralState, ds: Float64Array, y: Float64Array) {
  const same = ds[0] === state.since && y[0] === state.first;
  const logarithmic = state.logarithmic && y.every((value) => value > 0);
  const z = logarithmic ? y.map(log) : y;
  const own: SeveralState =
    same && logarithmic === state.logarithmic
      ? state
      : { ...state, logarithmic, ...initialStates(z, state.seasons, state.beta > 0) };
  return { own, z, recursion: new SeveralRecursion(z, own.seasons, own.starts) };
}

interface InitialStates {
  readonly starts: readonly Float64Array[];
  readonly level: number;
  readonly slope: number;
}

/** Heuristic states before the first observation, by classical decomposition, the shortest season first. */
function initialStates(
  z: Float64Array,
  seasons: readonly number[],
  trend: boolean,
): InitialStates & { readonly rest: Float64Array } {
  let rest = z;
  const starts = seasons.map((season) => {
    if (z.length < 2 * season) return new Float64Array(season);
    const indices = Float64Array.from(seasonalIndices(rest, season, "additive"));
    rest = rest.map((value, t) => value - indices[t % season]);
    return indices;
  });
  const head = rest.subarray(0, seasons[0]);
  const level = sum(head) / head.length;
  return { starts, level, slope: trend ? straightLine(head).slope : 0, rest };
}

function searchOf(z: Float64Array, seasons: readonly number[], trend: boolean) {
  const { starts, level, rest } = initialStates(z, seasons, trend);
  const recursion = new SeveralRecursion(z, seasons, starts);
  let step = 0;
  for (let t = 1; t < rest.length; t++) step += Math.abs(rest[t] - rest[t - 1]) / rest.length;
  if (!(step > 0)) step = 1;
  const width = MAX_SMOOTHING_SPAN;
  const [least, most] = DAMPING_BOUNDS;
  const read = (x: Float64Array): SeveralParameters => {
    let i = 0;
    const alpha = MIN_SMOOTHING + width * logistic(x[i++]);
    const gammas = seasons.map(() => MIN_SMOOTHING + MAX_GAMMA * logistic(x[i++]));
    const rho = MAX_CORRELATION * (2 * logistic(x[i++]) - 1);
    const at = level + step * x[i++];
    if (!trend) return { alpha, beta: 0, phi: 0, gammas, rho, level: at, slope: 0 };
    const slope = SLOPE_UNIT * step * x[i++];
    const beta = alpha * logistic(x[i++]);
    const phi = least + (most - least) * logistic(x[i]);
    return { alpha, beta, phi, gammas, rho, level: at, slope };
  };
  const n = z.length;
  const deviance = (x: Float64Array, out: Float64Array) => {
    const at = read(x);
    const squares = recursion.run(at);
    if (!(squares < Number.MAX_VALUE)) return Number.POSITIVE_INFINITY;
    const by = recursion.gradient(at);
    const unit = n / (squares + MIN_SQUARES);
    let i = 0;
    const rate = (place: number) => {
      const share = logistic(x[place]);
      return share * (1 - share);
    };
    const trendAt = seasons.length + 4;
    const share = trend ? logistic(x[trendAt]) : 0;
    out[i] = unit * (by.alpha + by.beta * share) * width * rate(i);
    i++;
    for (const gamma of by.gammas) {
      out[i] = unit * gamma * MAX_GAMMA * rate(i);
      i++;
    }
    out[i] = unit * by.rho * 2 * MAX_CORRELATION * rate(i);
    i++;
    out[i++] = unit * by.level * step;
    if (trend) {
      out[i++] = unit * by.slope * SLOPE_UNIT * step;
      out[i] = unit * by.beta * at.alpha * rate(i);
      i++;
      out[i] = unit * by.phi * (most - least) * rate(i);
    }
    return n * log(squares + MIN_SQUARES);
  };
  return {
    starts,
    recursion,
    from: ({ alpha, gammas, rho }: Start, signal?: AbortSignal): SeveralParameters => {
      const [shortest, longer] = gammas;
      const at = [alpha, ...seasons.map((_, i) => (i === 0 ? shortest : longer)), rho, 0];
      if (trend) at.push(0, TREND_START.share, TREND_START.damping);
      return read(bfgs(deviance, at, { ...LIMITS, signal }).x);
    },
  };
}

/** Sum of squares below which a fit counts as perfect. */
const MIN_SQUARES = 1e-200;
/** α stays below 1 by as much as above 0. */
const MAX_SMOOTHING_SPAN = 1 - 2 * MIN_SMOOTHING;

/**
 * Errors of forecasts from within the last half of the series (at least two of the longest season), sums at each
 * step ahead, [horizon].
 *
 * @param actual what is compared: observations, or the smoothed logarithms
 * @param back   whether forecasts of logarithms are compared as observations
 */
function errorsOf(
  recursion: SeveralRecursion,
  state: SeveralState,
  actual: Float64Array,
  horizon: number,
  back = state.logarithmic,
) {
  const sizes = new Float64Array(horizon);
  const squares = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  const n = actual.length;
  const longest = state.seasons[state.seasons.length - 1];
  const from = Math.max(state.seasons[0], n - Math.max(2 * longest, n >> 1));
  const stride = Math.max(1, Math.ceil((n - from) / MAX_ORIGINS));
  const whole = new Float64Array(horizon);
  recursion.run(state, (t) => {
    if (t < from || (n - t) % stride !== 0) return;
    const mean = n - t < horizon ? whole.subarray(0, n - t) : whole;
    recursion.forecastInto(state, t, mean);
    for (let h = 0; h < mean.length; h++) {
      const error = actual[t + h] - (back ? exp(mean[h]) : mean[h]);
      sizes[h] += Math.abs(error);
      squares[h] += error * error;
      counts[h]++;
    }
  });
  return { sizes, squares, counts };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}
