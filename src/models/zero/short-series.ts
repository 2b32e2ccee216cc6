import { QUANTILES, SCORES } from "./quantiles.js";

/** √(π/2): the standard deviation of a normal distribution, in units of its mean size. */
const DEVIATION = Math.sqrt(Math.PI / 2);

/**
 * Forecast of a series too short to be told apart from any other: the quantiles of a random walk from its
 * last value whose steps are as large as those so far.
 *
 * @param y NaN where missing; at least one is not
 * @returns ascending, [horizon, QUANTILES]
 */
export function randomWalkQuantiles(y: Float64Array, horizon: number): Float64Array {
  const observed = y.filter((value) => !Number.isNaN(value));
  const steps = observed.length - 1;
  let sum = 0;
  for (let t = 1; t <= steps; t++) sum += Math.abs(observed[t] - observed[t - 1]);
  const deviation = (DEVIATION * sum) / Math.max(1, steps);
  return Float64Array.from({ length: horizon * QUANTILES.length }, (_, i) => {
    const h = Math.floor(i / QUANTILES.length) + 1;
    return observed[steps] + deviation * Math.sqrt(h) * SCORES[i % QUANTILES.length];
  });
}
