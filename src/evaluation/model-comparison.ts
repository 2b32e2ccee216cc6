import { observations } from "../data/panel/from-table.js";
import type { BacktestScores } from "./backtest.js";
import { type Comparison, dieboldMariano, dieboldMarianoSmoothed } from "./diebold-mariano.js";
import type { Fold } from "./folds.js";
import { mae, naiveScale } from "./metrics.js";

/** Whether two models differ by more than chance. */
export interface ModelComparison extends Comparison {
  /** What the `n` losses are of: folds, each a mean over series, or series, each a mean over folds. */
  readonly over: "folds" | "series";
  /** How many series count. */
  readonly series: number;
  /** Folds with which single series can be compared. */
  readonly needed: number;
}

/**
 * Fewest losses of which a difference is claimed. The test relies on the mean of the losses being close to
 * normal: three that happen to differ by nearly as much would else be taken for a proof.
 */
export const MIN_LOSSES = 8;

/**
 * Compares two models on the same folds: by the mean loss of each fold over all series and steps, so that
 * neither steps nor series need be independent of each other, nor folds that overlap. Where folds are too
 * few for that, by that of each series, taken as independent of the others. The p-value is NaN for fewer
 * than {@link MIN_LOSSES} losses.
 *
 * Losses are those of MASE, or of an only series its absolute errors. Series count for which they are
 * known in every fold.
 *
 * @param folds the oldest first
 * @param step  observations from one fold to the next
 */
export function compareModels(
  folds: readonly Fold[],
  step: number,
  first: Pick<BacktestScores, "forecasts">,
  second: Pick<BacktestScores, "forecasts">,
): ModelComparison {
  const overlap = Math.ceil(folds[0].horizon / step);
  const needed = Math.max(2 * overlap, MIN_LOSSES);
  const pairs = [lossesOf(folds, first), lossesOf(folds, second)] as const;
  const known = folds[0].training.series.flatMap((_, s) =>
    pairs.some((losses) => losses[s].some(Number.isNaN)) ? [] : [s],
  );
  const [one, other] = pairs.map((losses) => known.map((s) => losses[s])) as [
    Float64Array[],
    Float64Array[],
  ];
  if (folds.length < needed && known.length > 1) {
    return {
      ...claimed(dieboldMariano(one.map(meanOf), other.map(meanOf), 1)),
      over: "series",
      series: known.length,
      needed,
    };
  }
  const each = (losses: readonly Float64Array[]) =>
    folds.map((_, f) => meanOf(losses.map((series) => series[f])));
  return {
    ...claimed(dieboldMarianoSmoothed(each(one), each(other), overlap)),
    over: "folds",
    series: known.length,
    needed,
  };
}

/** The comparison, or nothing of it where there are too few losses. */
function claimed(comparison: Comparison): Comparison {
  if (comparison.n >= MIN_LOSSES) return comparison;
  return { statistic: Number.NaN, pValue: Number.NaN, n: comparison.n };
}

/** Losses [fold] of each series of the first fold, which all others have too; NaN where not known. */
function lossesOf(
  folds: readonly Fold[],
  { forecasts }: Pick<BacktestScores, "forecasts">,
): Float64Array[] {
  const { series } = folds[0].training;
  const losses = series.map(() => new Float64Array(folds.length));
  for (const [f, { training, test }] of folds.entries()) {
    const places = new Map(training.series.map(({ id }, place) => [id, place]));
    for (const [s, { id }] of series.entries()) {
      const place = places.get(id)!;
      const actual = test[place];
      const error = mae(actual, forecasts[f][place].mean.subarray(0, actual.length));
      const { absolute } =
        series.length > 1
          ? naiveScale(observations(training.series[place]), training.season)
          : { absolute: 1 };
      losses[s][f] = absolute > 0 ? error / absolute : Number.NaN;
    }
  }
  return losses;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
