import { isSeasonal, seasonalIndices } from "../../analysis/seasonal-indices.js";
import { exp, log } from "../../numeric/elementary.js";

export interface TransformChoice {
  /** Take logarithms. */
  readonly log: boolean;
  /** Take differences from step to step. */
  readonly difference: boolean;
}

/** A series without its season, in a form whose regimes stay where they are. */
export interface TransformedSeries {
  readonly values: Float64Array;
  /** A level of `values`, or with differences the sum of those after the last, as an observation at t. */
  restore(value: number, t: number): number;
  /** The inverse: an observation at t as such a level or sum. */
  adjust(value: number, t: number): number;
  /** Σ ln |dy/dz| of the observations from index `from` on: what makes likelihoods comparable. */
  jacobian(from: number): number;
}

/**
 * Takes the season out (ratios where all values are positive) where the 90 % test finds one, then
 * logarithms and differences as wanted. Everything is learned from `y`, so seasons lie by its own index.
 */
export function logDeseasonDifference(
  y: Float64Array,
  season: number,
  how: TransformChoice,
): TransformedSeries {
  const positive = y.every((value) => value > 0);
  const seasonal = isSeasonal(y, season);
  const indices = seasonal
    ? seasonalIndices(y, season, positive ? "multiplicative" : "additive")
    : Float64Array.of(positive ? 1 : 0);
  const index = (t: number) => indices[t % indices.length];
  const adjusted = y.map((value, t) => (positive ? value / index(t) : value - index(t)));
  const levels = how.log ? adjusted.map(log) : adjusted;
  const last = levels[levels.length - 1];
  return {
    values: how.difference ? levels.subarray(1).map((value, t) => value - levels[t]) : levels,
    restore(value, t) {
      const whole = how.difference ? last + value : value;
      // Relative to the last one, so that a series that stands still does so to the last digit.
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
