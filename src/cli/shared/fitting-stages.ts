import type { ForecastListeners } from "../../evaluation/forecast.js";
import { trainingSummary } from "../../report/forecast/training.js";
import type { Progress } from "../../report/text/progress.js";
import type { Stage } from "../../report/text/stages.js";
import type { ChosenModel } from "../../tasks/choose-models.js";

const FITTING = (label: string) => `fitting ${label}`;
const INTERVALS = (label: string) => `intervals of ${label}`;
const HOLDOUT = (label: string) => `hold-out of ${label}`;

/** What models are compared with on the hold-out. */
const REFERENCE = "seasonal-naive";

/** What the fits of models do one after the other, as {@link stageListeners} hear it. */
export function fittingStages(models: readonly Pick<ChosenModel, "label" | "model">[]): Stage[] {
  return models.flatMap(({ label, model }) =>
    [FITTING(label), ...(model.fitsAgain ? [INTERVALS(label)] : [])].map((what) => ({
      what,
      like: label,
    })),
  );
}

/** The judgements of models that follow. */
export function holdoutStages(models: readonly Pick<ChosenModel, "label">[]): Stage[] {
  const labels = models.map(({ label }) => label);
  const reference = labels.includes(REFERENCE) ? [] : [REFERENCE];
  return [...labels, ...reference].map((label) => ({
    what: HOLDOUT(label),
    ...(label !== REFERENCE && { like: label }),
  }));
}

/** Begins the stages of a progress as they are heard of. */
export function stageListeners(progress: Progress): ForecastListeners {
  const again = new Set<string>();
  return {
    ...progress.listeners,
    onFit: (label) => progress.start(FITTING(label)),
    onIntervals: (label) => {
      // A combination makes those of its members one by one.
      if (!again.has(label)) progress.start(INTERVALS(label));
      again.add(label);
    },
    onFitted: (fitted) => progress.done(trainingSummary(fitted)),
    onJudge: (label) => progress.start(HOLDOUT(label)),
    onJudged: () => progress.done(),
  };
}
