import { bfgs } from "../../numeric/bfgs.js";
import { log } from "../../numeric/elementary.js";
import { leastSquaresInPlace } from "../../numeric/least-squares.js";
import { conditionalInnovations, innovationMemory, innovations } from "./innovations.js";
import { filter, type StateSpace } from "./kalman-filter.js";
import { difference, differencing, expand, fromPartial, toPartial } from "./polynomials.js";

/** Orders of ARIMA(p, d, q)(P, D, Q)[season]. */
export interface ArimaOrder {
  readonly p: number;
  readonly d: number;
  readonly q: number;
  readonly seasonalP: number;
  readonly seasonalD: number;
  readonly seasonalQ: number;
  readonly season: number;
}

/** Coefficients of the four polynomials, without their leading 1. */
export interface ArimaCoefficients {
  readonly ar: Float64Array;
  readonly ma: Float64Array;
  readonly seasonalAr: Float64Array;
  readonly seasonalMa: Float64Array;
}

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
/** Relative to the series' own size; a better fit is perfect. */
const MIN_MEAN_SQUARE = 1e-24;

/**
 * Exact maximum likelihood of a regression with ARIMA errors,
 *
 *   y[t] = Σ βᵢ xᵢ[t] + n[t],   φ(B) Φ(Bˢ) (1 − B)ᵈ (1 − Bˢ)ᴰ n[t] = θ(B) Θ(Bˢ) ε[t].
 *
 * The optimiser moves partial autocorrelations r = z/√(1 + z²) freely over z, so that every point is
 * stationary and invertible; β and the variance of ε follow from them by generalised least squares. It
 * starts from the least conditional sum of squares, or from another estimate where that is likelier.
 *
 * @param y          missing values are NaN
 * @param regressors each as long as `y`, linearly independent after differencing
 * @param from       an estimate of a similar order
 * @param tolerance  gain of log-likelihood below which the ascent ends
 * @returns nothing when there are too few observations for the parameters, or no maximum is found
 * @see Jones (1980), "Maximum likelihood fitting of ARMA models to time series with missing
 *   observations"; Monahan (1984), "A note on enforcing stationarity in autoregressive-moving average
 *   models"
 */
export function estimate(
  y: Float64Array,
  regressors: readonly Float64Array[],
  order: ArimaOrder,
  {
    from,
    tolerance = 1e-6,
    signal,
  }: { from?: ArimaEstimate; tolerance?: number; signal?: AbortSignal | undefined } = {},
): ArimaEstimate | undefined {
  const likelihood = profileLikelihood(y, regressors, order);
  const { p, q, seasonalP, seasonalQ } = order;
  const count = p + q + seasonalP + seasonalQ;
  const parameters = count + regressors.length + 1;
  if (likelihood === undefined || likelihood.used < parameters + 1) return undefined;
  const { used } = likelihood;

  const coefficients = split(new Float64Array(count), order);
  const at = (z: Float64Array, conditional: boolean) => {
    placeCoefficients(z, coefficients);
    return likelihood.at(coefficients, conditional);
  };
  const objective = (conditional: boolean) => {
    let lowest = Number.POSITIVE_INFINITY;
    return (z: Float64Array, gradient: Float64Array) => {
      const value = at(z, conditional);
      // A descent does not stay where it is no lower, and asks for no gradient there.
      if (!(value < lowest)) return value;
      lowest = value;
      for (let i = 0; i < z.length; i++) {
        const here = z[i];
        const h = 1e-6 * Math.max(1, Math.abs(here));
        z[i] = here + h;
        const slope = (at(z, conditional) - value) / h;
        z[i] = here;
        gradient[i] = Number.isNaN(slope) ? 0 : slope;
      }
      return value;
    };
  };
  const exact = (z: Float64Array) => at(z, false);
  const zero = new Float64Array(count);
  const starts = [
    ...(from ? [matching(from, order)] : []),
    ...(count > 0 && likelihood.complete
      ? [bfgs(objective(true), zero, { tolerance: 0.01, iterations: 20 }).x]
      : []),
    zero,
  ];
  const start = leastOf(starts, exact);
  const { x, value } = bfgs(objective(false), start, { tolerance, iterations: 100, signal });
  if (!Number.isFinite(value)) return undefined;

  exact(x);
  const logLikelihood = -value;
  const aic = -2 * logLikelihood + 2 * parameters;
  return {
    ...coefficients,
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

/** The process with its seasonal factors multiplied out. */
export function multipliedOut(coefficients: ArimaCoefficients, order: ArimaOrder): StateSpace {
  const { d, seasonalD, season } = order;
  return { ...arma(coefficients, season), delta: differencing(d, seasonalD, season) };
}

function arma({ ar, ma, seasonalAr, seasonalMa }: ArimaCoefficients, season: number) {
  return {
    phi: expand(ar, seasonalAr, season, -1),
    theta: expand(ma, seasonalMa, season, 1),
  };
}

/**
 * Standard errors of the coefficients, in the order ar, ma, seasonal ar, seasonal ma, regression: from
 * the curvature of the log-likelihood at its maximum, and for the regression from generalised least
 * squares. NaN where the likelihood is not curved.
 */
export function standardErrors(
  y: Float64Array,
  regressors: readonly Float64Array[],
  estimated: ArimaEstimate,
): Float64Array {
  const likelihood = profileLikelihood(y, regressors, estimated.order)!;
  const { ar, ma, seasonalAr, seasonalMa, order } = estimated;
  const at = Float64Array.of(...ar, ...ma, ...seasonalAr, ...seasonalMa);
  const value = (x: Float64Array) => likelihood.at(split(x, order), false);
  const n = at.length;
  const h = 1e-3;
  const moved = (i: number, a: number, j: number, b: number) => {
    const x = Float64Array.from(at);
    x[i] += a;
    x[j] += b;
    return value(x);
  };
  const hessian = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const mixed =
        (moved(i, h, j, h) - moved(i, h, j, -h) - moved(i, -h, j, h) + moved(i, -h, j, -h)) /
        (4 * h * h);
      hessian[i * n + j] = mixed;
      hessian[j * n + i] = mixed;
    }
  }
  const variances = inverseDiagonal(hessian, n);
  value(at);
  return Float64Array.of(
    ...variances.map((variance) => (variance > 0 ? Math.sqrt(variance) : Number.NaN)),
    ...likelihood.regressionErrors(),
  );
}

/** −log-likelihood as a function of the ARMA coefficients alone, with reused memory. */
function profileLikelihood(
  y: Float64Array,
  regressors: readonly Float64Array[],
  order: ArimaOrder,
) {
  const { d, seasonalD, season } = order;
  const complete = !y.some((value) => Number.isNaN(value));
  const differenced = [y, ...regressors].map((x) =>
    complete ? difference(x, d, seasonalD, season) : x,
  );
  const scales = differenced.map((x) => (complete ? size(x) : size(difference(x, 1, 0, 1))) || 1);
  const columns = differenced.map((x, c) => scaled(x, scales[c]));
  const length = columns[0].length;
  if (length === 0) return undefined;
  const out = columns.map(() => new Float64Array(length));
  const lost = d + seasonalD * season;
  const observed = y.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const used = observed - lost;
  if (used < 1) return undefined;
  const delta = differencing(d, seasonalD, season);
  const constant = 0.5 * used * (1 + LOG_2_PI + 2 * log(scales[0]));
  const regressorsOut = out.slice(1);
  const phi = new Float64Array(order.p + order.seasonalP * season);
  const theta = new Float64Array(order.q + order.seasonalQ * season);
  const memory = innovationMemory(phi.length, theta.length, columns.length);
  let solved = leastSquaresInPlace(out[0], regressorsOut);
  return {
    complete,
    used,
    /** NaN where the process is not stationary. */
    at({ ar, ma, seasonalAr, seasonalMa }: ArimaCoefficients, conditional: boolean): number {
      expand(ar, seasonalAr, season, -1, phi);
      expand(ma, seasonalMa, season, 1, theta);
      let logarithm: number;
      if (complete) {
        const whiten = conditional ? conditionalInnovations : innovations;
        logarithm = whiten(phi, theta, columns, out, memory);
        if (Number.isNaN(logarithm)) return Number.NaN;
        solved = leastSquaresInPlace(out[0], regressorsOut);
      } else {
        const filtered = filter({ phi, theta, delta }, columns);
        if (filtered === undefined) return Number.NaN;
        const known = filtered.standardised.map((v) => v.filter((value) => !Number.isNaN(value)));
        logarithm = filtered.logarithm;
        solved = leastSquaresInPlace(known[0], known.slice(1));
      }
      const mean = Math.max(solved.squares / used, MIN_MEAN_SQUARE);
      return 0.5 * (used * log(mean) + logarithm) + constant;
    },
    variance: () => (solved.squares / used) * scales[0] * scales[0],
    regression: () => solved.coefficients.map((b, i) => (b * scales[0]) / scales[i + 1]),
    regressionErrors: () =>
      solved.unscaledErrors.map(
        (e, i) => (e * Math.sqrt(solved.squares / used) * scales[0]) / scales[i + 1],
      ),
  };
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

function leastOf(candidates: readonly Float64Array[], f: (z: Float64Array) => number) {
  let best = candidates[0];
  let lowest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const value = f(candidate);
    if (value < lowest) [best, lowest] = [candidate, value];
  }
  return best;
}

/** Coordinates of another order's estimate, zero where it has none; they stay clear of the boundary. */
function matching(from: ArimaEstimate, order: ArimaOrder): Float64Array {
  const part = (coefficients: Float64Array, length: number, sign: 1 | -1) => {
    const padded = Float64Array.from({ length }, (_, i) => sign * (coefficients[i] ?? 0));
    const partial = toPartial(padded) ?? new Float64Array(length);
    return partial.map((r) => {
      const kept = Math.max(-0.95, Math.min(0.95, r));
      return kept / Math.sqrt(1 - kept * kept);
    });
  };
  return Float64Array.of(
    ...part(from.ar, order.p, 1),
    ...part(from.ma, order.q, -1),
    ...part(from.seasonalAr, order.seasonalP, 1),
    ...part(from.seasonalMa, order.seasonalQ, -1),
  );
}

/** Diagonal of the inverse of a symmetric matrix by Cholesky; NaN when it is not positive definite. */
function inverseDiagonal(matrix: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k];
      if (i === j && !(sum > 0)) return new Float64Array(n).fill(Number.NaN);
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / lower[j * n + j];
    }
  }
  const diagonal = new Float64Array(n);
  for (let c = 0; c < n; c++) {
    const column = new Float64Array(n);
    for (let i = c; i < n; i++) {
      let sum = i === c ? 1 : 0;
      for (let k = c; k < i; k++) sum -= lower[i * n + k] * column[k];
      column[i] = sum / lower[i * n + i];
      diagonal[c] += column[i] * column[i];
    }
  }
  return diagonal;
}
