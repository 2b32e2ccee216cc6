/** Replaces one of some sorted values by another, in order. */
export function exchange(sorted: Float64Array, removed: number, added: number): void {
  const last = sorted.length - 1;
  const from = placeIn(sorted, removed, sorted.length);
  sorted.copyWithin(from, from + 1);
  const to = placeIn(sorted, added, last);
  sorted.copyWithin(to + 1, to, last);
  sorted[to] = added;
}

/** Index of the first of `length` sorted values that is not below `value`. */
function placeIn(sorted: Float64Array, value: number, length: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
