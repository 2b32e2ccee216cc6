/**
 * Fills missing values between others on the straight line between their neighbours, in place.
 *
 * @param ds      times of the values; they are equally far apart by default
 * @returns first and one past the last place that has a value, equal when there is none; what lies
 *   outside stays NaN
 */
export function interpolate(y: Float64Array, ds?: Float64Array): { start: number; end: number } {
  let previous = -1;
  let start = 0;
  for (let i = 0; i < y.length; i++) {
    if (Number.isNaN(y[i])) continue;
    if (previous < 0) start = i;
    const gap = i - previous;
    for (let k = 1; previous >= 0 && k < gap; k++) {
      const share = ds ? (ds[previous + k] - ds[previous]) / (ds[i] - ds[previous]) : k / gap;
      y[previous + k] = y[previous] + (y[i] - y[previous]) * share;
    }
    previous = i;
  }
  return { start, end: previous + 1 };
}
