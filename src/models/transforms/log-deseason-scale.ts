import { isSeasonal, seasonalIndices } from "../../analysis/seasonal-indices.js";
import { exp, log } from "../../numeric/elementary.js";

/** A series made easy for a network, and the way back. */
export interface Adjusted {
  /** In units of the mean absolute change, logarithms and seasonal indices taken where wanted. */
  readonly values: Float64Array;
  /** An adjusted value at time index t (which may lie in the future) as an observation. */
  restore(value: number, t: number): number;
}

export interface Adjustment {
  /** Take logarithms where all observations are positive. */
  readonly log: boolean;
  /** Take seasonal indices out where the 90 % test finds a season. */
  readonly deseason: boolean;
  /** Measure in changes over a season instead of one step, so that noise counts no more than trend. */
  readonly seasonUnit?: boolean;
  /** Leave the unit as it is. */
  readonly ownUnit?: boolean;
}

/**
 * Levels the playing field between series: multiplicative growth and seasons become additive, seasons
 * go, and the mean absolute change becomes 1: over a season, about as MASE measures errors, or over one
 * step. Everything is learned from `y` alone.
 *
 * @param known observations that it is learned from, the first ones; all by default
 * @see Smyl (2020), "A hybrid method of exponential smoothing and recurrent neural networks", section 3
 */
export function logDeseasonScale(
  y: Float64Array,
  season: number,
  adjustment: Adjustment,
  known = y.length,
): Adjusted {
  const logarithmic = adjustment.log && y.every((value) => value > 0);
  const z = logarithmic ? y.map(log) : Float64Array.from(y);
  const past = z.subarray(0, known);
  const indices =
    adjustment.deseason && isSeasonal(past, season) ? seasonalIndices(past, season) : undefined;
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
  let sum = 0;
  for (let t = lag; t < z.length; t++) sum += Math.abs(z[t] - z[t - lag]);
  if (sum > 0) return sum / (z.length - lag);
  return lag > 1 ? meanChange(z, 1) : 1;
}
