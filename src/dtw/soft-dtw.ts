import { exp, log } from "../numeric/elementary.js";

/**
 * Soft-DTW of squared differences: the minimum over paths made smooth, so that it has a gradient.
 *
 *   R(i, j) = (aᵢ − bⱼ)² − γ ln Σ exp(−R(·)/γ)   over (i−1, j), (i, j−1), (i−1, j−1)
 *
 * @example
 * const { value, gradient } = softDtw(Float64Array.of(1, 2), Float64Array.of(1, 3), 0.1);
 *
 * @param gamma smoothness, > 0; towards 0 it becomes the squared DTW distance
 * @returns R(n, m), which may be negative, and ∂R/∂a, [n]
 * @throws RangeError for an empty series or a gamma not above 0
 * @see Cuturi & Blondel (2017), "Soft-DTW: a differentiable loss function for time-series", algorithms 1 and 2
 */
export function softDtw(
  a: Float64Array,
  b: Float64Array,
  gamma: number,
): { readonly value: number; readonly gradient: Float64Array } {
  if (!(gamma > 0)) throw new RangeError(`gamma must be > 0, got ${gamma}`);
  const n = a.length;
  const m = b.length;
  if (n === 0 || m === 0) throw new RangeError("a series must have at least one value");
  const width = m + 2;
  const r = new Float64Array((n + 2) * width).fill(Number.POSITIVE_INFINITY);
  r[0] = 0;
  const cost = (i: number, j: number) => (a[i - 1] - b[j - 1]) * (a[i - 1] - b[j - 1]);
  for (let i = 1; i <= n; i++) {
    for (let j = 1; j <= m; j++) {
      const at = i * width + j;
      const up = r[at - width];
      const left = r[at - 1];
      const across = r[at - width - 1];
      const min = Math.min(up, left, across);
      const sum = exp((min - up) / gamma) + exp((min - left) / gamma) + exp((min - across) / gamma);
      r[at] = cost(i, j) + min - gamma * log(sum);
    }
  }
  const gradient = new Float64Array(n);
  const e = new Float64Array((n + 2) * width);
  for (let i = n; i >= 1; i--) {
    for (let j = m; j >= 1; j--) {
      const at = i * width + j;
      // ∂R(later)/∂R(here): the share of this cell in the later cell's soft minimum.
      const share = (later: number, k: number, l: number) =>
        k > n || l > m ? 0 : e[later] * exp((r[later] - cost(k, l) - r[at]) / gamma);
      e[at] =
        i === n && j === m
          ? 1
          : share(at + width, i + 1, j) +
            share(at + 1, i, j + 1) +
            share(at + width + 1, i + 1, j + 1);
      gradient[i - 1] += e[at] * 2 * (a[i - 1] - b[j - 1]);
    }
  }
  return { value: r[n * width + m], gradient };
}
