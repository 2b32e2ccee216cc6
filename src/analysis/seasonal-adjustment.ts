import { bestSpan } from "./season-span.js";
import { centredAverage, seasonalIndices } from "./seasonal-indices.js";
import { hasSeason } from "./seasonality.js";
import { mstl, seasonalFreedom } from "./stl.js";

/** How a season enters a series: not at all, added to its trend, or as a factor of it. */
export type SeasonForm = "none" | "additive" | "multiplicative";

/** Seasons over which STL smooths the shortest of several seasons at first, and how many more each longer one. */
const STL_WINDOW = 11;
const LONGER_WINDOW = 4;

/** A series without its season, and the way back. */
export interface SeasonalAdjustment {
  readonly form: SeasonForm;
  /** [n] */
  readonly adjusted: Float64Array;
  /** An observation at time index t as a value of the adjusted series. */
  adjust(value: number, t: number): number;
  /** A value of the adjusted series at time index t, which may lie in the future, as an observation. */
  restore(value: number, t: number): number;
  /** Factor from deviations of the adjusted series at time index t to those of observations. */
  scale(t: number): number;
}

/**
 * Takes a season out by the indices of classical decomposition.
 *
 * @param y       at least two seasons, all positive for a multiplicative season
 * @param average of the values at each place of the season, as in {@link seasonalIndices}
 */
export function adjustSeason(
  y: Float64Array,
  season: number,
  form: SeasonForm,
  average: "mean" | "median" = "mean",
): SeasonalAdjustment {
  if (form === "none") {
    return { form, adjusted: y, adjust: same, restore: same, scale: () => 1 };
  }
  const indices = seasonalIndices(y, season, form, average);
  const index = (t: number) => indices[t % season];
  if (form === "additive") {
    const adjust = (value: number, t: number) => value - index(t);
    return {
      form,
      adjusted: y.map(adjust),
      adjust,
      restore: (value, t) => value + index(t),
      scale: () => 1,
    };
  }
  const adjust = (value: number, t: number) => value / index(t);
  return {
    form,
    adjusted: y.map(adjust),
    adjust,
    restore: (value, t) => value * index(t),
    scale: index,
  };
}

function same(value: number): number {
  return value;
}

/**
 * How the season of a series enters, if it has one: multiplicative where all values are positive and
 * factors leave the smaller remainder of classical decomposition, else additive.
 *
 * @param y complete
 */
export function seasonFormOf(y: Float64Array, season: number): SeasonForm {
  if (!hasSeason(y, season)) return "none";
  if (!y.every((value) => value > 0)) return "additive";
  const trend = centredAverage(y, season);
  const remainder = (form: "additive" | "multiplicative") => {
    const indices = seasonalIndices(y, season, form);
    return trend.reduce((sum, level, t) => {
      const index = indices[t % season];
      const rest = y[t] - (form === "additive" ? level + index : level * index);
      return Number.isNaN(rest) ? sum : sum + rest * rest;
    }, 0);
  };
  return remainder("multiplicative") <= remainder("additive") ? "multiplicative" : "additive";
}

/**
 * Takes seasons out by STL, or MSTL if they are several, which lets each of them change over time: the
 * shortest, which is seen most often, as fast as its past shows ({@link bestSpan}). Those ahead repeat the
 * last of each.
 *
 * @param y       more than two of the longest season
 * @param seasons lengths, ascending
 * @returns the adjustment, and the degrees of freedom that the seasons take
 * @see {@link mstl}
 */
export function adjustChanging(
  y: Float64Array,
  seasons: readonly number[],
): SeasonalAdjustment & { readonly freedom: number } {
  const usual = (place: number) => STL_WINDOW + LONGER_WINDOW * place;
  const first = mstl(y, seasons, usual).seasonal;
  const longer = first.slice(1);
  const span = bestSpan(
    y.map((value, t) => value - longer.reduce((sum, component) => sum + component[t], 0)),
    seasons[0],
  );
  const windowOf = (place: number) => (place === 0 ? span : usual(place));
  const seasonal = span === STL_WINDOW ? first : mstl(y, seasons, windowOf).seasonal;
  const at = (t: number) =>
    seasonal.reduce((sum, component, i) => {
      const from = y.length - seasons[i];
      return sum + component[t < y.length ? t : from + ((t - y.length) % seasons[i])];
    }, 0);
  const adjust = (value: number, t: number) => value - at(t);
  return {
    form: "additive",
    adjusted: y.map(adjust),
    adjust,
    restore: (value, t) => value + at(t),
    scale: () => 1,
    freedom: seasons.reduce(
      (sum, season, i) => sum + seasonalFreedom(y.length, season, windowOf(i)),
      0,
    ),
  };
}
