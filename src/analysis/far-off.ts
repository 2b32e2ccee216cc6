import { median } from "../numeric/median.js";
import { bridgedGaps } from "./bridged-gaps.js";
import {
  leastFarOff,
  MEDIAN_TO_DEVIATION,
  NEIGHBORS_EACH_SIDE,
  runningMedian,
  SPREAD_WINDOW,
  spreadAt,
} from "./outliers.js";
import { adjustSeason, type SeasonalAdjustment, seasonFormOf } from "./seasonal-adjustment.js";

/** Scaled median absolute deviations beyond which an observation is an outlier. */
const OUTLIER_DEVIATIONS = 6;
/** Deviations below this share of the largest value are rounding. */
const ROUNDING = 1e-12;
/** Share of the values that may be off where most are as expected, how many always may, and how many in a row. */
const MAX_SHARE = 0.05;
const MIN_ALLOWED = 4;
const MAX_RUN = 3;
/** Part of a usual value that numbers are written to at the coarsest, and digits behind it at the finest. */
const COARSEST = 0.01;
const MAX_DIGITS = 9;

/**
 * Observations further than six scaled median absolute deviations from the median of their neighbours,
 * the season taken out where there is one; where the spread has changed, it is that around them. Where many are 0, they must be off by thrice a usual count too
 * ({@link leastFarOff}). Of a
 * series that mostly stands still, the few values that differ by six units of what it is written in are
 * outliers, unless more than three in a row differ alike.
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
  const noise = ROUNDING * adjusted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = MEDIAN_TO_DEVIATION * median(deviations);
  const still = !(scale > noise);
  const fewest = leastFarOff(y);
  // Where most are 0, the others are the events of the series.
  if (still && (fewest > 0 || !areFew(deviations, noise))) return [];
  const least = Math.max(OUTLIER_DEVIATIONS * (still ? resolutionOf(y) : scale), fewest, noise);
  const found: FarOff[] = [];
  deviations.forEach((deviation, t) => {
    if (!(deviation > least)) return;
    if (!still && !(deviation > OUTLIER_DEVIATIONS * spreadAt(deviations, t, scale))) return;
    found.push({ at: t, expected: restore(expected[t], t) });
  });
  return found;
}

/** Whether few values are not as expected, and no more than a few one after the other. */
function areFew(deviations: Float64Array, noise: number): boolean {
  let [few, run] = [0, 0];
  for (const deviation of deviations) {
    run = deviation > noise ? run + 1 : 0;
    if (run > MAX_RUN) return false;
    if (run > 0) few++;
  }
  return few <= Math.max(MIN_ALLOWED, MAX_SHARE * deviations.length);
}

/** The largest power of ten that all values are multiples of, within bounds by what is usual. */
function resolutionOf(y: Float64Array): number {
  const usual = median(y.map(Math.abs));
  if (usual === 0) return Number.POSITIVE_INFINITY;
  let unit = 1;
  while (unit > COARSEST * usual && unit > Number.MIN_VALUE) unit /= 10;
  while (unit * 10 <= COARSEST * usual) unit *= 10;
  for (let digits = 0; digits < MAX_DIGITS; digits++, unit /= 10) {
    const isMultiple = (value: number) => {
      const count = value / unit;
      return Math.abs(count - Math.round(count)) <= 1e-9 * Math.max(1, Math.abs(count));
    };
    if (y.every(isMultiple)) break;
  }
  return unit;
}

/**
 * Whether a series is spread wider than usual at a place, the season left aside; never in one that mostly
 * stands still.
 *
 * @param y missing values are NaN
 */
export function widerSpread(y: Float64Array, season: number): (t: number) => boolean {
  const complete = y.some(Number.isNaN) ? bridgedGaps(y, season) : y;
  if (!complete || y.length <= SPREAD_WINDOW) return () => false;
  const form = seasonFormOf(complete, season);
  const adjusted = complete.map(adjustSeason(complete, season, form, "median").adjust);
  const middle = runningMedian(adjusted);
  const sizes = adjusted.map((value, t) => Math.abs(value - middle[t]));
  const usual = MEDIAN_TO_DEVIATION * median(sizes);
  return (t) => usual > 0 && spreadAt(sizes, t, usual) > usual;
}
