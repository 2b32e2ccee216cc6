/** Sums over a leaf's rows by feature and bin, missing values last: [features × (bins + 1) × 2]. */
export type Histogram = Float64Array;

/** Numbers that one feature has in a histogram: sum of the targets and number of the rows of each bin. */
export function widthOf(bins: number): number {
  return 2 * (bins + 1);
}

/** What is left of a leaf's rows without those of one of its children, in place. */
export function takeAway(whole: Histogram, part: Histogram): void {
  for (let i = 0; i < whole.length; i++) whole[i] -= part[i];
}
