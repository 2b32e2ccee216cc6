import type { Binned } from "./bins.js";

/** Sums over a leaf's rows by feature and bin, missing values last: [features × (bins + 1) × 2]. */
export type Histogram = Float64Array;

export function emptyHistogram({ features, bins }: Binned): Histogram {
  return new Float64Array(features * widthOf(bins));
}

/** Numbers that one feature has in a histogram: sum of the targets and number of the rows of each bin. */
export function widthOf(bins: number): number {
  return 2 * (bins + 1);
}

/**
 * Counts rows anew.
 *
 * @param looked features that are counted
 * @param rows   which rows
 */
export function countRows(
  histogram: Histogram,
  { features, bins, codes }: Binned,
  looked: Uint32Array,
  targets: Float64Array,
  rows: Uint32Array,
): void {
  const width = widthOf(bins);
  histogram.fill(0);
  for (let i = 0; i < rows.length; i++) {
    const target = targets[rows[i]];
    const first = rows[i] * features;
    for (let k = 0; k < looked.length; k++) {
      const f = looked[k];
      const at = f * width + 2 * codes[first + f];
      histogram[at] += target;
      histogram[at + 1] += 1;
    }
  }
}

/** What is left of a leaf's rows without those of one of its children, in place. */
export function takeAway(whole: Histogram, part: Histogram): void {
  for (let i = 0; i < whole.length; i++) whole[i] -= part[i];
}
