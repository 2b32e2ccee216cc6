import { normalQuantile } from "../../numeric/normal.js";
import type { FittedModel, SeriesForecast } from "../model.js";

/** Quantiles of what is to come in one series. */
export interface SeriesQuantiles {
  readonly id: string;
  /** [quantiles][horizon], in the order of the probabilities, which is ascending. */
  readonly values: readonly Float64Array[];
}

/** Level in percent of an interval around nothing but the median. */
const NARROWEST = 1;

/**
 * Forecasts of quantiles. An interval of level L has the quantiles (1 ∓ L/100)/2 at its ends, so that 0.1
 * and 0.9 are the ends of the 80 % interval; 0.5 is the forecast itself, unless that lies at or beyond the
 * ends of the 1 % interval: the median of demand that is mostly none is 0. No quantile is below a lower one.
 *
 * Of a model that has learned the intervals of some levels only, quantiles between and beyond these are
 * read where they are linear in Φ⁻¹(τ), as in the CRPS.
 *
 * @param probabilities between 0 and 1, ascending
 * @param options `rounded` false for values between whole numbers where forecasts are held to these
 * @returns one a series, undefined for a model that gives no intervals
 *
 * @example
 * const panel = await readPanel("nottem");
 * const fitted = await createModel("theta").fit(panel, { horizon: 12, seed: 1, warn: console.warn });
 * const [{ values }] = forecastQuantiles(fitted, 12, [0.1, 0.5, 0.9]);
 * values[0][0] < values[1][0]; // true
 *
 * @throws RangeError for a probability that is not between 0 and 1, or not after the one before it, and
 *   unless the horizon is a whole number ≥ 1
 */
export function forecastQuantiles(
  fitted: Pick<FittedModel, "forecast" | "unlimited">,
  horizon: number,
  probabilities: readonly number[],
  { rounded = true }: { readonly rounded?: boolean } = {},
): SeriesQuantiles[] | undefined {
  probabilities.forEach((p, i) => {
    if (p > 0 && p < 1 && (i === 0 || p > probabilities[i - 1])) return;
    throw new RangeError(`quantiles must ascend between 0 and 1, got ${probabilities.join(", ")}`);
  });
  // Held last, as a quantile beyond the ends of intervals may lie beyond limits too.
  const { unlimited = fitted } = fitted;
  const forecasts = withIntervalsAt(unlimited, horizon, [NARROWEST, ...levelsFor(probabilities)]);
  const holds = forecasts && fitted.unlimited?.holds(forecasts, rounded);
  return forecasts?.map((forecast, s) => {
    const scores = probabilities.map((p) => scoreAt(p));
    const values = scores.map(() => new Float64Array(horizon));
    for (let h = 0; h < horizon; h++) {
      const at = quantileFunction(forecast, h);
      for (const [q, z] of scores.entries()) values[q][h] = at(z);
    }
    return { id: forecast.id, values: holds ? values.map(holds[s]) : values };
  });
}

/** Levels in percent, of 1 and more, of the intervals that end at quantiles; ascending. */
export function levelsFor(probabilities: readonly number[]): number[] {
  const levels = probabilities.map(levelAt).filter((level) => level >= NARROWEST);
  return [...new Set(levels)].sort((a, b) => a - b);
}

/**
 * Forecasts with intervals at these levels, or of a model that has learned others at those.
 *
 * @returns undefined for a model that gives none
 */
export function withIntervalsAt(
  fitted: Pick<FittedModel, "forecast">,
  horizon: number,
  levels: readonly number[],
): SeriesForecast[] | undefined {
  const asked = fitted.forecast(
    horizon,
    [...new Set(levels)].sort((a, b) => a - b),
  );
  const given = ({ intervals = [] }: SeriesForecast) => intervals.length > 0;
  if (asked.every(given)) return asked;
  const learned = fitted.forecast(horizon);
  return learned.every(given) ? learned : undefined;
}

/**
 * The quantile function of a forecast at a step ahead, by the standard normal score Φ⁻¹(τ): through the
 * ends of its intervals, linear between and beyond them, and never falling.
 */
export function quantileFunction(
  { mean, intervals = [] }: SeriesForecast,
  h: number,
): (score: number) => number {
  const ends = [...intervals]
    .sort((a, b) => a.level - b.level)
    .map(({ level, lo, hi }) => ({ z: normalQuantile(0.5 + level / 200), lo: lo[h], hi: hi[h] }));
  const [first] = ends;
  const median = first ? medianOf(first, mean[h]) : mean[h];
  let lo = median;
  let hi = median;
  // Intervals of higher levels hold those of lower ones.
  const below = [{ z: 0, value: median }];
  const above = [{ z: 0, value: median }];
  for (const end of ends) {
    // An end that was moved to hold the forecast tells nothing of the quantile there.
    if (end.lo !== mean[h]) lo = Math.min(lo, end.lo);
    if (end.hi !== mean[h]) hi = Math.max(hi, end.hi);
    below.push({ z: end.z, value: lo });
    above.push({ z: end.z, value: hi });
  }
  return (score) => valueAt(score < 0 ? below : above, Math.abs(score));
}

/** Where the forecast is one end of the narrowest interval, the median is the other, as that end was moved to hold it. */
function medianOf({ lo, hi }: { readonly lo: number; readonly hi: number }, mean: number): number {
  if (lo < mean && hi <= mean) return lo;
  if (hi > mean && lo >= mean) return hi;
  return mean;
}

interface Knot {
  /** Distance from the median, ascending. */
  readonly z: number;
  readonly value: number;
}

/** Linear between knots, and on from the last two. */
function valueAt(knots: readonly Knot[], z: number): number {
  if (knots.length === 1) return knots[0].value;
  const found = knots.findIndex((knot) => knot.z >= z);
  if (found >= 0 && knots[found].z === z) return knots[found].value;
  const next = found < 0 ? knots.length - 1 : found;
  const [from, to] = [knots[next - 1], knots[next]];
  return from.value + ((z - from.z) / (to.z - from.z)) * (to.value - from.value);
}

/** Level of the interval that ends at a quantile, without the noise of 0.35 · 2 − 1. */
function levelAt(p: number): number {
  return Math.round(Math.abs(2 * p - 1) * 1e12) / 1e10;
}

/** Φ⁻¹(p), to the bit that of the interval that ends there. */
function scoreAt(p: number): number {
  const score = normalQuantile(0.5 + levelAt(p) / 200);
  return p < 0.5 ? -score : score;
}
