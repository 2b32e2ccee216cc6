import { leastSquares } from "../../numeric/least-squares.js";
import { yuleWalker } from "../../numeric/yule-walker.js";
import type { ArimaCoefficients, ArimaOrder } from "./coefficients.js";
import { expand, fromPartial, toPartial } from "./polynomials.js";

/** First coefficients φ₁ and θ₁ on both sides of φ₁ = −θ₁, where they cancel. */
const RIDGES = [
  [0.8, -0.5],
  [0.9, -0.95],
  [-0.7, 0.9],
] as const;
/** Partial autocorrelations at the ends of what is spread over: on the unit circle, and near it. */
const AR_ENDS = [0.9999, 0.9999] as const;
const MA_ENDS = [0.9999, 0.99] as const;

/**
 * Coefficients from which the likelihood may be climbed: those of Hannan and Rissanen, and of Yule and
 * Walker for the autoregressive parts alone; and moving averages to either side of the ridge where factors
 * of φ and θ cancel, which a descent does not cross.
 *
 * @param w differenced series without its mean, gaps filled
 * @see Hannan & Rissanen (1982), "Recursive estimation of mixed autoregressive-moving average order"
 */
export function startsOf(w: Float64Array, order: ArimaOrder): ArimaCoefficients[] {
  const { p, q, seasonalP, seasonalQ } = order;
  const none = (length: number) => new Float64Array(length);
  const yule = yuleWalkerStart(w, order);
  const starts = [yule];
  if (q + seasonalQ > 0) {
    const regression = hannanRissanen(w, order);
    if (regression) starts.push(regression);
    const half = (length: number, value: number) => {
      const part = none(length);
      if (length > 0) part[0] = value;
      return part;
    };
    for (const value of [-0.6, 0.6]) {
      starts.push({ ...yule, ma: half(q, value), seasonalMa: half(seasonalQ, -0.6) });
    }
    for (const [ar, ma] of RIDGES) {
      starts.push({
        ar: half(p, ar),
        ma: half(q, ma),
        seasonalAr: half(seasonalP, 0.5),
        seasonalMa: half(seasonalQ, -0.5),
      });
      starts.push({ ...yule, ar: half(p, ar), ma: half(q, ma) });
    }
  }
  return starts;
}

/**
 * Moving averages spread over all that are invertible, each with the autoregression that suits it best:
 * that of the least squares of θ(B)⁻¹ Θ(Bˢ)⁻¹ w on its own lags. The likelihood has narrow maxima where
 * roots of the moving average are on the unit circle, which is where many of them are. Each comes again with
 * an autoregression spread likewise; an order without a moving average has these alone.
 *
 * @param w     differenced series without its mean, gaps filled
 * @param count how many moving averages
 * @returns partial autocorrelations, of −ma for moving averages, in the order ar, ma, seasonal ar, seasonal ma
 */
export function spreadStarts(w: Float64Array, order: ArimaOrder, count: number): Float64Array[] {
  const { p, q, seasonalP, seasonalQ, season } = order;
  const reach = Math.max(p, seasonalP * season);
  if (w.length < reach + 2 * (p + seasonalP) + 2) return [];
  const others = spreadPoints(p + seasonalP, count, AR_ENDS);
  if (q + seasonalQ === 0) return others;
  return spreadPoints(q + seasonalQ, count, MA_ENDS).flatMap((partial, i) => {
    const ma = fromPartial(partial.subarray(0, q)).map((value) => -value);
    const seasonalMa = fromPartial(partial.subarray(q)).map((value) => -value);
    const theta = expand(ma, seasonalMa, season, 1);
    const x = w.slice();
    for (let t = 0; t < x.length; t++) {
      for (let j = 0; j < theta.length && j < t; j++) x[t] -= theta[j] * x[t - 1 - j];
    }
    const { coefficients } = leastSquares(x.slice(reach), [
      ...Array.from({ length: p }, (_, i) => lagged(x, i + 1, reach)),
      ...Array.from({ length: seasonalP }, (_, i) => lagged(x, (i + 1) * season, reach)),
    ]);
    const withAr = (own: Float64Array, seasonal: Float64Array) =>
      Float64Array.of(...own, ...partial.subarray(0, q), ...seasonal, ...partial.subarray(q));
    const suiting = withAr(
      stationaryPartial(coefficients.slice(0, p)),
      stationaryPartial(coefficients.slice(p)),
    );
    if (p + seasonalP === 0) return [suiting];
    const other = others[i];
    return [suiting, withAr(other.subarray(0, p), other.subarray(p))];
  });
}

/** Roots are drawn in by so much, so often, until a process is stationary. */
const SHRINKING = 0.97;
const MAX_SHRINKING = 200;

/** Partial autocorrelations of coefficients, shrunk until they are stationary. */
function stationaryPartial(ar: Float64Array): Float64Array {
  for (let shrunk = ar, k = 0; k < MAX_SHRINKING; k++) {
    const partial = toPartial(shrunk);
    if (partial) return Float64Array.from(partial);
    let factor = 1;
    shrunk = shrunk.map((value) => {
      factor *= SHRINKING;
      return value * factor;
    });
  }
  return new Float64Array(ar.length);
}

/**
 * Points of (−1, 1)ᵈ that leave no gaps: multiples of powers of the root of x^(d + 1) = x + 1, modulo 1. Of
 * every four one is moved to a corner and two to a side.
 *
 * @param ends where corners and sides are, in turn
 * @see Roberts (2018), "The unreasonable effectiveness of quasirandom sequences"
 */
function spreadPoints(
  dimensions: number,
  count: number,
  ends: readonly [number, number],
): Float64Array[] {
  let root = 2;
  for (let k = 0; k < 40; k++) {
    let power = 1;
    for (let d = 0; d < dimensions; d++) power *= root;
    root -= (power * root - root - 1) / ((dimensions + 1) * power - 1);
  }
  return Array.from({ length: count }, (_, i) => {
    const round = Math.floor(i / 4);
    let step = 1;
    return Float64Array.from({ length: dimensions }, (_, k) => {
      const end = ends[(round + k) % 2]!;
      step /= root;
      if (i % 4 === 0) return (round >> (k + 1)) % 2 === 0 ? end : -end;
      if (i % 4 < 3 && k === round % dimensions) return i % 4 === 1 ? end : -end;
      const u = 2 * ((0.5 + (i + 1) * step) % 1) - 1;
      return 0.5 * end * u * (3 - u * u);
    });
  });
}

function yuleWalkerStart(w: Float64Array, order: ArimaOrder): ArimaCoefficients {
  const { p, q, seasonalP, seasonalQ, season } = order;
  const room = (length: number, step: number) => w.length > 2 * length * step + 2;
  const ar = new Float64Array(p);
  if (p > 0 && room(p, 1)) ar.set(yuleWalker(w, p)[p]?.coefficients ?? []);
  const seasonalAr = new Float64Array(seasonalP);
  if (seasonalP > 0 && room(seasonalP, season)) {
    const lags = Array.from({ length: seasonalP }, (_, i) =>
      lagged(w, (i + 1) * season, seasonalP * season),
    );
    seasonalAr.set(leastSquares(w.slice(seasonalP * season), lags).coefficients);
  }
  return { ar, ma: new Float64Array(q), seasonalAr, seasonalMa: new Float64Array(seasonalQ) };
}

/** Regression on lags of the series and of the errors of a long autoregression. */
function hannanRissanen(w: Float64Array, order: ArimaOrder): ArimaCoefficients | undefined {
  const { p, q, seasonalP, seasonalQ, season } = order;
  const reach = Math.max(p, q, (seasonalP > 0 || seasonalQ > 0 ? season : 0) + 1);
  const long = Math.min(Math.floor(w.length / 4), 2 * reach + 4);
  const past = Math.max(p, q, seasonalP * season, seasonalQ * season) + long;
  const columns = p + q + seasonalP + seasonalQ;
  if (w.length < past + 2 * columns + 2) return undefined;
  const auto = yuleWalker(w, long)[long]?.coefficients;
  if (auto === undefined) return undefined;
  const errors = w.map((value, t) => {
    if (t < long) return 0;
    let error = value;
    for (let j = 0; j < long; j++) error -= auto[j] * w[t - 1 - j];
    return error;
  });
  const lags = (x: Float64Array, count: number, step: number) =>
    Array.from({ length: count }, (_, i) => lagged(x, (i + 1) * step, past));
  const { coefficients } = leastSquares(w.slice(past), [
    ...lags(w, p, 1),
    ...lags(errors, q, 1),
    ...lags(w, seasonalP, season),
    ...lags(errors, seasonalQ, season),
  ]);
  return {
    ar: coefficients.slice(0, p),
    ma: coefficients.slice(p, p + q),
    seasonalAr: coefficients.slice(p + q, p + q + seasonalP),
    seasonalMa: coefficients.slice(p + q + seasonalP),
  };
}

function lagged(x: Float64Array, lag: number, from: number): Float64Array {
  return x.slice(from - lag, x.length - lag);
}
