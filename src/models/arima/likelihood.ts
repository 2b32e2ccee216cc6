import { bfgs } from "../../numeric/bfgs.js";
import { exp, log } from "../../numeric/elementary.js";
import {
  type LeastSquares,
  leastSquares,
  leastSquaresInPlace,
} from "../../numeric/least-squares.js";
import type { Minimum } from "../../numeric/nelder-mead.js";
import type { ArimaCoefficients, ArimaOrder } from "./coefficients.js";
import { withoutGaps } from "./gaps.js";
import { conditionalInnovations, innovationMemory, innovations } from "./innovations.js";
import { filter } from "./kalman-filter.js";
import { MissingColumns } from "./missing-columns.js";
import { difference, differencing, expand, fromPartial, toPartial } from "./polynomials.js";
import { spreadStarts, startsOf } from "./starts.js";

export type { ArimaCoefficients, ArimaOrder };

/** A maximum of the likelihood. */
export interface ArimaEstimate extends ArimaCoefficients {
  readonly order: ArimaOrder;
  /** Coefficients of the regressors. */
  readonly regression: Float64Array;
  /** Maximum likelihood estimate of the variance of the shocks. */
  readonly variance: number;
  readonly logLikelihood: number;
  /** Observations that the likelihood is of: those that differencing leaves and that are not missing. */
  readonly used: number;
  /** Estimated coefficients and the variance. */
  readonly parameters: number;
  readonly aic: number;
  readonly aicc: number;
  readonly bic: number;
  /** The optimiser's coordinates, to start the fit of a similar order from. */
  readonly coordinates: Float64Array;
}

/** No autoregressive root comes nearer to the unit circle, where the variance has no bound. */
const MAX_PARTIAL_AUTOCORRELATION = 0.99999;
/** Missing values that are always regressed on; more are, where the filter would take longer. */
const MAX_DUMMIES = 8;
/** Relative to the series' own size; a better fit is perfect. */
const MIN_MEAN_SQUARE = 1e-24;

/** How far an ascent of the likelihood goes. */
export interface EstimateOptions {
  /** An estimate of a similar order to start from. */
  readonly from?: ArimaEstimate;
  /** Gain of log-likelihood below which an ascent ends; 1e-6 by default. */
  readonly tolerance?: number;
  /**
   * Where to ascend from: the likeliest of two or three starts, which is fastest; those that common
   * estimators give; or also points spread over all moving averages, the default, which finds narrow maxima
   * at the unit circle as well.
   */
  readonly starts?: "one" | "few" | "many";
  /** Ends an ascent early; the best parameters so far are kept. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Exact maximum likelihood of a regression with ARIMA errors,
 *
 *   y[t] = Σ βᵢ xᵢ[t] + n[t],   φ(B) Φ(Bˢ) (1 − B)ᵈ (1 − Bˢ)ᴰ n[t] = θ(B) Θ(Bˢ) ε[t].
 *
 * The optimiser moves partial autocorrelations r = z/√(1 + z²) freely over z, so that every point is
 * stationary and invertible; β and the variance of ε follow from them by generalised least squares. The
 * likelihood has several maxima: it is climbed from several starts, of which see {@link startsOf}, and the
 * highest maximum is kept.
 *
 * @param y          missing values are NaN
 * @param regressors each as long as `y`, linearly independent after differencing
 * @returns nothing when there are too few observations for the parameters, or no maximum is found
 * @see Jones (1980), "Maximum likelihood fitting of ARMA models to time series with missing
 *   observations"; Monahan (1984), "A note on enforcing stationarity in autoregressive-moving average
 *   models"
 */
export function estimate(
  y: Float64Array,
  regressors: readonly Float64Array[],
  order: ArimaOrder,
  { from, tolerance = 1e-6, starts: extent = "many", signal }: EstimateOptions = {},
): ArimaEstimate | undefined {
  const likelihood = profileLikelihood(y, regressors, order);
  const { p, q, seasonalP, seasonalQ } = order;
  const count = p + q + seasonalP + seasonalQ;
  const parameters = count + regressors.length + 1;
  if (likelihood === undefined || likelihood.used < parameters + 1) return undefined;
  const { used } = likelihood;

  const limits = { tolerance, iterations: 100, signal };
  const given = from ? [matching(from, order)] : [];
  let found: readonly Minimum[];
  if (extent === "one") {
    const starts = [...given, ...firstStarts(likelihood, order)];
    const lowest = lowestOf(starts, (z) => likelihood.of(z, false));
    found = [bfgs(objectiveOf(likelihood, false), lowest, limits)];
  } else {
    // With many gaps each value of the likelihood is slow: the filled series shows where most maxima are.
    const starts = likelihood.complete
      ? [...given, ...startsFor(likelihood, order, extent)]
      : [
          ...given,
          ...maximaWithoutGaps(likelihood, y, regressors, order, extent),
          new Float64Array(count),
          ...(extent === "many" && likelihood.used * statesOf(order) ** 2 <= MAX_WORK_WITH_GAPS
            ? likeliestSpread(likelihood, order)
            : []),
        ];
    found = distinct(starts).map((start) => bfgs(objectiveOf(likelihood, false), start, limits));
  }
  const best = lowestFinite(found);
  if (best === undefined) return undefined;

  const { x, value } = best;
  likelihood.of(x, false);
  const logLikelihood = -value;
  const aic = -2 * logLikelihood + 2 * parameters;
  return {
    ...likelihood.coefficients(),
    order,
    regression: likelihood.regression(),
    variance: likelihood.variance(),
    logLikelihood,
    used,
    parameters,
    aic,
    aicc:
      used > parameters + 1
        ? aic + (2 * parameters * (parameters + 1)) / (used - parameters - 1)
        : Number.POSITIVE_INFINITY,
    bic: -2 * logLikelihood + parameters * log(used),
    coordinates: x,
  };
}

/** States of the filter, but for those of differences. */
function statesOf({ p, q, seasonalP, seasonalQ, season }: ArimaOrder): number {
  return Math.max(p + seasonalP * season, q + seasonalQ * season + 1);
}

type Likelihood = NonNullable<ReturnType<typeof profileLikelihood>>;

/** −log-likelihood and its gradient by differences, for a descent. */
function objectiveOf(likelihood: Likelihood, conditional: boolean) {
  let lowest = Number.POSITIVE_INFINITY;
  return (z: Float64Array, gradient: Float64Array) => {
    const value = likelihood.of(z, conditional);
    // A descent does not stay where it is no lower, and asks for no gradient there.
    if (!(value < lowest)) return value;
    lowest = value;
    for (let i = 0; i < z.length; i++) {
      const here = z[i];
      const h = 1e-6 * Math.max(1, Math.abs(here));
      z[i] = here + h;
      const slope = (likelihood.of(z, conditional) - value) / h;
      z[i] = here;
      gradient[i] = Number.isNaN(slope) ? 0 : slope;
    }
    return value;
  };
}

/** The least conditional sum of squares, where there are no gaps, and zero. */
function firstStarts(likelihood: Likelihood, order: ArimaOrder): Float64Array[] {
  const { p, q, seasonalP, seasonalQ } = order;
  const zero = new Float64Array(p + q + seasonalP + seasonalQ);
  if (zero.length === 0 || !likelihood.complete) return [zero];
  const limits = { tolerance: 0.01, iterations: 20 };
  return [bfgs(objectiveOf(likelihood, true), zero, limits).x, zero];
}

function laterStarts(likelihood: Likelihood, order: ArimaOrder): Float64Array[] {
  const { p, q, seasonalP, seasonalQ } = order;
  if (p + q + seasonalP + seasonalQ === 0) return [];
  return startsOf(likelihood.working(), order).map(coordinatesOf);
}

/** How thoroughly the region is looked through. */
interface Look {
  /** Points, for each coefficient of the moving average. */
  readonly points: number;
  /** Of those the likeliest, far from each other, are climbed from: so many a little, then the highest further. */
  readonly starts: number;
  readonly climbed: number;
}
const LOOK: Look = { points: 100, starts: 64, climbed: 24 };
/** More points, as the autoregression that suits the filled series suits that with gaps less. */
const LOOK_WITH_GAPS: Look = { points: 400, starts: 64, climbed: 24 };
const SPREAD_ITERATIONS = 15;
/** Observations times states squared up to which a series with gaps is looked through: some seconds at most. */
const MAX_WORK_WITH_GAPS = 20_000;
/** Longer series are not looked through: maxima at the unit circle are of short ones. */
const MAX_SPREAD_LENGTH = 1000;
/** Distance of two partial autocorrelations from which on their points count as far from each other. */
const FAR = 0.1;
/** Maxima of a series without its gaps that are climbed on with them. */
const MAXIMA_WITHOUT_GAPS = { few: 2, many: 4 };

/** Where the likelihood is climbed from. */
function startsFor(
  likelihood: Likelihood,
  order: ArimaOrder,
  extent: "few" | "many",
): Float64Array[] {
  return [
    ...firstStarts(likelihood, order),
    ...laterStarts(likelihood, order),
    ...(extent === "many" ? likeliestSpread(likelihood, order) : []),
  ];
}

/** The highest points that short ascents come to from starts spread over the whole region. */
function likeliestSpread(likelihood: Likelihood, order: ArimaOrder): Float64Array[] {
  const { gaps } = likelihood;
  const movingAverages = order.q + order.seasonalQ;
  // Maxima of autoregressions alone lie where common estimates do, but for those of series with gaps.
  const dimensions = gaps > 0 ? Math.max(1, movingAverages) : movingAverages;
  const w = likelihood.working();
  if (dimensions === 0 || w.length > MAX_SPREAD_LENGTH) return [];
  const look = gaps > 0 ? LOOK_WITH_GAPS : LOOK;
  const points = spreadStarts(w, order, look.points * dimensions)
    .map((partial) => {
      const z = partial.map((r) => coordinate(r, MAX_SPREAD_START));
      return { partial, z, value: likelihood.of(z, false) };
    })
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.value - b.value);
  const kept: typeof points = [];
  for (const point of points) {
    if (kept.length === look.starts) break;
    const near = (other: (typeof points)[number]) =>
      other.partial.every((r, i) => Math.abs(r - point.partial[i]) < FAR);
    if (!kept.some(near)) kept.push(point);
  }
  const limits = { tolerance: 1e-3, iterations: SPREAD_ITERATIONS };
  return kept
    .map(({ z }) => bfgs(objectiveOf(likelihood, false), z, limits))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.value - b.value)
    .slice(0, look.climbed)
    .map(({ x }) => x);
}

/** The highest maxima of the likelihood of a series whose gaps are interpolated: the likeliest with them. */
function maximaWithoutGaps(
  withGaps: Likelihood,
  y: Float64Array,
  regressors: readonly Float64Array[],
  order: ArimaOrder,
  extent: "few" | "many",
): Float64Array[] {
  const likelihood = profileLikelihood(withoutGaps(y), regressors, order);
  if (likelihood === undefined) return [];
  const limits = { tolerance: 1e-3, iterations: 50 };
  const maxima = distinct(startsFor(likelihood, order, extent))
    .map((start) => bfgs(objectiveOf(likelihood, false), start, limits))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.value - b.value);
  const places = distinct(maxima.map(({ x }) => x));
  if (extent === "few") return places.slice(0, MAXIMA_WITHOUT_GAPS.few);
  return places
    .map((x) => ({ x, value: withGaps.of(x, false) }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.value - b.value)
    .slice(0, MAXIMA_WITHOUT_GAPS.many)
    .map(({ x }) => x);
}

function lowestFinite(found: readonly Minimum[]): Minimum | undefined {
  return found.reduce<Minimum | undefined>(
    (best, each) =>
      Number.isFinite(each.value) && !(best && best.value <= each.value) ? each : best,
    undefined,
  );
}

/** Step of the finite differences that the curvature is taken from, as in R's `optim`. */
const STEP = 1e-3;

/**
 * Standard errors of the coefficients, in the order ar, ma, seasonal ar, seasonal ma, regression: from
 * the curvature of the log-likelihood at its maximum over all of them together. As in R, autoregressive
 * coefficients vary by u = artanh of their partial autocorrelations, by which they stay stationary:
 *
 *   V = Jᵀ (−∂²log L/∂u²)⁻¹ J,   J = ∂coefficients/∂u.
 *
 * @returns NaN where the likelihood is not curved
 */
export function standardErrors(
  y: Float64Array,
  regressors: readonly Float64Array[],
  estimated: ArimaEstimate,
): Float64Array {
  const likelihood = profileLikelihood(y, regressors, estimated.order)!;
  const { ar, ma, seasonalAr, seasonalMa, order, regression } = estimated;
  const { p, q, seasonalP } = order;
  const coefficients = Float64Array.of(...ar, ...ma, ...seasonalAr, ...seasonalMa);
  const arma = coefficients.length;
  const k = arma + regression.length;
  likelihood.at(estimated, false);
  const betaSteps = likelihood.regressionErrors().map((error) => 10 * STEP * error);
  /** The coefficients at a point, the autoregressive ones from their coordinates u. */
  const natural = (point: Float64Array) => {
    const x = Float64Array.from(point);
    fromBounded(x.subarray(0, p));
    fromBounded(x.subarray(p + q, p + q + seasonalP));
    return x;
  };
  const at = Float64Array.of(...coefficients, ...regression);
  toBounded(at.subarray(0, p));
  toBounded(at.subarray(p + q, p + q + seasonalP));
  const steps = Float64Array.from(at, (_, i) => (i < arma ? STEP : betaSteps[i - arma]));
  const value = (point: Float64Array) => {
    const x = natural(point);
    return likelihood.joint(split(x.subarray(0, arma), order), x.subarray(arma));
  };
  const moved = (i: number, a: number, j: number, b: number) => {
    const x = Float64Array.from(at);
    x[i] += a * steps[i];
    x[j] += b * steps[j];
    return value(x);
  };
  // In units of the steps, so that the coefficients of columns of any size are alike.
  const hessian = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      const mixed =
        (moved(i, 1, j, 1) - moved(i, 1, j, -1) - moved(i, -1, j, 1) + moved(i, -1, j, -1)) / 4;
      hessian[i * k + j] = mixed;
      hessian[j * k + i] = mixed;
    }
  }
  const jacobian = Array.from({ length: k }, (_, i) => {
    const [up, down] = [Float64Array.from(at), Float64Array.from(at)];
    up[i] += steps[i];
    down[i] -= steps[i];
    const above = natural(up);
    const below = natural(down);
    return above.map((value, c) => (value - below[c]) / 2);
  });
  const covariance = inverse(hessian, k);
  return Float64Array.from({ length: k }, (_, c) => {
    let variance = 0;
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++)
        variance += jacobian[i][c] * covariance[i * k + j] * jacobian[j][c];
    }
    return variance > 0 ? Math.sqrt(variance) : Number.NaN;
  });
}

/** Autoregressive coefficients to artanh of their partial autocorrelations, in place. */
function toBounded(ar: Float64Array): void {
  const partial = toPartial(ar);
  if (partial) ar.set(partial.map((r) => 0.5 * log((1 + r) / (1 - r))));
}

/** The inverse of {@link toBounded}. */
function fromBounded(u: Float64Array): void {
  for (let i = 0; i < u.length; i++) u[i] = 1 - 2 / (exp(2 * u[i]) + 1);
  fromPartial(u, u);
}

/**
 * −log-likelihood as a function of the ARMA coefficients alone, with reused memory.
 *
 * A few missing values ω are integrated out: they stand for the coefficients of columns D that are 1 where a
 * value is missing, and the density of what was observed is
 *
 *   ∫ p(w − Dω) dω ∝ |V|^−½ |DᵀV⁻¹D|^−½ (S/used)^(−used/2),
 *
 * S the squares of the regression on D and the regressors. It is that of the Kalman filter, which takes the
 * square of its states for each observation, and is left for series with many gaps.
 *
 * @see Gómez, Maravall & Peña (1999), "Missing observations in ARIMA models: skipping approach versus
 *   additive outlier approach"
 */
function profileLikelihood(
  given: Float64Array,
  givenRegressors: readonly Float64Array[],
  order: ArimaOrder,
) {
  const { d, seasonalD, season } = order;
  const [begin, end] = observedRange(given);
  const y = given.subarray(begin, end);
  const regressors = givenRegressors.map((x) => x.subarray(begin, end));
  const gaps = gapsOf(y);
  const lost = d + seasonalD * season;
  const used = y.length - gaps.length - lost;
  if (used < 1) return undefined;
  const differenceAll = (x: Float64Array) => difference(x, d, seasonalD, season);
  const filled = gaps.length > 0 ? withoutGaps(y) : y;
  const columnsPay =
    gaps.length <= MAX_DUMMIES ||
    workOfColumns(gaps.length, y.length, regressors.length + 1) <
      workOfFilter(statesOf(order) + lost, y.length);
  const dummies = columnsPay ? dummiesOf(y, gaps) : [];
  const differencedDummies = dummies.map(differenceAll);
  const phi = new Float64Array(order.p + order.seasonalP * season);
  const theta = new Float64Array(order.q + order.seasonalQ * season);
  const missing =
    dummies.length > MAX_DUMMIES ? new MissingColumns(gaps, differencedDummies, order) : undefined;
  /** ln |DᵀD|; NaN where the missing values cannot be told from each other. */
  const determinant = missing
    ? missing.takeOut(phi, theta, 0, innovations, [])
    : logDeterminantOf(differenceAll(filled), differencedDummies);
  const whole = columnsPay && !Number.isNaN(determinant);
  const differenced = [filled, ...regressors].map(differenceAll);
  const observed = whole ? differenced : [y, ...regressors];
  const scales = observed.map((x) => (whole ? size(x) : size(difference(x, 1, 0, 1))) || 1);
  const ownColumns = observed.map((x, c) => scaled(x, scales[c]));
  const columns = whole
    ? [ownColumns[0], ...differencedDummies, ...ownColumns.slice(1)]
    : ownColumns;
  /** Columns of missing values among those of the last evaluation. */
  let skipped = whole ? dummies.length : 0;
  const length = columns[0].length;
  if (length === 0) return undefined;
  const out = columns.map(() => new Float64Array(length));
  const ownOut = missing ? ownColumns.map(() => new Float64Array(length)) : [];
  const delta = differencing(d, seasonalD, season);
  const constant = 0.5 * used * (1 + LOG_2_PI + 2 * log(scales[0]));
  const regressorsOut = out.slice(1);
  const memory = innovationMemory(phi.length, theta.length, columns.length);
  let solved = leastSquaresInPlace(out[0], regressorsOut);
  const placed = split(
    new Float64Array(order.p + order.q + order.seasonalP + order.seasonalQ),
    order,
  );
  /** Innovations of all columns, in `out`'s length or shorter, and Σ ln f. */
  const whitened = (coefficients: ArimaCoefficients, conditional: boolean) => {
    const { ar, ma, seasonalAr, seasonalMa } = coefficients;
    expand(ar, seasonalAr, season, -1, phi);
    expand(ma, seasonalMa, season, 1, theta);
    if (whole) {
      const whiten = conditional ? conditionalInnovations : innovations;
      if (missing) {
        const logarithm = whiten(phi, theta, ownColumns, ownOut, memory);
        if (Number.isNaN(logarithm)) return { errors: ownOut, logarithm };
        const determinant = missing.takeOut(phi, theta, memory.settled, whiten, ownOut);
        if (!Number.isNaN(determinant)) {
          skipped = 0;
          const taken = conditional ? 0 : determinant + beyond;
          return { errors: ownOut, logarithm: logarithm + taken };
        }
      }
      skipped = dummies.length;
      return { errors: out, logarithm: whiten(phi, theta, columns, out, memory) };
    }
    const filtered = filter({ phi, theta, delta }, columns);
    if (filtered === undefined) return { errors: out, logarithm: Number.NaN };
    const errors = filtered.standardised.map((v) => v.filter((value) => !Number.isNaN(value)));
    return { errors, logarithm: filtered.logarithm };
  };
  const minusLogLikelihood = (squares: number, logarithm: number) =>
    0.5 * (used * log(Math.max(squares / used, MIN_MEAN_SQUARE)) + logarithm) + constant;
  /** ln |DᵀV⁻¹D| of a regression whose first columns are the dummies. */
  const logDeterminant = ({ lengths }: LeastSquares) => logOfSquare(lengths.subarray(0, skipped));
  // Of no autoregression and moving average: what the filter's likelihood has beyond this one, whatever those are.
  const beyond: number = skipped > 0 ? filteredLogarithm(y, delta) - determinant : 0;
  return {
    /** Whether a value is had quickly: of a series without many gaps. */
    complete: whole && !missing,
    gaps: gaps.length,
    used,
    /** The differenced series without its regression, gaps interpolated, to find starts from. */
    working(): Float64Array {
      const rest = differenced[0].slice();
      leastSquaresInPlace(
        rest,
        differenced.slice(1).map((x) => x.slice()),
      );
      return rest;
    },
    /** `at` the optimiser's coordinates. */
    of(z: Float64Array, conditional: boolean): number {
      placeCoefficients(z, placed);
      return this.at(placed, conditional);
    },
    /** Those of the last `of`. */
    coefficients: (): ArimaCoefficients => placed,
    /** With the best regression. NaN where the process is not stationary. */
    at(coefficients: ArimaCoefficients, conditional: boolean): number {
      const { errors, logarithm } = whitened(coefficients, conditional);
      if (Number.isNaN(logarithm)) return Number.NaN;
      solved = leastSquaresInPlace(errors[0], errors.slice(1));
      if (skipped === 0 || conditional) return minusLogLikelihood(solved.squares, logarithm);
      return minusLogLikelihood(solved.squares, logarithm + logDeterminant(solved) + beyond);
    },
    /** With a given regression. */
    joint(coefficients: ArimaCoefficients, regression: Float64Array): number {
      const { errors, logarithm } = whitened(coefficients, false);
      const [values, ...rest] = errors;
      const betas = regression.map((b, i) => (b * scales[i + 1]) / scales[0]);
      for (let t = 0; t < values.length; t++) {
        for (let i = 0; i < betas.length; i++) values[t] -= betas[i] * rest[skipped + i][t];
      }
      const left = leastSquaresInPlace(values, rest.slice(0, skipped));
      return minusLogLikelihood(
        left.squares,
        skipped > 0 ? logarithm + logDeterminant(left) + beyond : logarithm,
      );
    },
    variance: () => (solved.squares / used) * scales[0] * scales[0],
    regression: () =>
      solved.coefficients.slice(skipped).map((b, i) => (b * scales[0]) / scales[i + 1]),
    regressionErrors: () =>
      solved.unscaledErrors
        .slice(skipped)
        .map((e, i) => (e * Math.sqrt(solved.squares / used) * scales[0]) / scales[i + 1]),
  };
}

/** Multiplications for one likelihood: with columns for missing values, and by the filter. */
function workOfColumns(gaps: number, length: number, series: number): number {
  const products = Math.min(gaps * gaps, 2 * length) * length;
  return (gaps * gaps * gaps) / 6 + products / 2 + 2 * gaps * length * series;
}

function workOfFilter(states: number, length: number): number {
  return 5 * states * states * length;
}

/** ln |DᵀD| of some columns; NaN where they depend on each other. */
function logDeterminantOf(y: Float64Array, columns: readonly Float64Array[]): number {
  const { lengths, dependent } = leastSquares(y, columns);
  return dependent.some((one) => one) ? Number.NaN : logOfSquare(lengths);
}

function logOfSquare(lengths: Float64Array): number {
  return 2 * log(lengths.reduce((product, length) => product * length, 1));
}

/** From the first value that is not missing to the last one. */
function observedRange(y: Float64Array): [number, number] {
  const isKnown = (value: number) => !Number.isNaN(value);
  return [Math.max(0, y.findIndex(isKnown)), y.findLastIndex(isKnown) + 1];
}

function gapsOf(y: Float64Array): number[] {
  const gaps: number[] = [];
  for (let t = 0; t < y.length; t++) if (Number.isNaN(y[t])) gaps.push(t);
  return gaps;
}

/** For each missing value a column that is 1 there. */
function dummiesOf(y: Float64Array, gaps: readonly number[]): Float64Array[] {
  return gaps.map((at) => {
    const dummy = new Float64Array(y.length);
    dummy[at] = 1;
    return dummy;
  });
}

/** Σ ln f of the filter of differences that are independent. */
function filteredLogarithm(y: Float64Array, delta: Float64Array): number {
  const none = new Float64Array(0);
  return filter({ phi: none, theta: none, delta }, [y])!.logarithm;
}

function scaled(x: Float64Array, unit: number): Float64Array {
  const out = new Float64Array(x.length);
  for (let t = 0; t < x.length; t++) out[t] = x[t] / unit;
  return out;
}

const LOG_2_PI = log(2 * Math.PI);

/** Root mean square of what is not missing. */
function size(x: Float64Array): number {
  let largest = 0;
  for (const value of x) if (Math.abs(value) > largest) largest = Math.abs(value);
  if (largest === 0) return 0;
  let sum = 0;
  let count = 0;
  for (const value of x) {
    if (Number.isNaN(value)) continue;
    sum += (value / largest) * (value / largest);
    count++;
  }
  return largest * Math.sqrt(sum / count);
}

/** Writes the coefficients that the optimiser's coordinates stand for. */
function placeCoefficients(
  z: Float64Array,
  { ar, ma, seasonalAr, seasonalMa }: ArimaCoefficients,
): void {
  let from = 0;
  for (const part of [ar, ma, seasonalAr, seasonalMa]) {
    for (let i = 0; i < part.length; i++) {
      const value = z[from++];
      part[i] = (MAX_PARTIAL_AUTOCORRELATION * value) / Math.sqrt(1 + value * value);
    }
    fromPartial(part, part);
  }
  for (let i = 0; i < ma.length; i++) ma[i] = -ma[i];
  for (let i = 0; i < seasonalMa.length; i++) seasonalMa[i] = -seasonalMa[i];
}

function split(x: Float64Array, { p, q, seasonalP, seasonalQ }: ArimaOrder): ArimaCoefficients {
  return {
    ar: x.subarray(0, p),
    ma: x.subarray(p, p + q),
    seasonalAr: x.subarray(p + q, p + q + seasonalP),
    seasonalMa: x.subarray(p + q + seasonalP, p + q + seasonalP + seasonalQ),
  };
}

function lowestOf(candidates: readonly Float64Array[], f: (z: Float64Array) => number) {
  let best = candidates[0];
  let lowest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const value = f(candidate);
    if (value < lowest) [best, lowest] = [candidate, value];
  }
  return best;
}

/** Without those that are nearly the same as one before them. */
function distinct(starts: readonly Float64Array[]): Float64Array[] {
  const kept: Float64Array[] = [];
  for (const start of starts) {
    const near = (other: Float64Array) => other.every((z, i) => Math.abs(z - start[i]) < 0.02);
    if (!kept.some(near)) kept.push(start);
  }
  return kept;
}

/** Coordinates of another order's estimate, zero where it has none. */
function matching(from: ArimaEstimate, order: ArimaOrder): Float64Array {
  const padded = (coefficients: Float64Array, length: number) =>
    Float64Array.from({ length }, (_, i) => coefficients[i] ?? 0);
  return coordinatesOf({
    ar: padded(from.ar, order.p),
    ma: padded(from.ma, order.q),
    seasonalAr: padded(from.seasonalAr, order.seasonalP),
    seasonalMa: padded(from.seasonalMa, order.seasonalQ),
  });
}

/** A start spread over the region comes no nearer to the unit circle, others not beyond the second. */
const MAX_SPREAD_START = 0.9999;
const MAX_START = 0.97;

/** The optimiser's coordinate of a partial autocorrelation. */
function coordinate(r: number, limit: number): number {
  const kept = Math.max(-limit, Math.min(limit, r));
  return kept / Math.sqrt(1 - kept * kept);
}

/** The optimiser's coordinates of coefficients; they stay clear of the boundary. */
function coordinatesOf({ ar, ma, seasonalAr, seasonalMa }: ArimaCoefficients): Float64Array {
  const part = (coefficients: Float64Array, sign: 1 | -1) => {
    const partial =
      toPartial(coefficients.map((value) => sign * value)) ?? new Float64Array(coefficients.length);
    return partial.map((r) => coordinate(r, MAX_START));
  };
  return Float64Array.of(
    ...part(ar, 1),
    ...part(ma, -1),
    ...part(seasonalAr, 1),
    ...part(seasonalMa, -1),
  );
}

/** The inverse of a matrix by Gauss-Jordan elimination with pivots; NaN where it has none. */
function inverse(matrix: Float64Array, n: number): Float64Array {
  const rows = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: 2 * n }, (_, j) =>
      j < n ? matrix[i * n + j] : j - n === i ? 1 : 0,
    ),
  );
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let i = c + 1; i < n; i++) {
      if (Math.abs(rows[i][c]) > Math.abs(rows[pivot][c])) pivot = i;
    }
    [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
    const divisor = rows[c][c];
    for (let j = 0; j < 2 * n; j++) rows[c][j] /= divisor;
    for (let i = 0; i < n; i++) {
      if (i === c) continue;
      const factor = rows[i][c];
      for (let j = 0; j < 2 * n; j++) rows[i][j] -= factor * rows[c][j];
    }
  }
  return Float64Array.from({ length: n * n }, (_, k) => rows[Math.floor(k / n)][n + (k % n)]);
}
