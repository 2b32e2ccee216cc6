import { exp, log } from "../numeric/elementary.js";
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
  return withoutIndex(y, form, (t) => indices[t % season]);
}

/** @param index of the season at each time index, to be added or multiplied */
function withoutIndex(
  y: Float64Array,
  form: Exclude<SeasonForm, "none">,
  index: (t: number) => number,
): SeasonalAdjustment {
  const factors = form === "multiplicative";
  const adjust = (value: number, t: number) => (factors ? value / index(t) : value - index(t));
  return {
    form,
    adjusted: y.map(adjust),
    adjust,
    restore: (value, t) => (factors ? value * index(t) : value + index(t)),
    scale: factors ? index : () => 1,
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
 * @param y       more than two of the longest season, all positive for multiplicative ones
 * @param seasons lengths, ascending
 * @param given   seasons over which the shortest is smoothed, if that is known
 * @returns the adjustment, and the degrees of freedom that the seasons take
 * @see {@link mstl}
 */
export function adjustChanging(
  y: Float64Array,
  seasons: readonly number[],
  form: Exclude<SeasonForm, "none"> = "additive",
  given?: number,
): SeasonalAdjustment & { readonly freedom: number } {
  const factors = form === "multiplicative";
  const z = factors ? y.map(log) : y;
  const n = y.length;
  const windowOf = (place: number) => (place > 0 ? STL_WINDOW + LONGER_WINDOW * place : span);
  let span = given ?? STL_WINDOW;
  let { seasonal } = mstl(z, seasons, windowOf);
  if (!given) {
    const rest = z.map((value, t) =>
      seasonal.reduce((x, own, i) => (i > 0 ? x - own[t] : x), value),
    );
    span = bestSpan(rest, seasons[0], span);
    if (span !== STL_WINDOW) seasonal = mstl(z, seasons, windowOf).seasonal;
  }
  const index = (t: number) => {
    const sum = seasonal.reduce((sum, component, i) => {
      const at = t < n ? t : n - seasons[i] + ((t - n) % seasons[i]);
      return sum + component[at];
    }, 0);
    return factors ? exp(sum) : sum;
  };
  return {
    ...withoutIndex(y, form, index),
    freedom: seasons.reduce((sum, season, i) => sum + seasonalFreedom(n, season, windowOf(i)), 0),
  };
}
