import { suitsLogarithms } from "../../analysis/breaks.js";
import { seasonalIndices } from "../../analysis/seasonal-indices.js";
import { hasSeason } from "../../analysis/seasonality.js";
import { meanAbsoluteDifference } from "../../numeric/differences.js";
import { exp, log } from "../../numeric/elementary.js";

/** A series as a network sees it, and the way back. */
export interface Adjusted {
  /** The adjusted series, in units of its mean absolute change. */
  readonly values: Float64Array;
  /** An adjusted value at time index t (which may lie in the future) as an observation. */
  restore(value: number, t: number): number;
}

export interface Adjustment {
  /** Take logarithms where all observations are positive. */
  readonly log: boolean;
  /** Take seasonal indices out where the 90 % test finds a season. */
  readonly deseason: boolean;
  /** Take the change over a season as the unit instead of that over one step. */
  readonly seasonUnit?: boolean;
  /** Keep the unit of the (logarithmic) series. */
  readonly ownUnit?: boolean;
}

/**
 * Makes series comparable: logarithms turn multiplicative growth and seasons into additive ones, seasonal
 * indices are subtracted, and the mean absolute change becomes 1, over a season (as MASE measures errors)
 * or over one step.
 *
 * @param known number of first observations from which indices and unit are estimated; all by default
 * @see Smyl (2020), "A hybrid method of exponential smoothing and recurrent neural networks", section 3
 */
export function logDeseasonScale(
  y: Float64Array,
  season: number,
  adjustment: Adjustment,
  known = y.length,
): Adjusted {
  const logarithmic = adjustment.log && suitsLogarithms(y);
  const z = logarithmic ? y.map(log) : Float64Array.from(y);
  const past = z.subarray(0, known);
  const indices =
    adjustment.deseason && hasSeason(past, season) ? seasonalIndices(past, season) : undefined;
  if (indices) for (let t = 0; t < z.length; t++) z[t] -= indices[t % season];
  const scale = adjustment.ownUnit ? 1 : meanChange(past, adjustment.seasonUnit ? season : 1);
  for (let t = 0; t < z.length; t++) z[t] /= scale;
  return {
    values: z,
    restore(value, t) {
      const whole = value * scale + (indices ? indices[t % season] : 0);
      return logarithmic ? exp(whole) : whole;
    },
  };
}

/**
 * Mean |z[t] − z[t − season]|, or |z[t] − z[t − 1]| where there are not two seasons; 1 where nothing
 * changes.
 */
export function meanChange(z: ArrayLike<number>, season: number): number {
  const lag = z.length >= 2 * season ? season : 1;
  return meanAbsoluteDifference(z, lag) || (lag > 1 ? meanChange(z, 1) : 1);
}
