/** Deviations from the median beyond which a forecast is pulled in. */
const FAR = 3;

/**
 * The weighted mean of forecasts, each at each step first pulled in to within three weighted median
 * deviations of their weighted median: a candidate that runs away costs little, and of candidates that
 * agree nothing is lost.
 *
 * @param rows    [candidates][steps]; rows that are not finite are left out
 * @param weights [candidates]
 * @returns [steps]
 * @see Jose & Winkler (2008), "Simple robust averages of forecasts", for winsorized means
 */
export function combine(rows: readonly Float64Array[], weights: Float64Array): Float64Array {
  const used = rows.flatMap((row, c) =>
    weights[c] > 0 && row.every(Number.isFinite) ? [{ row, weight: weights[c] }] : [],
  );
  if (used.length === 1) return used[0].row.slice();
  const values = used.map(({ weight }) => ({ value: 0, weight }));
  return (rows[0] ?? new Float64Array()).map((_, h) => {
    for (const [i, { row }] of used.entries()) values[i].value = row[h];
    const median = weightedMedian(values);
    const reach =
      FAR *
      weightedMedian(
        values.map(({ value, weight }) => ({ value: Math.abs(value - median), weight })),
      );
    let sum = 0;
    let total = 0;
    for (const { value, weight } of values) {
      sum += weight * (Math.min(median + reach, Math.max(median - reach, value)) - median);
      total += weight;
    }
    return median + sum / total;
  });
}

/** Half of the weight lies to each side; between two values it is interpolated. */
export function weightedMedian(
  values: readonly { readonly value: number; readonly weight: number }[],
): number {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  let last: { at: number; value: number } | undefined;
  for (const { value, weight } of sorted) {
    const at = (before + weight / 2) / total;
    if (at >= 0.5) {
      if (last === undefined) return value;
      return last.value + ((0.5 - last.at) / (at - last.at)) * (value - last.value);
    }
    last = { at, value };
    before += weight;
  }
  return last?.value ?? Number.NaN;
}
