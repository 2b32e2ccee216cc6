import { centredAverage } from "./seasonal-indices.js";

/**
 * Seasons that the pattern of the next one may be learned from. Over three, STL gives back each value as
 * it was, so that no error is left to judge a model by.
 */
const SPANS = [5, 7, 11, 21];
/** What is taken where a series is too short to tell. */
const USUAL_SPAN = 11;
/** Share of the series that is forecast to choose among them. */
const JUDGED_SHARE = 0.5;

/**
 * Over how many seasons a pattern is best smoothed: few where it changes from one season to the next, many
 * where it stays and noise hides it. Each value of the later half, less its moving average over a season,
 * is forecast by a mean of those at the same place of the seasons before, with the weights that local
 * means of STL have at the end of a series:
 *
 *   x̂ₜ = Σⱼ wⱼ·xₜ₋ⱼₘ / Σⱼ wⱼ,   wⱼ = (1 − ((j − 1)/span)³)³,   j = 1 … span
 *
 * @param y complete
 * @returns the span with the smallest mean absolute error, in seasons
 */
export function bestSpan(y: Float64Array, season: number): number {
  const trend = centredAverage(y, season);
  const x = y.map((value, t) => value - trend[t]);
  let [best, least] = [USUAL_SPAN, Number.POSITIVE_INFINITY];
  for (const span of SPANS) {
    const error = meanError(x, season, span);
    if (error < least) [best, least] = [span, error];
  }
  return best;
}

/** NaN where there is nothing to forecast. */
function meanError(x: Float64Array, season: number, span: number): number {
  const weights = Float64Array.from({ length: span }, (_, j) => {
    const near = 1 - (j / span) * (j / span) * (j / span);
    return near * near * near;
  });
  let [errors, count] = [0, 0];
  for (let t = Math.ceil(JUDGED_SHARE * x.length); t < x.length; t++) {
    if (Number.isNaN(x[t])) continue;
    let [sum, weight] = [0, 0];
    for (let j = 0; j < span; j++) {
      const before = x[t - (j + 1) * season];
      if (before === undefined || Number.isNaN(before)) break;
      sum += weights[j] * before;
      weight += weights[j];
    }
    if (weight === 0) continue;
    errors += Math.abs(x[t] - sum / weight);
    count++;
  }
  return errors / count;
}
