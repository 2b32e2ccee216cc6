/**
 * A quantile of ascending values, interpolated linearly between the two nearest order statistics; NaN of
 * none.
 *
 * @see Hyndman & Fan (1996), "Sample quantiles in statistical packages", definition 7
 */
export function quantileOfSorted(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = p * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)] - below);
}
