// Lag polynomials are held without their leading 1: φ(B) = 1 − φ₁B − φ₂B² − … for the autoregressive
// part, θ(B) = 1 + θ₁B + θ₂B² + … for the moving average. What is called anew at each step of an
// optimiser takes the memory that it writes to.

/**
 * Coefficients of a stationary autoregression from its partial autocorrelations, by Levinson's
 * recursion φₖⱼ = φₖ₋₁,ⱼ − rₖ φₖ₋₁,ₖ₋ⱼ.
 *
 * @param partial each within (−1, 1)
 * @param phi     receives the coefficients; may be `partial` itself
 * @see Monahan (1984), "A note on enforcing stationarity in autoregressive-moving average models"
 */
export function fromPartial(
  partial: ArrayLike<number>,
  phi: Float64Array = new Float64Array(partial.length),
): Float64Array {
  for (let i = 0; i < phi.length; i++) phi[i] = partial[i];
  for (let k = 1; k < phi.length; k++) {
    const r = phi[k];
    for (let i = 0, j = k - 1; i <= j; i++, j--) {
      const a = phi[i];
      const b = phi[j];
      phi[i] = a - r * b;
      phi[j] = b - r * a;
    }
  }
  return phi;
}

/**
 * Partial autocorrelations of an autoregression, the inverse of {@link fromPartial}.
 *
 * @returns nothing when the autoregression is not stationary
 */
export function toPartial(
  phi: ArrayLike<number>,
  partial: Float64Array = new Float64Array(phi.length),
): Float64Array | undefined {
  for (let i = 0; i < partial.length; i++) partial[i] = phi[i];
  for (let k = partial.length - 1; k >= 0; k--) {
    const r = partial[k];
    if (!(Math.abs(r) < 1)) return undefined;
    const scale = 1 / (1 - r * r);
    for (let i = 0, j = k - 1; i <= j; i++, j--) {
      const a = partial[i];
      const b = partial[j];
      partial[i] = (a + r * b) * scale;
      partial[j] = (b + r * a) * scale;
    }
  }
  return partial;
}

/** Whether every root of 1 − φ₁B − φ₂B² − … lies further than `radius` from the origin. */
export function rootsBeyond(phi: ArrayLike<number>, radius: number): boolean {
  let power = 1;
  return (
    toPartial(
      Array.from(phi, (value) => {
        power *= radius;
        return value * power;
      }),
    ) !== undefined
  );
}

/**
 * The product of a polynomial in B and one in B to the season.
 *
 * @param sign −1 for autoregressive polynomials, 1 for moving averages
 */
export function expand(
  plain: ArrayLike<number>,
  seasonal: ArrayLike<number>,
  season: number,
  sign: -1 | 1,
  product: Float64Array = new Float64Array(plain.length + seasonal.length * season),
): Float64Array {
  product.fill(0, plain.length);
  for (let i = 0; i < plain.length; i++) product[i] = plain[i];
  for (let k = 0; k < seasonal.length; k++) {
    const lag = (k + 1) * season;
    product[lag - 1] += seasonal[k];
    for (let i = 0; i < plain.length; i++) product[lag + i] += sign * plain[i] * seasonal[k];
  }
  return product;
}

/** δ of (1 − B)ᵈ (1 − Bˢ)ᴰ = 1 − δ₁B − δ₂B² − …, of length d + Ds. */
export function differencing(d: number, seasonalD: number, season: number): Float64Array {
  let polynomial = Float64Array.of(1);
  const times = (lag: number) => {
    const product = new Float64Array(polynomial.length + lag);
    polynomial.forEach((value, i) => {
      product[i] += value;
      product[i + lag] -= value;
    });
    polynomial = product;
  };
  for (let k = 0; k < d; k++) times(1);
  for (let k = 0; k < seasonalD; k++) times(season);
  return polynomial.subarray(1).map((value) => -value);
}

/** `y` after (1 − B)ᵈ (1 − Bˢ)ᴰ: shorter by d + Ds. */
export function difference(
  y: Float64Array,
  d: number,
  seasonalD: number,
  season: number,
): Float64Array {
  let w: Float64Array = y;
  const minus = (lag: number) => {
    const before = w;
    w = new Float64Array(Math.max(0, before.length - lag));
    for (let t = 0; t < w.length; t++) w[t] = before[t + lag] - before[t];
  };
  for (let k = 0; k < seasonalD; k++) minus(season);
  for (let k = 0; k < d; k++) minus(1);
  return w;
}

/** ψ₀ … ψ_{count−1} of ψ(B) = θ(B)/φ(B): what a shock of 1 does so many steps later. */
export function impulseResponse(
  phi: Float64Array,
  theta: Float64Array,
  count: number,
): Float64Array {
  const psi = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let sum = k === 0 ? 1 : k <= theta.length ? theta[k - 1] : 0;
    for (let j = 1; j <= Math.min(k, phi.length); j++) sum += phi[j - 1] * psi[k - j];
    psi[k] = sum;
  }
  return psi;
}

/**
 * Sums of squared errors, and their number, of forecasts so many steps ahead within a series, [horizon]:
 * h steps ahead the error is Σ_{j<h} ψⱼ ε[t+h−j], ψ the response of what is not differenced.
 *
 * @param shocks one-step errors; NaN where there is none
 */
export function errorsWithin(
  { phi, theta, delta }: { phi: Float64Array; theta: Float64Array; delta: Float64Array },
  shocks: Float64Array,
  horizon: number,
): { squares: Float64Array; counts: Float64Array } {
  const squares = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  const psi = impulseResponse(expand(phi, delta, 1, -1), theta, horizon);
  const errors = new Float64Array(shocks.length);
  for (let h = 0; h < Math.min(horizon, shocks.length); h++) {
    for (let t = h; t < errors.length; t++) {
      const error = errors[t] + psi[h] * shocks[t - h];
      errors[t] = error;
      if (Number.isNaN(error)) continue;
      squares[h] += error * error;
      counts[h]++;
    }
  }
  return { squares, counts };
}

/** What {@link autocovariances} writes to. */
export interface AutocovarianceMemory {
  readonly partial: Float64Array;
  readonly predictor: Float64Array;
  readonly plain: Float64Array;
  /** [p] places of coefficients that are not zero. */
  readonly lags: Int32Array;
  /** [maxLag + 1] */
  readonly gamma: Float64Array;
}

/** @param p,q degrees of the polynomials */
export function autocovarianceMemory(p: number, q: number, maxLag: number): AutocovarianceMemory {
  return {
    partial: new Float64Array(p),
    predictor: new Float64Array(p),
    plain: new Float64Array(maxLag + q + 1),
    lags: new Int32Array(p),
    gamma: new Float64Array(maxLag + 1),
  };
}

/**
 * Autocovariances γ₀ … γ_maxLag of φ(B) w = θ(B) ε with shocks of variance 1.
 *
 * Those of the autoregression alone come from its partial autocorrelations r and the best predictors of
 * lower order, γₖ = Σⱼ φₖ₋₁,ⱼ γₖ₋ⱼ + rₖ vₖ₋₁ with vₖ = vₖ₋₁ (1 − rₖ²) and v_p = 1; the moving average
 * adds them up with the weights of θ(B) θ(B⁻¹). Costs O(p² + q·maxLag).
 *
 * @returns nothing when the autoregression is not stationary
 */
export function autocovariances(
  phi: Float64Array,
  theta: Float64Array,
  maxLag: number,
  memory = autocovarianceMemory(phi.length, theta.length, maxLag),
): Float64Array | undefined {
  const p = phi.length;
  const q = theta.length;
  const { partial, predictor, plain, lags, gamma } = memory;
  if (toPartial(phi, partial) === undefined) return undefined;
  // Seasonal polynomials are mostly zeros.
  let count = 0;
  for (let j = 0; j < p; j++) if (phi[j] !== 0) lags[count++] = j;
  let v = 1;
  for (const r of partial) v /= 1 - r * r;
  plain[0] = v;
  for (let k = 1; k < plain.length; k++) {
    let sum = 0;
    if (k <= p) {
      const r = partial[k - 1];
      for (let j = 1; j < k; j++) sum += predictor[j - 1] * plain[k - j];
      sum += r * v;
      v *= 1 - r * r;
      for (let i = 0, j = k - 2; i <= j; i++, j--) {
        const a = predictor[i];
        const b = predictor[j];
        predictor[i] = a - r * b;
        predictor[j] = b - r * a;
      }
      predictor[k - 1] = r;
    } else {
      for (let i = 0; i < count; i++) sum += phi[lags[i]] * plain[k - 1 - lags[i]];
    }
    plain[k] = sum;
  }
  gamma.fill(0);
  for (let lag = 0; lag <= q; lag++) {
    let weight = lag === 0 ? 1 : theta[lag - 1];
    for (let j = 0; j + lag < q; j++) if (theta[j] !== 0) weight += theta[j] * theta[j + lag];
    if (weight === 0) continue;
    for (let k = 0; k <= maxLag; k++) {
      gamma[k] += weight * plain[k + lag];
      if (lag > 0) gamma[k] += weight * plain[Math.abs(k - lag)];
    }
  }
  return gamma;
}
