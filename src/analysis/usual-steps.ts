import { medianOfEvery } from "../numeric/median.js";

/** Fewest seasons to know a season's steps from. */
const MIN_SEASONS = 3;

/** z[t] − z[t − 1]; index 0 is 0. */
export function stepsOf(z: Float64Array): Float64Array {
  const steps = new Float64Array(z.length);
  for (let t = 1; t < z.length; t++) steps[t] = z[t] - z[t - 1];
  return steps;
}

/** Whether there are enough seasons for the median step to each place of the season to mean something. */
export function hasUsualSteps(length: number, season: number): boolean {
  return season > 1 && length > MIN_SEASONS * season;
}

/** Median step to each place of the season; of all steps where there are too few seasons. */
export function usualSteps(steps: Float64Array, season: number): Float64Array {
  const period = hasUsualSteps(steps.length, season) ? season : 1;
  const usual = new Float64Array(period);
  // There is no step to the first observation.
  for (let place = 0; place < period; place++) {
    usual[place] = medianOfEvery(steps, place > 0 ? place : period, period);
  }
  return usual;
}
