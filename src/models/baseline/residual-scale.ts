/** Root mean square of y[t] − y[t − lag] over pairs that are both observed; 0 when there is none. */
export function differenceDeviation(y: Float64Array, lag: number): number {
  return rootMeanSquare(y.subarray(lag).map((value, t) => value - y[t]));
}

/** Root mean square of the values that are not missing; 0 when there is none. */
export function rootMeanSquare(residuals: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of residuals) {
    if (Number.isNaN(value)) continue;
    sum += value * value;
    count++;
  }
  return count > 0 ? Math.sqrt(sum / count) : 0;
}
