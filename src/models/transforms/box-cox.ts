import { exp, log, pow } from "../../numeric/elementary.js";

/**
 * Box-Cox transformation (yᵏ − 1)/k, and ln y for k = 0.
 *
 * @param y positive or missing
 * @see Box & Cox (1964), "An analysis of transformations", equation 1
 */
export function boxCox(y: Float64Array, k: number): Float64Array {
  if (k === 1) return y;
  return y.map((value) => (k === 0 ? log(value) : (pow(value, k) - 1) / k));
}

/** The inverse of {@link boxCox}; values beyond its range become the nearest bound, 0 or the largest double. */
export function inverseBoxCox(x: Float64Array, k: number): Float64Array {
  if (k === 1) return x;
  return x.map((value) => {
    if (Number.isNaN(value)) return value;
    if (k === 0) return Math.min(exp(value), Number.MAX_VALUE);
    const base = k * value + 1;
    if (base > 0) return Math.min(pow(base, 1 / k), Number.MAX_VALUE);
    return k > 0 ? 0 : Number.MAX_VALUE;
  });
}
