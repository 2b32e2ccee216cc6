/** Largest and smallest value within a radius of each index; gaps are ignored, NaN where there is nothing else. */
export interface Envelope {
  readonly upper: Float64Array;
  readonly lower: Float64Array;
}

/**
 * Running extremes in O(n), whatever the radius.
 *
 * @example
 * envelope(Float64Array.of(1, 3, 2), 1).upper; // [3, 3, 3]
 *
 * @see Lemire (2009), "Faster retrieval with a two-pass dynamic-time-warping lower bound", algorithm 1
 */
export function envelope(values: Float64Array, radius: number): Envelope {
  return {
    upper: extremes(values, radius, (a, b) => a >= b),
    lower: extremes(values, radius, (a, b) => a <= b),
  };
}

function extremes(
  values: Float64Array,
  radius: number,
  beats: (a: number, b: number) => boolean,
): Float64Array {
  const n = values.length;
  const out = new Float64Array(n);
  const queue = new Int32Array(n);
  let head = 0;
  let tail = 0;
  for (let t = 0; t < n + radius; t++) {
    // NaN must not enter the queue: comparisons with it are false, so nothing would replace it.
    if (t < n && !Number.isNaN(values[t])) {
      while (tail > head && beats(values[t], values[queue[tail - 1]])) tail--;
      queue[tail++] = t;
    }
    const centre = t - radius;
    if (centre < 0 || centre >= n) continue;
    while (head < tail && queue[head] < centre - radius) head++;
    out[centre] = head < tail ? values[queue[head]] : Number.NaN;
  }
  return out;
}

/**
 * LB_Kim of the ends, which every path pairs: (a₁ − b₁)² + (aₙ − bₘ)².
 *
 * @example
 * kimBound(Float64Array.of(1, 9, 2), Float64Array.of(2, 5)); // 10
 *
 * @returns in squared units, at most the squared DTW distance
 * @see Kim, Park & Chu (2001); Rakthanmanon et al. (2012), section 4.1
 */
export function kimBound(a: Float64Array, b: Float64Array): number {
  const [n, m] = [a.length, b.length];
  const first = a[0] - b[0];
  if (n === 1 && m === 1) return first * first;
  const last = a[n - 1] - b[m - 1];
  return first * first + last * last;
}

/**
 * LB_Keogh: how far `values` leave an envelope of the other series, Σ max(0, v − U, L − v)².
 *
 * @example
 * keoghBound(Float64Array.of(1, 5, 2), envelope(Float64Array.of(1, 3, 2), 1)); // 4
 *
 * @returns in squared units, at most the squared DTW distance within the envelope's radius
 * @see Keogh & Ratanamahatana (2005), "Exact indexing of dynamic time warping", eq. 9
 */
export function keoghBound(values: Float64Array, { upper, lower }: Envelope): number {
  let sum = 0;
  for (let t = 0; t < values.length; t++) {
    const gap = Math.max(0, values[t] - upper[t], lower[t] - values[t]);
    sum += gap * gap;
  }
  return sum;
}
