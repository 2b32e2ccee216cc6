import { median } from "../numeric/median.js";
import {
  leastFarOff,
  MEDIAN_TO_DEVIATION,
  NEIGHBORS_EACH_SIDE,
  runningMedian,
} from "./outliers.js";
import { adjustSeason, type SeasonalAdjustment } from "./seasonal-adjustment.js";

/** Scaled median absolute deviations beyond which an observation is an outlier. */
const OUTLIER_DEVIATIONS = 6;

/**
 * Observations further than six scaled median absolute deviations from the median of their neighbours,
 * the season taken out where there is one. Where many are 0, they must be off by thrice a usual count too
 * ({@link leastFarOff}).
 *
 * The season is estimated twice: by medians, on which a wrong value has no say at its place of other
 * seasons, and by means without the values that were far off so, which are closer to what is usual.
 *
 * @param y      complete
 * @param season observations a season, 1 where there is none
 * @returns their places, and the values expected from the neighbours and the season
 * @see Hampel (1974), "The influence curve and its role in robust estimation"
 */
export function valuesFarOff(y: Float64Array, season: number): FarOff[] {
  if (y.length < 4 * NEIGHBORS_EACH_SIDE) return [];
  if (season === 1) return farFromNeighbours(y, adjustSeason(y, 1, "none"));
  // Seasons of positive series mostly grow with their level.
  const form = y.every((value) => value > 0) ? "multiplicative" : "additive";
  const first = farFromNeighbours(y, adjustSeason(y, season, form, "median"));
  if (first.length === 0) return [];
  const usual = y.slice();
  for (const { at, expected } of first) usual[at] = expected;
  return farFromNeighbours(y, adjustSeason(usual, season, form));
}

/** A place whose value is far off, and the value expected there. */
interface FarOff {
  readonly at: number;
  readonly expected: number;
}

function farFromNeighbours(y: Float64Array, { adjust, restore }: SeasonalAdjustment): FarOff[] {
  const adjusted = y.map(adjust);
  const expected = runningMedian(adjusted);
  const deviations = adjusted.map((value, t) => Math.abs(value - expected[t]));
  const scale = MEDIAN_TO_DEVIATION * median(deviations);
  if (!(scale > 0)) return [];
  const least = Math.max(OUTLIER_DEVIATIONS * scale, leastFarOff(y));
  const found: FarOff[] = [];
  deviations.forEach((deviation, t) => {
    if (!(deviation > least)) return;
    found.push({ at: t, expected: restore(expected[t], t) });
  });
  return found;
}
