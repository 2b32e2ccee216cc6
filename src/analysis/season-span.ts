import { centredAverage } from "./seasonal-indices.js";

/**
 * Seasons that the pattern of the next one may be learned from. Over three, STL gives back each value as
 * it was, so that no error is left to judge a model by.
 */
const SPANS = [5, 7, 11, 21];
/** Share of the series that is forecast to choose among them. */
const JUDGED_SHARE = 0.5;

/** A pattern that stays the same: all seasons before tell of the next one alike. */
export const ALL_SEASONS = Number.POSITIVE_INFINITY;
/** As many of them are looked at. */
const MAX_ALL = 60;
/**
 * Share of the error that a pattern that changes must save. Found on what came last within the training
 * parts of M1, M3 and M4 and on the classic series: with 2 to 6 % errors are much the same; with none, the
 * season of co2 changes by chance.
 */
const MUST_SAVE = 0.05;

/**
 * Over how many seasons a pattern is best smoothed: few where it changes from one season to the next, many
 * where it stays and noise hides it. Each value of the later half, less its moving average over a season,
 * is forecast by a mean of those at the same place of the seasons before, with the weights that local
 * means of STL have at the end of a series:
 *
 *   x̂ₜ = Σⱼ wⱼ·xₜ₋ⱼₘ / Σⱼ wⱼ,   wⱼ = (1 − ((j − 1)/span)³)³,   j = 1 … span
 *
 * @param y     complete
 * @param usual what is taken where a series is too short to tell. {@link ALL_SEASONS} is taken unless
 *   another saves 5 % of the error.
 * @returns the span with the smallest mean absolute error, in seasons
 */
export function bestSpan(y: Float64Array, season: number, usual: number): number {
  const trend = centredAverage(y, season);
  const x = y.map((value, t) => value - trend[t]);
  let best = usual;
  let least = usual === ALL_SEASONS ? (1 - MUST_SAVE) * meanError(x, season, usual) : ALL_SEASONS;
  for (const span of SPANS) {
    const error = meanError(x, season, span);
    if (error < least) [best, least] = [span, error];
  }
  return best;
}

/** NaN where there is nothing to forecast. */
function meanError(x: Float64Array, season: number, span: number): number {
  const weights = Float64Array.from({ length: Math.min(span, MAX_ALL) }, (_, j) => {
    const near = 1 - (j / span) * (j / span) * (j / span);
    return near * near * near;
  });
  let errors = 0;
  let count = 0;
  for (let t = Math.ceil(JUDGED_SHARE * x.length); t < x.length; t++) {
    let sum = 0;
    let weight = 0;
    for (let j = 0; j < weights.length; j++) {
      const before = x[t - (j + 1) * season];
      // Before the series, and where its moving average has not begun, there is nothing.
      if (!(before < ALL_SEASONS)) break;
      sum += weights[j] * before;
      weight += weights[j];
    }
    const error = Math.abs(x[t] - sum / weight);
    if (Number.isNaN(error)) continue;
    errors += error;
    count++;
  }
  return errors / count;
}
