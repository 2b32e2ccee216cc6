import { dtwPath } from "./path.js";
import type { WarpWindow } from "./window.js";

/**
 * DTW barycentre averaging: a series near to all of several in the sum of squared DTW distances. Each
 * round aligns every series to the average and takes the mean of the values that meet at each place.
 *
 * @example
 * dtwBarycentre([Float64Array.of(0, 0, 2, 0), Float64Array.of(0, 4, 0, 0)]); // the peaks meet
 *
 * @param series  [time] each, of any lengths
 * @param options `start`, the average to begin from, the first series by default, whose length is the
 *   result's; `rounds` at most, 30 by default, fewer when nothing moves; `window` of the paths
 * @throws RangeError when there is no series or one is empty
 * @see Petitjean, Ketterlin & Gançarski (2011), "A global averaging method for dynamic time warping"
 */
export function dtwBarycentre(
  series: readonly Float64Array[],
  {
    start = series[0],
    rounds = 30,
    window = { kind: "none" },
  }: { start?: Float64Array | undefined; rounds?: number; window?: WarpWindow } = {},
): Float64Array {
  if (!start) throw new RangeError("at least one series is needed to average");
  let average = Float64Array.from(start);
  for (let round = 0; round < rounds; round++) {
    const sums = new Float64Array(average.length);
    const counts = new Float64Array(average.length);
    for (const one of series) {
      const { a, b } = dtwPath(average, one, { window });
      a.forEach((place, i) => {
        sums[place] += one[b[i]];
        counts[place]++;
      });
    }
    const next = sums.map((sum, i) => sum / counts[i]);
    const moved = next.some((value, i) => value !== average[i]);
    average = next;
    if (!moved) break;
  }
  return average;
}
