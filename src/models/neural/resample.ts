/** Regular steps ahead that the linear path forecasts for each date, as intervals may be long. */
const STEPS_PER_DATE = 2;

/** Number of regular steps that cover so many dates. */
export function regularSteps(horizon: number): number {
  return STEPS_PER_DATE * horizon;
}

/**
 * Resamples a window to regular times a step apart that end with its last row: linear between
 * observations, constant before the first and after the last one.
 *
 * @param at         value at a row
 * @param isObserved whether a row was observed; others are ignored
 * @param elapsed    steps from the previous row to this one
 * @param last       row that the window ends with
 * @param window     receives the values
 */
export function resample(
  at: (t: number) => number,
  isObserved: (t: number) => boolean,
  elapsed: (t: number) => number,
  last: number,
  window: Float64Array,
): void {
  let row = last;
  // Steps back from the last row.
  let time = 0;
  while (row > 0 && !isObserved(row)) time += elapsed(row--);
  let later = at(row);
  let laterTime = 0;
  let earlier = later;
  let earlierTime = time;
  for (let k = 0; k < window.length; k++) {
    while (earlierTime < k && row > 0) {
      [later, laterTime] = [earlier, earlierTime];
      do time += elapsed(row--);
      while (row > 0 && !isObserved(row));
      [earlier, earlierTime] = [at(row), time];
    }
    const share = k < earlierTime ? (k - laterTime) / (earlierTime - laterTime) : 1;
    window[window.length - 1 - k] = later + share * (earlier - later);
  }
}

/**
 * Weights [dates, steps] that interpolate regular steps at dates ahead; step 0 is the last row and has no
 * weight. Dates beyond the last step get its value.
 *
 * @param elapsed steps to each date from the one before
 */
export function interpolationWeights(
  elapsed: (h: number) => number,
  steps: number,
  weights: Float32Array,
): void {
  weights.fill(0);
  let time = 0;
  for (let h = 0; h * steps < weights.length; h++) {
    time += elapsed(h);
    const place = Math.min(time, steps);
    const below = Math.floor(place);
    const share = place - below;
    if (below > 0) weights[h * steps + below - 1] = 1 - share;
    if (share > 0) weights[h * steps + below] = share;
  }
}
