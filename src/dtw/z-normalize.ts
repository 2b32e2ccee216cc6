/**
 * Mean 0 and standard deviation 1; zeros where the values do not differ beyond rounding.
 *
 * @example
 * zNormalise(Float64Array.of(1, 3)); // [-1, 1]
 */
export function zNormalise(values: Float64Array): Float64Array {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  const deviation = Math.sqrt(squares / values.length);
  const flat = deviation <= FLAT_DEVIATION * Math.abs(mean) || deviation === 0;
  return values.map((value) => (flat ? 0 : (value - mean) / deviation));
}

/** Largest deviation, relative to the mean, that can be rounding alone. */
export const FLAT_DEVIATION = 1e-12;
