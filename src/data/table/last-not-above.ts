/** The last place of a rising list whose value is not above another one. */
export function lastNotAbove(rising: ArrayLike<number>, value: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rising[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
