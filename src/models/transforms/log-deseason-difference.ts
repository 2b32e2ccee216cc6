import { seasonalIndices } from "../../analysis/seasonal-indices.js";
import { hasSeason } from "../../analysis/seasonality.js";
import { exp, log } from "../../numeric/elementary.js";

/** Which steps of {@link logDeseasonDifference} to take besides the season. */
export interface TransformChoice {
  /** Take logarithms. */
  readonly log: boolean;
  /** Take differences from step to step. */
  readonly difference: boolean;
}

/** A series without its season, perhaps in logarithms and differences, and the way back. */
export interface TransformedSeries {
  readonly values: Float64Array;
  /** Whether there was a season to take out. */
  readonly seasonal: boolean;
  /** The observation at t for a value of `values`; with differences, for the sum of those after the last. */
  restore(value: number, t: number): number;
  /** The inverse of `restore`. */
  adjust(value: number, t: number): number;
  /** Σ ln |dy/dz| over the observations from index `from` on, which makes likelihoods comparable. */
  jacobian(from: number): number;
}

/**
 * Takes the season out if the 90 % test finds one (by ratios where all values are positive), then
 * logarithms and differences as chosen. Seasons are counted from the start of `y`.
 */
export function logDeseasonDifference(
  y: Float64Array,
  season: number,
  how: TransformChoice,
): TransformedSeries {
  const positive = y.every((value) => value > 0);
  const seasonal = hasSeason(y, season);
  const indices = seasonal
    ? seasonalIndices(y, season, positive ? "multiplicative" : "additive")
    : Float64Array.of(positive ? 1 : 0);
  const index = (t: number) => indices[t % indices.length];
  const adjusted = y.map((value, t) => (positive ? value / index(t) : value - index(t)));
  const levels = how.log ? adjusted.map(log) : adjusted;
  const last = levels[levels.length - 1];
  return {
    seasonal,
    values: how.difference ? levels.subarray(1).map((value, t) => value - levels[t]) : levels,
    restore(value, t) {
      const whole = how.difference ? last + value : value;
      // Relative to the last value, so that a constant series is restored to the last digit.
      const plain = how.log ? adjusted[adjusted.length - 1] * exp(whole - last) : whole;
      return positive ? plain * index(t) : plain + index(t);
    },
    adjust(value, t) {
      const adjusted = positive ? value / index(t) : value - index(t);
      const whole = how.log ? log(adjusted) : adjusted;
      return how.difference ? whole - last : whole;
    },
    jacobian: (from) =>
      how.log ? levels.subarray(from).reduce((sum, value) => sum + value, 0) : 0,
  };
}
