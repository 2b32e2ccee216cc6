/** One of some sorted values leaves, and another comes. */
export function exchange(sorted: Float64Array, gone: number, come: number): void {
  const last = sorted.length - 1;
  const from = placeIn(sorted, gone, sorted.length);
  sorted.copyWithin(from, from + 1);
  const to = placeIn(sorted, come, last);
  sorted.copyWithin(to + 1, to, last);
  sorted[to] = come;
}

/** Where the first of `length` sorted values stands that is not below `value`. */
function placeIn(sorted: Float64Array, value: number, length: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
