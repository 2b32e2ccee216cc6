import { centredAverage, seasonalIndices } from "./seasonal-indices.js";
import { hasSeason } from "./seasonality.js";

/** How a season enters a series: not at all, added to its trend, or as a factor of it. */
export type SeasonForm = "none" | "additive" | "multiplicative";

/** A series without its season, and the way back. */
export interface SeasonalAdjustment {
  readonly form: SeasonForm;
  /** [n] */
  readonly adjusted: Float64Array;
  /** A value of the adjusted series at time index t, which may lie in the future, as an observation. */
  restore(value: number, t: number): number;
  /** Factor from deviations of the adjusted series at time index t to those of observations. */
  scale(t: number): number;
}

/**
 * Takes a season out by the indices of classical decomposition.
 *
 * @param y at least two seasons, all positive for a multiplicative season
 */
export function adjustSeason(
  y: Float64Array,
  season: number,
  form: SeasonForm,
): SeasonalAdjustment {
  if (form === "none") {
    return { form, adjusted: y, restore: (value) => value, scale: () => 1 };
  }
  const indices = seasonalIndices(y, season, form);
  const index = (t: number) => indices[t % season];
  if (form === "additive") {
    return {
      form,
      adjusted: y.map((value, t) => value - index(t)),
      restore: (value, t) => value + index(t),
      scale: () => 1,
    };
  }
  return {
    form,
    adjusted: y.map((value, t) => value / index(t)),
    restore: (value, t) => value * index(t),
    scale: index,
  };
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
