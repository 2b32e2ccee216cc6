import type { Binned } from "./bins.js";
import { type Histogram, widthOf } from "./histogram.js";

/** A way to part the rows of a leaf. */
export interface Split {
  /** 0 where no cut gains anything. */
  readonly gain: number;
  readonly feature: number;
  /** Codes up to it go to the first child. */
  readonly code: number;
  readonly missingFirst: boolean;
  /** Sum of the first child's targets. */
  readonly sum: number;
}

export interface SplitOptions {
  /** Rows of a leaf at least. */
  readonly least: number;
  /** λ: a leaf is drawn to zero as if by so many rows. */
  readonly penalty: number;
}

/**
 * The cut between bins that gains most:
 *
 *   gain = S₁²/(n₁ + λ) + S₂²/(n₂ + λ) − S²/(n + λ)      S the sum of the targets of n rows
 *
 * with missing values on the side where they gain more, or with more rows where none is missing.
 *
 * @param looked features that may be cut
 * @param n      rows of the leaf, `sum` of their targets
 * @see Chen & Guestrin (2016), "XGBoost: a scalable tree boosting system", equation 7 and algorithm 3
 */
export function bestSplit(
  histogram: Histogram,
  { bins, cuts }: Binned,
  looked: Uint32Array,
  { n, sum }: { readonly n: number; readonly sum: number },
  { least, penalty }: SplitOptions,
): Split {
  const best = { gain: 0, feature: -1, code: 0, missingFirst: false, sum: 0 };
  const before = (sum * sum) / (n + penalty);
  const consider = (
    feature: number,
    code: number,
    missingFirst: boolean,
    first: number,
    size: number,
  ) => {
    if (size < least || n - size < least) return;
    const second = sum - first;
    const gain =
      (first * first) / (size + penalty) + (second * second) / (n - size + penalty) - before;
    if (!(gain > best.gain)) return;
    best.gain = gain;
    best.feature = feature;
    best.code = code;
    best.missingFirst = missingFirst;
    best.sum = first;
  };
  for (const f of looked) {
    const start = f * widthOf(bins);
    const last = cuts[f].length;
    const missingSum = histogram[start + 2 * bins];
    const missing = histogram[start + 2 * bins + 1];
    let first = 0;
    let size = 0;
    for (let code = 0; code < last; code++) {
      first += histogram[start + 2 * code];
      size += histogram[start + 2 * code + 1];
      if (missing === 0) consider(f, code, 2 * size >= n, first, size);
      else {
        consider(f, code, false, first, size);
        consider(f, code, true, first + missingSum, size + missing);
      }
    }
    if (missing > 0) consider(f, last, false, sum - missingSum, n - missing);
  }
  return best;
}
