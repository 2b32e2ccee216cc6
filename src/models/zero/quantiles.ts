import { normalQuantile } from "../../numeric/normal.js";

/** Probabilities whose quantiles the network forecasts, the ends of 95, 90, 80 and 50 % intervals and the median. */
export const QUANTILES = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975] as const;
/** Where the median is among them. */
export const MEDIAN = 4;

/** Standard normal quantiles of {@link QUANTILES}. */
export const SCORES = QUANTILES.map((probability) => normalQuantile(probability));

/**
 * The quantile at a probability: between those that are known on a straight line in the standard normal
 * quantile, beyond them in proportion to it.
 *
 * @param known values at {@link QUANTILES}, ascending
 */
export function quantileAt(known: ArrayLike<number>, probability: number): number {
  const score = normalQuantile(probability);
  const last = QUANTILES.length - 1;
  const middle = known[MEDIAN];
  if (score < SCORES[0]) return middle + (known[0] - middle) * (score / SCORES[0]);
  if (score > SCORES[last]) return middle + (known[last] - middle) * (score / SCORES[last]);
  let above = 1;
  while (above < last && SCORES[above] < score) above++;
  const share = (score - SCORES[above - 1]) / (SCORES[above] - SCORES[above - 1]);
  return known[above - 1] + share * (known[above] - known[above - 1]);
}
