/** Regular steps that a straight path knows ahead for every date that is forecast: intervals may be long. */
const STEPS_PER_DATE = 2;

/** How many regular steps lead over so many dates. */
export function regularSteps(horizon: number): number {
  return STEPS_PER_DATE * horizon;
}

/**
 * A window at regular times, a step apart, the last one being that of its last row: on straight lines
 * between observations, level before the first and after the last one.
 *
 * @param at         value of a row
 * @param isObserved whether it was; others have no say
 * @param elapsed    steps to a row from the one before
 * @param last       row that the window ends with
 * @param window     is written to
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
  let [later, laterTime] = [at(row), 0];
  let [earlier, earlierTime] = [later, time];
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
 * Weights by which dates ahead lie between regular steps, [dates, steps]; step 0 is the last row and has
 * none. Dates beyond the last step are taken for it.
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
