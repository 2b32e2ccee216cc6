import { seasonalIndices } from "../../analysis/seasonal-indices.js";
import type { EtsForm } from "./forms.js";

/** States before the first observation, from which the search starts. */
export interface EtsStart {
  readonly level: number;
  readonly slope: number;
  /** [period] or empty. */
  readonly seasons: Float64Array;
  /** Mean size of a seasonally adjusted step: the scale of all of them. */
  readonly step: number;
  /** The first observation, seasonally adjusted. */
  readonly first: number;
}

/**
 * Heuristic initial states: seasonal indices by classical decomposition, then a straight line through
 * the beginning of the adjusted series.
 *
 * @param y at least two seasons for forms with a season, all positive where it is multiplicative
 * @see Hyndman, Koehler, Ord & Snyder (2008), section 2.6.1
 */
export function etsStart(y: Float64Array, form: EtsForm, period: number): EtsStart {
  let seasons = new Float64Array(0);
  let adjusted = y;
  if (form.season === "A") {
    seasons = Float64Array.from(seasonalIndices(y, period, "additive"));
    adjusted = y.map((value, t) => value - seasons[t % period]);
  } else if (form.season === "M") {
    seasons = seasonalIndices(y, period, "multiplicative").map((index) => Math.max(index, 0.01));
    adjusted = y.map((value, t) => value / seasons[t % period]);
  }
  const n = adjusted.length;
  let step = 0;
  for (let t = 1; t < n; t++) step += Math.abs(adjusted[t] - adjusted[t - 1]) / (n - 1);
  const head = adjusted.subarray(0, Math.max(10, 2 * period));
  const { intercept, slope } = straightLine(head);
  if (form.trend === "N") {
    return {
      level: head.reduce((sum, value) => sum + value, 0) / head.length,
      slope: 0,
      seasons,
      step,
      first: adjusted[0],
    };
  }
  if (form.trend === "A") return { level: intercept, slope, seasons, step, first: adjusted[0] };
  const first = intercept + slope;
  const growth = (first + slope) / first;
  return first > 0 && growth > 0
    ? { level: first / growth, slope: growth, seasons, step, first: adjusted[0] }
    : { level: Math.max(adjusted[0], 1e-3), slope: 1, seasons, step, first: adjusted[0] };
}

/** Least squares of values on 1, 2, 3, … */
export function straightLine(values: Float64Array): { intercept: number; slope: number } {
  const n = values.length;
  const middle = (n + 1) / 2;
  let mean = 0;
  for (const value of values) mean += value / n;
  let covariance = 0;
  for (let t = 0; t < n; t++) covariance += (t + 1 - middle) * (values[t] - mean);
  const slope = n > 1 ? covariance / ((n * (n * n - 1)) / 12) : 0;
  return { intercept: mean - slope * middle, slope };
}
