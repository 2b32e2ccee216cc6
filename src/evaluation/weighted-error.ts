import type { Fold } from "./folds.js";

/** Weighted absolute percentage errors, in percent; NaN where all observations are 0 or missing. */
export interface WeightedErrors {
  readonly all: number;
  /** One a series of the last fold's training panel. */
  readonly series: readonly number[];
  /** At each step ahead, [horizon]. */
  readonly steps: readonly number[];
}

/**
 * WAPE, 100 · Σ|y − ŷ| / Σ|y|, over everything that was forecast: the mean absolute percentage error with
 * each observation weighted by its size, so that zeros do no harm.
 *
 * @param forecasts of each fold, in its training panel's order; of fewer folds when it was interrupted
 * @see Kolassa & Schütz (2007), "Advantages of the MAD/MEAN ratio over the MAPE"
 */
export function weightedErrors(
  folds: readonly Fold[],
  forecasts: readonly (readonly { readonly mean: ArrayLike<number> }[])[],
): WeightedErrors {
  const all = new Ratio();
  const steps = Array.from({ length: folds[0].horizon }, () => new Ratio());
  const series = new Map(
    folds[folds.length - 1].training.series.map(({ id }) => [id, new Ratio()] as const),
  );
  forecasts.forEach((ahead, f) => {
    const { training, test } = folds[f];
    ahead.forEach(({ mean }, s) => {
      test[s].forEach((y, h) => {
        if (Number.isNaN(y)) return;
        for (const ratio of [all, steps[h], series.get(training.series[s].id)!]) {
          ratio.add(Math.abs(y - mean[h]), Math.abs(y));
        }
      });
    });
  });
  return {
    all: all.percent,
    series: Array.from(series.values(), ({ percent }) => percent),
    steps: steps.map(({ percent }) => percent),
  };
}

class Ratio {
  private error = 0;
  private size = 0;

  add(error: number, size: number): void {
    this.error += error;
    this.size += size;
  }

  get percent(): number {
    const value = 100 * (this.error / this.size);
    return Number.isFinite(value) ? value : Number.NaN;
  }
}
