import { observations, type Panel, withoutTail } from "../data/panel/from-table.js";
import { FitError } from "../errors.js";
import type { FitContext, Model } from "../models/model.js";
import { requireCount } from "../models/validated.js";
import { canHoldBack } from "./folds.js";
import { naiveScale } from "./metrics.js";
import { meanScores, type Scores, score } from "./scores.js";
import { type UndefinedScore, undefinedScoresOf } from "./undefined-scores.js";

/** How good forecasts of the last observations would have been. */
export interface Holdout {
  /** Observations of each series that were held back. */
  readonly h: number;
  /** How many of all that were held back are missing, and are not scored. */
  readonly missing: number;
  /** One a series, in the panel's order; undefined for series too short to hold anything back. */
  readonly series: readonly (Scores | undefined)[];
  /** Mean over series of the per-series values. */
  readonly mean: Scores;
  /** Where metrics are not defined, and why: means are of the others. */
  readonly undefinedScores: readonly UndefinedScore[];
}

/**
 * Holds the last `context.horizon` observations of every series back, fits the model to the rest and
 * scores its forecast. The caller fits again to everything.
 *
 * @example
 * const panel = await readPanel("nottem");
 * const context = { horizon: 12, seed: 1, warn: console.warn };
 * const { mean } = await holdout(panel, createModel("naive2"), context);
 *
 * @throws RangeError when no series has twice as many observations as the horizon, and for a horizon that
 *   is not a whole number ≥ 1
 * @throws FitError what the model throws, and when it was interrupted before all series were fitted
 */
export async function holdout(panel: Panel, model: Model, context: FitContext): Promise<Holdout> {
  const h = context.horizon;
  requireCount("the horizon", h);
  const long = panel.series.map(({ y }) => canHoldBack(y.length, h));
  const kept = { ...panel, series: panel.series.filter((_, i) => long[i]) };
  if (kept.series.length === 0) throw new RangeError(`no series can hold ${h} observations back`);
  const training = withoutTail(kept, h);
  const forecasts = (await model.fit(training, context)).forecast(h);
  if (forecasts.length < training.series.length) {
    throw new FitError("interrupted before all series were fitted");
  }
  const tests = kept.series.map((one) => observations(one).subarray(-h));
  const judged = tests.map(
    (test, i): Parameters<typeof score> => [
      test,
      forecasts[i].mean,
      naiveScale(observations(training.series[i]), panel.season),
    ],
  );
  const scores = judged.map((one) => score(...one));
  let next = 0;
  return {
    h,
    missing: tests.reduce((sum, test) => sum + test.filter(Number.isNaN).length, 0),
    series: long.map((is) => (is ? scores[next++] : undefined)),
    mean: meanScores(scores),
    undefinedScores: kept.series.flatMap(({ id }, i) =>
      undefinedScoresOf(id, [scores[i]], () => judged[i]),
    ),
  };
}
