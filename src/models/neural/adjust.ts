import { exp, log } from "../../engine/float64.js";
import { isSeasonal, seasonalIndices } from "../../features/seasonal.js";

/** A series made easy for a network, and the way back. */
export interface Adjusted {
  /** Logarithms where all observations are positive, seasonal indices taken out, in units of `scale`. */
  readonly values: Float64Array;
  /** An adjusted value at time index t (which may lie in the future) as an observation. */
  restore(value: number, t: number): number;
}

/**
 * Levels the playing field between series: multiplicative growth and seasons become additive, seasons
 * go, and the mean absolute step becomes 1. Everything is learned from `y` alone.
 *
 * @see Smyl (2020), "A hybrid method of exponential smoothing and recurrent neural networks", section 3
 */
export function adjust(y: Float64Array, season: number): Adjusted {
  const logarithmic = y.every((value) => value > 0);
  const z = logarithmic ? y.map(log) : Float64Array.from(y);
  const indices = isSeasonal(z, season) ? seasonalIndices(z, season) : undefined;
  if (indices) for (let t = 0; t < z.length; t++) z[t]! -= indices[t % season]!;
  let steps = 0;
  for (let t = 1; t < z.length; t++) steps += Math.abs(z[t]! - z[t - 1]!);
  const scale = steps > 0 ? steps / (z.length - 1) : 1;
  for (let t = 0; t < z.length; t++) z[t]! /= scale;
  return {
    values: z,
    restore(value, t) {
      const whole = value * scale + (indices ? indices[t % season]! : 0);
      return logarithmic ? exp(whole) : whole;
    },
  };
}
