import type { Panel } from "../data/panel/panel.js";
import type { GradientFlow } from "../engine/gradient-flow.js";
import { FitError, type ForetellError, UsageError } from "../errors.js";
import { seasonalNaive } from "../models/baseline/seasonal-naive.js";
import type {
  Diagnostics,
  FitContext,
  Model,
  Selection,
  SeriesForecast,
  TrainingSummary,
} from "../models/model.js";
import { requireFinite } from "../models/validated.js";
import {
  type Distribution,
  type DistributionWishes,
  distributionOf,
  levelsToFit,
} from "./distribution.js";
import { canHoldBack, describeUnscored } from "./folds.js";
import type { Holdout } from "./holdout.js";

/** A model and what reports call it. */
export interface LabeledModel {
  /** Column name: the model's name, or its whole spec where the name alone would not be unique. */
  readonly label: string;
  readonly model: Model;
  /** The same model without intervals from past errors: enough to judge its means. */
  readonly plain?: Model;
}

/** What one model forecast, and how good its forecasts of the last observations would have been. */
export interface ModelForecast extends Distribution {
  readonly label: string;
  /** One a series, in the panel's order. */
  readonly forecasts: readonly SeriesForecast[];
  /** Undefined when nothing was held back. */
  readonly holdout: Holdout | undefined;
  readonly training: TrainingSummary | undefined;
  /** What was weighed, of a model that combines others. */
  readonly selection?: readonly Selection[] | undefined;
  readonly gradientFlow: GradientFlow | undefined;
  /** One a series, of models that estimate each for itself. */
  readonly diagnostics?: readonly Diagnostics[] | undefined;
}

/** A model that could not be fitted, and why. */
export interface ModelFailure {
  readonly label: string;
  readonly error: ForetellError;
}

/** Whether an error is about one model, so that others may still be fitted. */
export function isModelError(error: unknown): error is FitError | UsageError {
  return error instanceof FitError || error instanceof UsageError;
}

/** What came of forecasting a panel with several models. */
export interface ForecastOutcome {
  /** The series that were forecast: all, or the first ones of an interrupted first model. */
  readonly panel: Panel;
  readonly models: readonly ModelForecast[];
  readonly failures: readonly ModelFailure[];
  /** Seasonal naive on the same held-back observations; undefined when nothing was held back. */
  readonly reference: Holdout | undefined;
}

/** Hears how the work goes on. */
export interface ForecastListeners
  extends Pick<FitContext, "onProgress" | "onSeries" | "onBatch" | "onShare"> {
  readonly onFit?: (label: string) => void;
  readonly onIntervals?: (label: string) => void;
  readonly onFitted?: (forecast: ModelForecast) => void;
  readonly onJudge?: (label: string) => void;
  readonly onJudged?: (label: string) => void;
}

/** What is wanted besides forecasts. */
export interface ForecastExtras extends DistributionWishes {
  /** Hold-out scores of each model, and of seasonal naive to compare with. */
  readonly judged?: boolean;
  readonly diagnosed?: boolean;
}

/**
 * Fits each model to the whole panel and forecasts `context.horizon` steps, then fits each again without
 * the last `horizon` observations and scores its forecast of them. A network of a long series that was
 * trained for its intervals, on a few observations less, is not trained a third time.
 *
 * Nothing is scored when no series has twice as many observations as the horizon.
 *
 * A model that cannot be fitted does not stop the others. When `context.signal` aborts, what was fitted
 * so far is returned: of the first model possibly the first series only.
 *
 * @throws the error of the first model when none can be fitted
 */
export async function forecastAndJudge(
  whole: Panel,
  models: readonly LabeledModel[],
  context: FitContext,
  { judged = true, diagnosed = true, ...wishes }: ForecastExtras = {},
  { onFit, onIntervals, onFitted, onJudge, onJudged, ...progress }: ForecastListeners = {},
): Promise<ForecastOutcome> {
  const { horizon, signal, warn } = context;
  const levels = levelsToFit(context.levels, wishes);
  const fitted: (ModelForecast & { readonly plain: Model })[] = [];
  const failures: ModelFailure[] = [];
  let panel = whole;
  for (const { label, model, plain = model } of models) {
    const skip = () => warn(`interrupted: no forecast of ${label}`);
    if (signal?.aborted && fitted.length > 0) {
      skip();
      continue;
    }
    onFit?.(label);
    try {
      const fit = await model.fit(panel, {
        ...{ ...context, ...progress, ...(levels && { levels }) },
        ...(onIntervals && { onIntervals: () => onIntervals(label) }),
      });
      const forecasts = fit.forecast(horizon, context.levels);
      requireFinite(label, forecasts);
      if (forecasts.length < panel.series.length) {
        if (fitted.length > 0) {
          skip();
          continue;
        }
        warn(
          `interrupted: ${label} forecasts the first ${forecasts.length} of ${panel.series.length} series`,
        );
        panel = { ...panel, series: panel.series.slice(0, forecasts.length) };
      }
      const { training, gradientFlow, selection } = fit;
      const diagnostics = diagnosed ? fit.diagnostics?.() : undefined;
      const report = {
        ...{ label, forecasts, training, gradientFlow, selection, diagnostics },
        ...distributionOf(label, fit, context, wishes),
        holdout: undefined,
      };
      onFitted?.(report);
      fitted.push({ ...report, plain });
    } catch (error) {
      if (!isModelError(error)) throw error;
      if (!signal?.aborted) failures.push({ label, error });
      else if (fitted.length > 0) skip();
      else throw error;
    }
  }
  if (fitted.length === 0) throw failures[0].error;

  const enough = panel.series.some(({ y }) => canHoldBack(y.length, horizon));
  const judge = async (label: string, model: Model): Promise<Holdout | undefined> => {
    if (!judged || !enough || signal?.aborted) return undefined;
    onJudge?.(label);
    try {
      const { holdout } = await import("./holdout.js");
      // The fit to all observations has given its warnings already.
      const scores = await holdout(panel, model, {
        ...{ ...context, ...progress, reuse: "network" },
        warn: () => {},
      });
      return signal?.aborted ? undefined : scores;
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
      if (!signal?.aborted)
        warn(`${label} could not be judged on held-back rows: ${error.message}`);
      return undefined;
    } finally {
      onJudged?.(label);
    }
  };
  const scored: ModelForecast[] = [];
  for (const { plain, ...report } of fitted) {
    scored.push({ ...report, holdout: await judge(report.label, plain) });
  }
  const reference =
    scored.find(({ label }) => label === seasonalNaive.name)?.holdout ??
    (await judge(seasonalNaive.name, seasonalNaive.create({})));
  if (reference !== undefined && reference.missing > 0) {
    const all = horizon * reference.series.filter((scores) => scores !== undefined).length;
    warn(describeUnscored(reference.missing, all));
  }
  return { panel, models: scored, failures, reference };
}
