import { log } from "../../numeric/elementary.js";
import { autocovariances, impulseResponse } from "./polynomials.js";

/** φ(B) w = θ(B) ε with w[t] = y[t] − Σ δⱼ y[t−j], all seasonal factors multiplied out. */
export interface StateSpace {
  readonly phi: Float64Array;
  readonly theta: Float64Array;
  readonly delta: Float64Array;
}

/** What is known at the end of a series, in units where ε has variance 1. */
export interface Filtered {
  /** Innovations over their standard deviations, one array a column; NaN where there is none. */
  readonly standardised: readonly Float64Array[];
  /** One-step forecasts, one array a column; NaN where nothing is known yet. */
  readonly predicted: readonly Float64Array[];
  /** Σ ln f over the innovations. */
  readonly logarithm: number;
  /** How many innovations there are. */
  readonly used: number;
  /** Dimensions of the values before the series that are still unknown. */
  readonly unknown: number;
  /** Forecasts of what follows: mean of each column and the common variance at each step. */
  ahead(horizon: number): { readonly means: Float64Array[]; readonly variance: Float64Array };
  /** The means alone, which take far less time than variances. */
  meansAhead(horizon: number): Float64Array[];
}

/** Diffuse variance below which an innovation says nothing about the values before the series. */
const MIN_DIFFUSE_VARIANCE = 1e-9;

/**
 * Kalman filter of ARIMA processes whose observations may be missing.
 *
 * The state is (w[t], ŵ[t+1|t], …, ŵ[t+r−1|t], y[t−1], …, y[t−m]). Its stationary part starts from the
 * exact covariance Σₖ ψᵢ₊ₖ ψⱼ₊ₖ = γⱼ₋ᵢ − Σ_{k<i} ψₖ ψₖ₊ⱼ₋ᵢ. The first m observations are its second part
 * where they are all there. Otherwise values before the series are unknown: the covariance is P + κP∞ in
 * the limit κ → ∞. Innovations with a share f∞ of the latter only tell of those values,
 *
 *   x′ = x + k∞ v/f∞    P∞′ = P∞ − k∞k∞ᵀ/f∞    P′ = P + k∞k∞ᵀ f/f∞² − (k k∞ᵀ + k∞ kᵀ)/f∞,
 *
 * and do not count; f∞ does not depend on the coefficients.
 *
 * @param columns series with missing values (NaN) at the same places
 * @returns nothing when the autoregression is not stationary
 * @see Gardner, Harvey & Phillips (1980), algorithm AS 154; Durbin & Koopman (2012), "Time series analysis
 *   by state space methods", section 5.2
 */
export function filter(
  { phi, theta, delta }: StateSpace,
  columns: readonly Float64Array[],
): Filtered | undefined {
  const m = delta.length;
  const r = Math.max(phi.length, theta.length + 1);
  const size = r + m;
  const n = columns[0].length;
  const psi = impulseResponse(phi, theta, r);
  const gamma = autocovariances(phi, theta, r);
  if (gamma === undefined) return undefined;

  const covariance = new Float64Array(size * size);
  for (let i = 0; i < r; i++) {
    for (let j = i; j < r; j++) {
      let value = gamma[j - i];
      for (let k = 0; k < i; k++) value -= psi[k] * psi[k + j - i];
      covariance[i * size + j] = value;
      covariance[j * size + i] = value;
    }
  }
  const begun = n >= m && columns[0].subarray(0, m).every((value) => !Number.isNaN(value));
  const start = begun ? m : 0;
  const states = columns.map((y) => {
    const state = new Float64Array(size);
    const known = y.find((value) => !Number.isNaN(value)) ?? 0;
    for (let j = 1; j <= m; j++) state[r + j - 1] = begun ? y[m - j] : known;
    return state;
  });
  /** Values before the series that are still unknown; P∞ is 0 when there are none. */
  let unknown = begun ? 0 : m;
  const diffuse = new Float64Array(unknown > 0 ? size * size : 0);
  if (unknown > 0) for (let i = r; i < size; i++) diffuse[i * size + i] = 1;

  /** T x, for the vector that starts at `offset` with its elements `stride` apart. */
  const step = (x: Float64Array, offset: number, stride: number) => {
    let level = x[offset];
    for (let j = 0; j < m; j++) {
      if (delta[j] !== 0) level += delta[j] * x[offset + (r + j) * stride];
    }
    let last = 0;
    for (let j = 1; j <= phi.length; j++) {
      if (phi[j - 1] !== 0) last += phi[j - 1] * x[offset + (r - j) * stride];
    }
    for (let i = 1; i < r; i++) x[offset + (i - 1) * stride] = x[offset + i * stride];
    x[offset + (r - 1) * stride] = last;
    for (let i = size - 1; i > r; i--) x[offset + i * stride] = x[offset + (i - 1) * stride];
    if (m > 0) x[offset + r * stride] = level;
  };
  const stepBothSides = (matrix: Float64Array) => {
    for (let j = 0; j < size; j++) step(matrix, j, size);
    for (let i = 0; i < size; i++) step(matrix, i * size, 1);
  };
  const stepCovariance = () => {
    stepBothSides(covariance);
    for (let i = 0; i < r; i++) {
      for (let j = 0; j < r; j++) covariance[i * size + j] += psi[i] * psi[j];
    }
    if (unknown > 0) stepBothSides(diffuse);
  };
  const observed = (x: Float64Array, offset: number, stride: number) => {
    let sum = x[offset];
    for (let j = 0; j < m; j++) {
      if (delta[j] !== 0) sum += delta[j] * x[offset + (r + j) * stride];
    }
    return sum;
  };

  const standardised = columns.map((y) => new Float64Array(y.length).fill(Number.NaN));
  const predicted = columns.map((y) => new Float64Array(y.length).fill(Number.NaN));
  const cross = new Float64Array(size);
  const diffuseCross = new Float64Array(size);
  let logarithm = 0;
  let used = 0;
  // While f stays as it is, so does the covariance, and only the states move.
  let steady = 0;
  let f = Number.NaN;
  for (let t = start; t < n; t++) {
    const missing = Number.isNaN(columns[0][t]);
    if (missing) steady = 0;
    let diffuseVariance = 0;
    if (unknown > 0) {
      for (let i = 0; i < size; i++) diffuseCross[i] = observed(diffuse, i * size, 1);
      diffuseVariance = observed(diffuseCross, 0, 1);
    }
    const known = diffuseVariance < MIN_DIFFUSE_VARIANCE;
    if (steady <= size) {
      for (let i = 0; i < size; i++) cross[i] = observed(covariance, i * size, 1);
      const variance = observed(cross, 0, 1);
      const same = Math.abs(variance - f) <= 1e-13 * variance;
      steady = same && !missing && unknown === 0 ? steady + 1 : 0;
      f = variance;
    }
    if (!missing && known) {
      logarithm += log(f);
      used++;
    }
    const gain = known ? cross : diffuseCross;
    const divisor = known ? f : diffuseVariance;
    for (let c = 0; c < columns.length; c++) {
      const state = states[c];
      const mean = observed(state, 0, 1);
      if (known) predicted[c][t] = mean;
      if (!missing) {
        const v = columns[c][t] - mean;
        if (known) standardised[c][t] = v / Math.sqrt(f);
        for (let i = 0; i < size; i++) state[i] += (gain[i] * v) / divisor;
      }
      step(state, 0, 1);
    }
    if (steady > size) continue;
    if (!missing && known) {
      for (let i = 0; i < size; i++) {
        const weight = cross[i] / f;
        for (let j = 0; j < size; j++) covariance[i * size + j] -= weight * cross[j];
      }
    } else if (!missing) {
      const ratio = f / diffuseVariance;
      for (let i = 0; i < size; i++) {
        const own = diffuseCross[i] / diffuseVariance;
        const shared = cross[i] / diffuseVariance;
        for (let j = 0; j < size; j++) {
          covariance[i * size + j] +=
            own * (ratio * diffuseCross[j] - cross[j]) - shared * diffuseCross[j];
          diffuse[i * size + j] -= own * diffuseCross[j];
        }
      }
      if (--unknown === 0) diffuse.fill(0);
    }
    stepCovariance();
  }
  return {
    standardised,
    predicted,
    logarithm,
    used,
    unknown,
    ahead(horizon) {
      const means = columns.map(() => new Float64Array(horizon));
      const variance = new Float64Array(horizon);
      for (let h = 0; h < horizon; h++) {
        for (let i = 0; i < size; i++) cross[i] = observed(covariance, i * size, 1);
        variance[h] = observed(cross, 0, 1);
        for (let c = 0; c < columns.length; c++) {
          means[c][h] = observed(states[c], 0, 1);
          step(states[c], 0, 1);
        }
        stepCovariance();
      }
      return { means, variance };
    },
    meansAhead(horizon) {
      return states.map((state) =>
        Float64Array.from({ length: horizon }, () => {
          const mean = observed(state, 0, 1);
          step(state, 0, 1);
          return mean;
        }),
      );
    },
  };
}
