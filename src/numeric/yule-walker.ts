/** An autoregression of a series of mean zero. */
export interface Autoregression {
  /** φ₁ … φₚ */
  readonly coefficients: Float64Array;
  /** Variance of its innovations. */
  readonly variance: number;
}

/**
 * Autoregressions of orders 0 … maxOrder by the Yule–Walker equations, always stationary.
 *
 * @see Durbin (1960), "The fitting of time-series models"; Brockwell & Davis (1991), section 8.2
 */
export function yuleWalker(x: Float64Array, maxOrder: number): Autoregression[] {
  const n = x.length;
  const covariance = Float64Array.from({ length: maxOrder + 1 }, (_, lag) => {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += x[t] * x[t - lag];
    return sum / n;
  });
  let coefficients = new Float64Array(0);
  let variance = covariance[0];
  const fits: Autoregression[] = [{ coefficients, variance }];
  for (let p = 1; p <= maxOrder && variance > 0; p++) {
    let sum = covariance[p];
    for (let i = 1; i < p; i++) sum -= coefficients[i - 1] * covariance[p - i];
    const reflection = sum / variance;
    const before = coefficients;
    coefficients = Float64Array.from({ length: p }, (_, i) =>
      i === p - 1 ? reflection : before[i] - reflection * before[p - 2 - i],
    );
    variance *= 1 - reflection * reflection;
    fits.push({ coefficients, variance });
  }
  return fits;
}

/** x[t] less what the autoregression expects of it; before the start there is nothing to expect from. */
export function innovations(x: Float64Array, coefficients: Float64Array): Float64Array {
  return x.map((value, t) => value - expected(x, t, coefficients));
}

/** What the autoregression expects at t. */
export function expected(x: Float64Array, t: number, coefficients: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < Math.min(t, coefficients.length); i++) {
    sum += coefficients[i] * x[t - 1 - i];
  }
  return sum;
}
