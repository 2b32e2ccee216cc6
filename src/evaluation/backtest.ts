import { observations } from "../data/panel/from-table.js";
import { FitError } from "../errors.js";
import type { FitContext, FittedModel, Interval, Model, SeriesForecast } from "../models/model.js";
import { requireFinite } from "../models/validated.js";
import type { Fold } from "./folds.js";
import { type IntervalScores, scoreInterval } from "./interval-metrics.js";
import { naiveScale, type Scale } from "./metrics.js";
import { meanDefined, meanScores, pooledScores, type Scores, score } from "./scores.js";
import { type UndefinedScore, undefinedScoresOf } from "./undefined-scores.js";

/** How good a model's forecasts were. */
export interface BacktestScores {
  /** One a series, in the order of the last fold's training panel. */
  readonly series: readonly Scores[];
  /** Mean over series of the per-series values. */
  readonly mean: Scores;
  /** One a level of the model's intervals, none when it gives none. */
  readonly coverage: readonly LevelScores[];
  /** Mean over series at each step ahead, [horizon]. */
  readonly steps: readonly Scores[];
  /** What was forecast of each fold, in its training panel's order. */
  readonly forecasts: readonly (readonly SeriesForecast[])[];
  /** Where metrics are not defined, and why: means are of the others. */
  readonly undefinedScores: readonly UndefinedScore[];
}

/** How good the intervals of one level were. */
export interface LevelScores {
  readonly level: number;
  /** One a series; NaN where nothing was observed. */
  readonly series: readonly IntervalScores[];
  readonly mean: IntervalScores;
}

/** What the fits of a backtest may use and report to. */
export interface BacktestContext extends Omit<FitContext, "horizon"> {
  /** Hears when a fold begins how many are done. */
  readonly onFold?: (progress: { readonly done: number; readonly all: number }) => void;
}

/**
 * Fits a model to the training parts of folds and scores its forecasts of their test parts.
 *
 * A series' scores are pooled over folds: see `pooledScores`. Interrupted, they are those of the
 * folds that were finished, as many as there are forecasts of.
 *
 * @example
 * const panel = await readPanel("nottem");
 * const folds = rollingFolds(panel, { horizon: 12, folds: 3, step: 12, window: "expanding" });
 * const { mean } = await backtest(folds, createModel("naive2"), { seed: 1, warn: console.warn });
 * mean.mase < 1; // true
 *
 * @param folds the oldest first, each with all series of those before it
 * @param refit folds from one fit to the next; between them the fit is given the series as they have
 *   grown, and learns nothing. Fitted again as well when there are new series.
 * @throws RangeError when there are no folds
 * @throws FitError what the model throws, and when a forecast is not finite
 */
export async function backtest(
  folds: readonly Fold[],
  model: Model,
  context: BacktestContext,
  refit = 1,
): Promise<BacktestScores> {
  if (folds.length === 0) throw new RangeError("there are no folds to forecast");
  const forecasts: (readonly SeriesForecast[])[] = [];
  const distributions: (readonly SeriesForecast[] | undefined)[] = [];
  let fitted: FittedModel | undefined;
  const fits = foldsToFit(folds, refit);
  for (const [f, { training, horizon }] of folds.entries()) {
    context.onFold?.({ done: f, all: folds.length });
    if (fitted === undefined || fits[f]) {
      try {
        fitted = await model.fit(training, { ...context, horizon });
      } catch (error) {
        if (error instanceof FitError && context.signal?.aborted) break;
        throw error;
      }
    } else {
      fitted = model.restore(fitted.state, training);
    }
    // What was stopped early says nothing of the model.
    if (context.signal?.aborted) break;
    const ahead = fitted.forecast(horizon, context.levels);
    requireFinite(model.name, ahead);
    forecasts.push(ahead);
    distributions.push(context.levels?.length ? distributionOf(fitted, horizon) : undefined);
  }
  return scoreForecasts(folds, forecasts, distributions);
}

/** Whether a backtest fits a model to each of its folds, rather than giving a fit its series. */
export function foldsToFit(folds: readonly Fold[], refit: number): boolean[] {
  let known = 0;
  return folds.map(({ training: { series } }, f) => {
    const isFitted = series.length > known || f % refit === 0;
    if (isFitted) known = series.length;
    return isFitted;
  });
}

/** Levels whose ends tell a distribution well enough for CRPS, whichever levels are reported. */
const DISTRIBUTION_LEVELS = [2, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98];

/** Forecasts at {@link DISTRIBUTION_LEVELS}; undefined of models that give other levels than they were fitted with. */
function distributionOf(fitted: FittedModel, horizon: number): SeriesForecast[] | undefined {
  const forecasts = fitted.forecast(horizon, DISTRIBUTION_LEVELS);
  const whole = forecasts.every(
    ({ intervals = [] }) =>
      intervals.length === DISTRIBUTION_LEVELS.length &&
      intervals.every(({ lo, hi }) => lo.every(Number.isFinite) && hi.every(Number.isFinite)),
  );
  return whole ? forecasts : undefined;
}

/**
 * Scores forecasts of folds.
 *
 * @param forecasts     of each fold, in its training panel's order; of fewer folds when it was interrupted
 * @param distributions the same at enough levels for CRPS, which else comes from the forecasts' own
 */
export function scoreForecasts(
  folds: readonly Fold[],
  forecasts: readonly (readonly SeriesForecast[])[],
  distributions: readonly (readonly SeriesForecast[] | undefined)[] = [],
): BacktestScores {
  const judged = judgedSeries(folds, forecasts, distributions);
  const { series: fitted } = folds[folds.length - 1].training;
  const scored = judged.map((parts) => parts.map((part) => scorePart(part)));
  const series = scored.map(pooledScores);
  const levels = forecasts[0]?.[0]?.intervals?.map(({ level }) => level) ?? [];
  const horizon = folds[0].horizon;
  return {
    series,
    mean: meanScores(series),
    coverage: levels.map((level, k) => {
      const each = judged.map((parts) => scoreIntervals(parts, k, level));
      return { level, series: each, mean: meanOf(each) };
    }),
    steps: Array.from({ length: horizon }, (_, h) =>
      meanScores(
        judged.map((parts) =>
          pooledScores(
            parts.filter(({ actual }) => h < actual.length).map((part) => scorePart(part, h)),
          ),
        ),
      ),
    ),
    forecasts,
    undefinedScores: judged.flatMap((parts, s) =>
      undefinedScoresOf(fitted[s].id, scored[s], (f) => judgedPart(parts[f])),
    ),
  };
}

/** What one fold has to say of one series. */
interface Part {
  readonly actual: Float64Array;
  readonly forecast: SeriesForecast;
  readonly scale: Scale;
  /** At levels that tell its distribution, where the model gives them. */
  readonly distribution: SeriesForecast | undefined;
}

/** The parts of each series of the last fold. */
function judgedSeries(
  folds: readonly Fold[],
  forecasts: readonly (readonly SeriesForecast[])[],
  distributions: readonly (readonly SeriesForecast[] | undefined)[],
): Part[][] {
  const parts = new Map<string, Part[]>();
  for (const { id } of folds[folds.length - 1].training.series) parts.set(id, []);
  forecasts.forEach((ahead, f) => {
    const { training, test } = folds[f];
    ahead.forEach((forecast, s) => {
      const one = training.series[s];
      const { id } = one;
      const scale = naiveScale(observations(one), training.season);
      parts
        .get(id)!
        .push({ actual: test[s], forecast, scale, distribution: distributions[f]?.[s] });
    });
  });
  return [...parts.values()];
}

/** Scores of all steps there are, or of one. */
function scorePart(part: Part, step?: number): Scores {
  return score(...judgedPart(part, step));
}

function judgedPart(
  { actual, forecast, scale, distribution }: Part,
  step?: number,
): Parameters<typeof score> {
  const [from, to] = step === undefined ? [0, actual.length] : [step, step + 1];
  const cut = (all: SeriesForecast | undefined) =>
    all?.intervals?.map((interval) => stepsOf(interval, from, to));
  const [intervals, quantiles] = [forecast, distribution].map(cut);
  return [actual.subarray(from, to), forecast.mean.subarray(from, to), scale, intervals, quantiles];
}

/** Scores of the k-th interval over all folds at once. */
function scoreIntervals(parts: readonly Part[], k: number, level: number): IntervalScores {
  const all = parts.reduce((sum, { actual }) => sum + actual.length, 0);
  const actual = new Float64Array(all);
  const [lo, hi] = [new Float64Array(all), new Float64Array(all)];
  let at = 0;
  for (const part of parts) {
    const interval = stepsOf(part.forecast.intervals![k], 0, part.actual.length);
    actual.set(part.actual, at);
    lo.set(interval.lo, at);
    hi.set(interval.hi, at);
    at += part.actual.length;
  }
  return scoreInterval(actual, { level, lo, hi });
}

function stepsOf({ level, lo, hi }: Interval, from: number, to: number): Interval {
  return { level, lo: lo.subarray(from, to), hi: hi.subarray(from, to) };
}

function meanOf(scores: readonly IntervalScores[]): IntervalScores {
  const mean = (metric: keyof IntervalScores) => meanDefined(scores.map((one) => one[metric]));
  return {
    // Shares are ratios of counts: what a sum of them has in the last digit is rounding.
    coverage: Number(mean("coverage").toPrecision(15)),
    width: mean("width"),
    winkler: mean("winkler"),
  };
}
