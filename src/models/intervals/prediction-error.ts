/**
 * The variance of one-step forecasts from that of the errors which are left over: estimates err too, by
 * about σ²/n for each of them.
 *
 * @param variance corrected for the number of estimated parameters
 * @see Akaike (1969), "Fitting autoregressive models for prediction": the final prediction error
 */
export function predictionVariance(variance: number, parameters: number, used: number): number {
  return variance * (1 + parameters / used);
}

/**
 * Raises the variances that a model claims for its forecasts to those of the errors which it would have
 * made within its own series, where they were larger. A model takes itself to be true; that trends turn
 * and levels shift shows only in how its errors grow with the horizon. Steps ahead of which there is less
 * than one independent error are raised as the last that there is.
 *
 * @param variance  [horizon], raised in place so that it never falls
 * @param squares   sums of squared errors so many steps ahead, [horizon]
 * @param counts    how many they are, [horizon]
 * @see Chatfield (1993), "Calculating interval forecasts", section 4.3
 */
export function raiseToSeen(
  variance: Float64Array,
  squares: Float64Array,
  counts: Float64Array,
): void {
  let ratio = 1;
  let before = 0;
  for (let h = 0; h < variance.length; h++) {
    if (counts[h] > h + 1 && variance[h] > 0) {
      ratio = Math.max(1, squares[h] / counts[h] / variance[h]);
    }
    before = Math.max(before, variance[h] * ratio);
    variance[h] = before;
  }
}
