import {
  type BacktestContext,
  type BacktestScores,
  backtest as scoreFolds,
  scoreForecasts,
} from "../evaluation/backtest.js";
import type { Fold } from "../evaluation/folds.js";
import { owa } from "../evaluation/scores.js";
import { undefinedOwa } from "../evaluation/undefined-scores.js";
import { weightedErrors } from "../evaluation/weighted-error.js";
import { naive2 } from "../models/baseline/naive2.js";
import type { ScoredModel } from "../report/backtest/report.js";
import type { Progress } from "../report/text/progress.js";
import type { ChosenModel } from "./choose-models.js";
import { type Outcome, scoreParts } from "./score-parts.js";

/**
 * Scores one model after the other; one that cannot be fitted does not stop the others.
 *
 * @param planned  what the progress calls these stages in a plan that it has already
 * @param showsOwa whether somebody will see it, who should know what it cannot be compared with
 */
export async function scoreAll(
  folds: readonly Fold[],
  models: readonly ChosenModel[],
  context: Omit<BacktestContext, "onFold" | "onSeries" | "onProgress">,
  refit: number,
  progress: Progress,
  planned?: (label: string) => string,
  showsOwa = true,
): Promise<Outcome<ScoredModel>> {
  // Naive2 warns of each series whose season cannot be that of the competitions, in every fold again.
  const unlike = new Set<string>();
  const reference = await scoreFolds(folds, naive2.create({}), {
    seed: context.seed,
    warn: (message) => unlike.add(message),
  });
  if (showsOwa && unlike.size > 0) {
    context.warn(
      `OWA cannot be compared with published figures: values of ${unlike.size} series are not all positive`,
    );
  }
  const ids = folds[folds.length - 1].training.series.map(({ id }) => id);
  const against = (scores: BacktestScores) => {
    const { series, forecasts } = scores;
    const same =
      forecasts.length === folds.length
        ? reference
        : scoreForecasts(folds, reference.forecasts.slice(0, forecasts.length));
    return {
      wape: weightedErrors(folds, forecasts),
      owa: owa(series, same.series),
      seriesOwa: series.map((one, s) => owa([one], [same.series[s]])),
      undefinedScores: [...scores.undefinedScores, ...undefinedOwa(ids, scores, same)],
    };
  };
  const { signal } = context;
  const { scored, failures } = await scoreParts(
    models,
    [folds],
    { signal, progress },
    ({ label }) => planned?.(label) ?? `fitting ${label}`,
    async ({ label, model }): Promise<ScoredModel | undefined> => {
      const start = performance.now();
      const scores = await scoreFolds(folds, model, { ...context, ...progress.listeners }, refit);
      const finished = scores.forecasts.length;
      if (finished === 0) return undefined;
      const seconds = Math.round(performance.now() - start) / 1000;
      const whole = finished === folds.length;
      if (!whole) {
        context.warn(
          `interrupted: ${label} is scored on the first ${finished} of ${folds.length} folds`,
        );
      }
      return { label, scores, ...against(scores), seconds, ...(!whole && { finished }) };
    },
    planned !== undefined,
  );
  return { scored: scored.flatMap(({ scores }) => scores), failures };
}
