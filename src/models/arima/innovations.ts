import { log } from "../../numeric/elementary.js";
import { compiledInnovations } from "./compiled-innovations.js";
import { type AutocovarianceMemory, autocovarianceMemory, autocovariances } from "./polynomials.js";

/** From here on the innovations count as independent of how the series began. */
const STEADY_TOLERANCE = 1e-12;

/** What {@link innovations} writes to besides its result. */
export interface InnovationMemory {
  readonly lags: Int32Array;
  readonly shocks: Int32Array;
  readonly l: Float64Array;
  /** States of all columns, one after the other. */
  readonly states: Float64Array;
  readonly covariances: AutocovarianceMemory;
  /** From where on the last innovations do not depend on how the series began. */
  settled: number;
}

/** @param p,q degrees of the polynomials */
export function innovationMemory(p: number, q: number, columns: number): InnovationMemory {
  const r = Math.max(p, q + 1);
  return {
    lags: new Int32Array(p),
    shocks: new Int32Array(q),
    l: new Float64Array(r),
    states: new Float64Array(columns * r),
    covariances: autocovarianceMemory(p, q, r),
    settled: 0,
  };
}

/**
 * One-step innovations of series that follow the stationary φ(B) w = θ(B) ε, each over the standard
 * deviation it has when ε has variance 1: the exact likelihood, at O(n (p + q)) instead of the
 * O(n (p + q)²) of a Kalman filter.
 *
 * The covariance P of the state (w[t], ŵ[t+1], …) changes from step to step by a matrix of rank one,
 * P[t+1] − P[t] = m·l lᵀ, so that its variance f and gain k follow without P itself:
 *
 *   f′ = f + m l₀²    k′ = k + m l₀ T l    m′ = m + m² l₀² / f    l′ = T l − k′ l₀ / f′
 *
 * Once f is 1, the innovations are e[t] = w[t] − Σ φⱼ w[t−j] − Σ θⱼ e[t−j].
 *
 * @param columns   series without gaps, all of one length
 * @param out       as `columns`; receives the innovations
 * @returns         Σ ln f, or NaN when the autoregression is not stationary
 * @see Morf, Sidhu & Kailath (1974), "Some new algorithms for recursive estimation in constant, linear,
 *   discrete-time systems"; Mélard (1984), algorithm AS 197
 */
export function innovations(
  phi: Float64Array,
  theta: Float64Array,
  columns: readonly Float64Array[],
  out: readonly Float64Array[],
  memory = innovationMemory(phi.length, theta.length, columns.length),
): number {
  const q = theta.length;
  const r = Math.max(phi.length, q + 1);
  const n = columns[0].length;
  const gamma = autocovariances(phi, theta, r, memory.covariances);
  if (gamma === undefined) return Number.NaN;
  const { lags, l, states } = memory;
  const lagCount = nonzero(phi, lags);
  /** gain[i] is k at place i − 1: it takes the place of the autocovariances. */
  const gain = gamma;
  const steps = { columns, phi, lags, lagCount, gain, settling: q, tolerance: STEADY_TOLERANCE };
  const done = compiledInnovations(steps, out);
  if (done !== undefined) {
    finish(phi, theta, columns, out, memory, lagCount, done.steps);
    return done.logarithm;
  }
  for (let i = 0; i < r; i++) l[i] = gain[i + 1];
  states.fill(0);
  let f = gamma[0];
  let m = -1 / f;
  let product = 1;
  let logarithm = 0;
  let settled = 0;
  let t = 0;
  for (; t < n && settled <= q; t++) {
    product *= f;
    if (product > 1e200) {
      logarithm += log(product);
      product = 1;
    }
    const scale = 1 / Math.sqrt(f);
    for (let c = 0; c < columns.length; c++) {
      const from = c * r;
      const end = from + r - 1;
      const v = columns[c][t] - states[from];
      out[c][t] = v * scale;
      const weight = v / f;
      let last = 0;
      for (let k = 0; k < lagCount; k++) last += phi[lags[k]] * states[end - lags[k]];
      for (let i = from; i < end; i++) states[i] = states[i + 1] + gain[i - from + 1] * weight;
      states[end] = last + gain[r] * weight;
    }
    const first = l[0];
    const slope = m * first;
    m += (slope * slope) / f;
    f += slope * first;
    settled = f - 1 < STEADY_TOLERANCE ? settled + 1 : 0;
    if (f < 1) f = 1;
    const share = first / f;
    let last = 0;
    for (let k = 0; k < lagCount; k++) last += phi[lags[k]] * l[r - 1 - lags[k]];
    for (let i = 0; i < r; i++) {
      const moved = i < r - 1 ? l[i + 1] : last;
      const changed = gain[i + 1] + slope * moved;
      gain[i + 1] = changed;
      l[i] = moved - share * changed;
    }
  }
  finish(phi, theta, columns, out, memory, lagCount, t);
  return logarithm + log(product);
}

/** Innovations from t on, by then independent of how the series began. */
function finish(
  phi: Float64Array,
  theta: Float64Array,
  columns: readonly Float64Array[],
  out: readonly Float64Array[],
  memory: InnovationMemory,
  lagCount: number,
  t: number,
): void {
  memory.settled = t;
  if (t >= columns[0].length) return;
  const shockCount = nonzero(theta, memory.shocks);
  for (let c = 0; c < columns.length; c++) {
    recur(phi, theta, memory, lagCount, shockCount, columns[c], out[c], t);
  }
}

/**
 * Innovations given that those of the first p observations are zero: conditional sums of squares, to
 * start from.
 */
export function conditionalInnovations(
  phi: Float64Array,
  theta: Float64Array,
  columns: readonly Float64Array[],
  out: readonly Float64Array[],
  memory = innovationMemory(phi.length, theta.length, columns.length),
): number {
  const lagCount = nonzero(phi, memory.lags);
  const shockCount = nonzero(theta, memory.shocks);
  memory.settled = phi.length;
  for (let c = 0; c < columns.length; c++) {
    out[c].fill(0, 0, phi.length);
    recur(phi, theta, memory, lagCount, shockCount, columns[c], out[c], phi.length);
  }
  return 0;
}

/** Share of the largest response below which others are none. */
const NO_RESPONSE = 1e-20;

/**
 * Innovations of a pattern before and after which there is nothing, once they do not depend on how a series
 * began.
 *
 * @param pattern the first values, as few as there are
 * @param out     receives the innovations
 * @returns       how many of them are not zero
 */
export function responseTo(
  pattern: Float64Array,
  phi: Float64Array,
  theta: Float64Array,
  out: Float64Array,
  { lags, shocks }: InnovationMemory,
): number {
  const lagCount = nonzero(phi, lags);
  const shockCount = nonzero(theta, shocks);
  const memory = Math.max(phi.length, theta.length);
  let largest = 0;
  let end = 0;
  for (let t = 0; t < out.length; t++) {
    let value = t < pattern.length ? pattern[t] : 0;
    for (let k = 0; k < lagCount; k++) {
      const before = t - 1 - lags[k];
      if (before >= 0 && before < pattern.length) value -= phi[lags[k]] * pattern[before];
    }
    for (let k = 0; k < shockCount; k++) {
      const before = t - 1 - shocks[k];
      if (before >= 0) value -= theta[shocks[k]] * out[before];
    }
    out[t] = value;
    const size = Math.abs(value);
    if (size > largest) largest = size;
    if (size > NO_RESPONSE * largest) end = t + 1;
    else if (t >= pattern.length + memory && t - end > memory) break;
  }
  out.fill(0, end);
  return end;
}

function recur(
  phi: Float64Array,
  theta: Float64Array,
  { lags, shocks }: InnovationMemory,
  lagCount: number,
  shockCount: number,
  w: Float64Array,
  e: Float64Array,
  from: number,
): void {
  for (let t = from; t < w.length; t++) {
    let value = w[t];
    for (let k = 0; k < lagCount; k++) {
      const j = lags[k];
      if (j < t) value -= phi[j] * w[t - 1 - j];
    }
    for (let k = 0; k < shockCount; k++) {
      const j = shocks[k];
      if (j < t) value -= theta[j] * e[t - 1 - j];
    }
    e[t] = value;
  }
}

/** How many coefficients are not zero; `places` receives where they stand. */
function nonzero(polynomial: Float64Array, places: Int32Array): number {
  let count = 0;
  for (let j = 0; j < polynomial.length; j++) if (polynomial[j] !== 0) places[count++] = j;
  return count;
}
