/**
 * Variance of one-step forecast errors from that of the residuals: estimated parameters err too, and each
 * adds about σ²/n.
 *
 * @param variance   of the residuals, corrected for the number of estimated parameters
 * @param parameters how many are estimated
 * @param used       observations they are estimated from
 * @see Akaike (1969), "Fitting autoregressive models for prediction": the final prediction error
 */
export function predictionVariance(variance: number, parameters: number, used: number): number {
  return variance * (1 + parameters / used);
}

/**
 * Raises the variances that a model claims for its forecasts to those of the errors that it would have
 * made within its own series, where these are larger. A model takes itself to be true; that trends turn
 * and levels shift shows only in how its errors grow with the horizon. Steps ahead with less than one
 * independent error are raised by the ratio of the last step that has more.
 *
 * @param variance  [horizon], raised in place so that it never falls
 * @param squares   [horizon] sums of squared errors at each step ahead
 * @param counts    [horizon] how many errors they are
 * @see Chatfield (1993), "Calculating interval forecasts", section 4.3
 */
export function raiseToRealizedErrors(
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
