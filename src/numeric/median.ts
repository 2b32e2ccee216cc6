/** Numbers up to which a copy is sorted in place of one array that all medians share. */
const SHARED_LENGTH = 4096;
/** Numbers up to which sorting by insertion is the quickest. */
const FEW = 32;

/** Medians are taken many thousand times of a few numbers each: an array for each of them is most of the work. */
const shared = new Float64Array(SHARED_LENGTH);

/** The median of some numbers, none of them NaN; NaN of none. */
export function median(values: Float64Array): number {
  return medianOfEvery(values, 0, 1);
}

/** The median of every so many numbers, the first one of them at `from`; none of them is NaN. */
export function medianOfEvery(values: Float64Array, from: number, step: number): number {
  const n = Math.max(0, Math.ceil((values.length - from) / step));
  const sorted = n <= SHARED_LENGTH ? shared : new Float64Array(n);
  for (let k = 0; k < n; k++) sorted[k] = values[from + k * step];
  if (n > FEW) sorted.subarray(0, n).sort();
  else sortFirst(sorted, n);
  return medianOfSorted(sorted, n);
}

/** The median of the first `n` of some numbers, which ascend. */
export function medianOfSorted(sorted: Float64Array, n = sorted.length): number {
  const half = n >> 1;
  return n % 2 === 1
    ? sorted[half]
    : n === 0
      ? Number.NaN
      : sorted[half - 1] / 2 + sorted[half] / 2;
}

function sortFirst(values: Float64Array, n: number): void {
  for (let k = 1; k < n; k++) {
    const value = values[k];
    let place = k;
    for (; place > 0 && values[place - 1] > value; place--) values[place] = values[place - 1];
    values[place] = value;
  }
}
