import { exp, log } from "./elementary.js";

/** Φ(x), the standard normal distribution function; absolute error below 1e-15. */
export function normalCdf(x: number): number {
  const z = Math.abs(x);
  if (z > 38.5) return x < 0 ? 0 : 1;
  const density = exp(-0.5 * z * z) / 2.5066282746310002;
  let upper: number;
  if (z < 3) {
    // Φ(z) − 1/2 = φ(z) · (z + z³/3 + z⁵/15 + …)
    let term = z;
    let sum = z;
    for (let k = 3; term > sum * 1e-17; k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    upper = 0.5 - density * sum;
  } else {
    // Laplace's continued fraction of Mills' ratio.
    let fraction = z;
    for (let k = 60; k > 0; k--) fraction = z + k / fraction;
    upper = density / fraction;
  }
  return x < 0 ? upper : 1 - upper;
}

/**
 * Φ⁻¹(p), the standard normal quantile; relative error below 1e-13 for 1e-300 ≤ p ≤ 1 − 1e-16.
 *
 * @returns ∓Infinity at 0 and 1, NaN outside
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) {
    return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  }
  const tail = Math.min(p, 1 - p);
  // Abramowitz & Stegun 26.2.22 to start from; Halley's steps treble the digits.
  const t = Math.sqrt(-2 * log(tail));
  let z = Math.max(0, t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t));
  for (let step = 0; step < 4; step++) {
    const density = exp(-0.5 * z * z) / 2.5066282746310002;
    const excess = (normalCdf(-z) - tail) / density;
    z += excess / (1 - 0.5 * z * excess);
  }
  return p < 0.5 ? -z : z;
}
