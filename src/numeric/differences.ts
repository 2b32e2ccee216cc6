/**
 * Mean of |y[t] − y[t − lag]| over t = from … to − 1: how far a series moves in a step or, with the lag of
 * a season, from one season to the next.
 *
 * @param from at least `lag`
 * @returns NaN when no pair is known
 */
export function meanAbsoluteDifference(
  y: ArrayLike<number>,
  lag = 1,
  from = lag,
  to = y.length,
): number {
  let sum = 0;
  let count = 0;
  for (let t = from; t < to; t++) {
    const difference = Math.abs(y[t] - y[t - lag]);
    if (Number.isNaN(difference)) continue;
    sum += difference;
    count++;
  }
  return sum / count;
}
