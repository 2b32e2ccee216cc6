/** Moments of the values in a window. */
export interface Moments {
  readonly sum: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

/**
 * The moments of each window of a series as it rolls on, in O(1) a window. Of blocks as long as the window
 * each window is the end of one and the start of the next: what is known of both is joined. Nothing is ever
 * taken out of a sum, so that a window knows its own values alone, whatever great or missing ones were
 * before it.
 *
 * @returns of the `length` values before an index, from `length` on
 * @see Welford (1962) for one value more; Chan, Golub & LeVeque (1983), equation 2.1, for the joint
 */
export function rollingMoments(y: Float64Array, length: number): (end: number) => Moments {
  const starts = roomFor(y);
  const ends = roomFor(y);
  for (let block = 0; block < y.length; block += length) {
    const last = Math.min(y.length, block + length) - 1;
    accumulate(y, block, last, 1, starts);
    accumulate(y, last, block, -1, ends);
  }
  return (end) => {
    const first = end - length;
    const after = first % length;
    const [sum, squares] = [starts.sums[end - 1], starts.squares[end - 1]];
    if (after === 0) return { sum, squares };
    const away = starts.means[end - 1] - ends.means[first];
    const between = away * away * after * (1 - after / length);
    return { sum: ends.sums[first] + sum, squares: ends.squares[first] + squares + between };
  };
}

interface Accumulated {
  readonly sums: Float64Array;
  /** Not the sums by their counts, so that what never changes has no squares at all. */
  readonly means: Float64Array;
  readonly squares: Float64Array;
}

function roomFor({ length }: Float64Array): Accumulated {
  const room = () => new Float64Array(length);
  return { sums: room(), means: room(), squares: room() };
}

/** The moments of the values from one place to each on the way to another. */
function accumulate(
  y: Float64Array,
  from: number,
  to: number,
  step: 1 | -1,
  into: Accumulated,
): void {
  let count = 0;
  let sum = 0;
  let mean = 0;
  let squares = 0;
  for (let t = from; t !== to + step; t += step) {
    const away = y[t] - mean;
    sum += y[t];
    mean += away / ++count;
    squares += away * (y[t] - mean);
    into.sums[t] = sum;
    into.means[t] = mean;
    into.squares[t] = squares;
  }
}
