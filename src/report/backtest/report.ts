import type { Panel } from "../../data/panel/from-table.js";
import { stampsAhead } from "../../data/panel/future-index.js";
import { concatenate } from "../../data/panel/series.js";
import type { BacktestScores } from "../../evaluation/backtest.js";
import type { Fold } from "../../evaluation/folds.js";
import type { IntervalScores } from "../../evaluation/interval-metrics.js";
import type { ModelComparison } from "../../evaluation/model-comparison.js";
import type { RollingOrigin } from "../../evaluation/rolling-origin.js";
import type { UndefinedScore } from "../../evaluation/undefined-scores.js";
import type { WeightedErrors } from "../../evaluation/weighted-error.js";
import { isMostlyIntermittent } from "../../models/auto/traits.js";
import { type Metric, metricColumns } from "../text/metric-columns.js";
import type { ScoreRow } from "../text/score-row.js";
import { type Undefined, undefinedNotes } from "../text/undefined-metrics.js";

/** Everything `foretell backtest` has to say, before it becomes a table, CSV or JSON. */
export interface BacktestReport {
  readonly version: string;
  /** The folds that were forecast, the oldest first. */
  readonly folds: readonly Fold[];
  /** How the folds were made; undefined for a test file. */
  readonly rolling: Omit<RollingOrigin, "horizon" | "folds"> | undefined;
  /** Folds from one fit to the next. */
  readonly refit: number;
  /** Name of the test file; undefined when the last observations were held back. */
  readonly test: string | undefined;
  readonly seed: number;
  /** Levels in percent of the requested intervals, ascending. */
  readonly levels: readonly number[];
  /** The best first. */
  readonly models: readonly RankedModel[];
  readonly failures: readonly { readonly model: string; readonly message: string }[];
  /** Show the scores of each series, and those at each step ahead, besides the means. */
  readonly perSeries: boolean;
  readonly perStep: boolean;
  /** Metrics to show; the default ones of the format when undefined. */
  readonly metrics: readonly Metric[] | undefined;
  /** The metric that the models are ranked by. */
  readonly rankedBy?: Metric;
  /** Test of the best model against the second best; undefined when there is only one. */
  readonly comparison: ModelComparison | undefined;
}

/** Whether demand is intermittent in half of the series that were forecast, or more. */
export function isIntermittentReport({ folds }: Pick<BacktestReport, "folds">): boolean {
  return isMostlyIntermittent(trainingOf({ folds }));
}

/** Training part of the last fold, which has all series. */
export function trainingOf({ folds }: Pick<BacktestReport, "folds">): Panel {
  return folds[folds.length - 1].training;
}

/** The data that the folds are of, the last one's test part included unless that is a file of its own. */
export function dataOf({ folds, test }: Pick<BacktestReport, "folds" | "test">): Panel {
  const { training, horizon, test: observed } = folds[folds.length - 1];
  if (test !== undefined) return training;
  const { series, frequency } = training;
  return {
    ...training,
    series: series.map((one, s) => ({
      ...one,
      ds: concatenate(one.ds, stampsAhead(one, frequency, horizon)),
      y: concatenate(one.y, observed[s]),
    })),
  };
}

export interface ScoredModel {
  /** The model's name, or its whole spec where the name alone would not be unique. */
  readonly label: string;
  readonly scores: BacktestScores;
  /** Against Naive2: of the means, and of each series. NaN where not defined. */
  readonly owa: number;
  readonly seriesOwa: readonly number[];
  /** Series for which a metric, OWA included, is not defined. */
  readonly undefinedScores: readonly UndefinedScore[];
  readonly wape?: WeightedErrors;
  /** Time it took to fit and forecast. */
  readonly seconds: number;
  /** Folds that it was scored on, the oldest, where it was interrupted before the last one. */
  readonly finished?: number;
}

export interface RankedModel extends ScoredModel {
  /**
   * Place among the models from 1 on; equally good ones share it. One that was interrupted has none
   * among others, which had other folds to forecast.
   */
  readonly rank: number | undefined;
}

/**
 * The metric that models are ranked by: the one asked for, else the first of those shown, else OWA, or
 * RMSSE where demand is intermittent; where that is not defined for all, MASE, sMAPE or MAE.
 */
export function rankingMetric(
  all: readonly ScoredModel[],
  { rank, metrics, intermittent = false }: RankingOptions = {},
): Metric {
  if (rank ?? metrics?.[0]) return (rank ?? metrics?.[0])!;
  const models = rivals(all);
  const defaults: Metric[] = [...(intermittent ? ["rmsse" as const] : []), "owa", "mase", "smape"];
  const isDefined = (metric: Metric) => {
    const measure = distanceOf(metric, all);
    return models.every((model) => !Number.isNaN(measure(model)));
  };
  return defaults.find(isDefined) ?? "mae";
}

/** Models that can be compared: those that forecast every fold, if any did. */
function rivals(all: readonly ScoredModel[]): readonly ScoredModel[] {
  const whole = all.filter(({ finished }) => finished === undefined);
  return whole.length > 0 ? whole : all;
}

/** The best first, by {@link rankingMetric}. Interrupted ones follow. */
export function ranked(all: readonly ScoredModel[], options: RankingOptions = {}): RankedModel[] {
  const models = rivals(all);
  const others = all.filter((model) => !models.includes(model));
  const measure = distanceOf(rankingMetric(all, options), all);
  // An undefined score ranks last.
  const keys = models.map((model) => {
    const value = measure(model);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  });
  return [
    ...models
      .map((model, m) => ({ ...model, rank: 1 + keys.filter((key) => key < keys[m]).length }))
      .sort((a, b) => a.rank - b.rank),
    ...others.map((model) => ({ ...model, rank: undefined })),
  ];
}

interface RankingOptions {
  /** The metric asked for to rank by. */
  readonly rank?: Metric | undefined;
  /** Requested metrics. */
  readonly metrics?: readonly Metric[] | undefined;
  /** Whether most series are of intermittent demand, where a forecast of 0 wins by absolute errors. */
  readonly intermittent?: boolean;
}

type Measure = (model: ScoredModel) => number;

/** How far a model's metric is from its best value; of a metric of intervals, at the lowest level. */
function distanceOf(metric: Metric, models: readonly ScoredModel[]): Measure {
  const [column] = metricColumns([metric], coveredLevels({ models }));
  if (column === undefined) return () => Number.NaN;
  return (model) => {
    const value = column.value(meanRow(model));
    return column.distance ? column.distance(value) : value;
  };
}

/** The mean of a model's scores. */
export function meanRow({ label, scores, owa, wape, seconds }: ScoredModel): ScoreRow {
  const n = scores.series.length;
  const levels = byLevel(scores.coverage.map(({ level, mean }) => ({ level, ...mean })));
  return {
    ...{ model: label, unique_id: "*", step: "*", n, ...scores.mean, owa },
    ...(wape && { wape: wape.all }),
    ...levels,
    seconds,
  };
}

/** A model's scores of each series. */
export function seriesRows(
  { label, scores, seriesOwa, wape }: ScoredModel,
  training: Panel,
): ScoreRow[] {
  return training.series.map(({ id }, s) => ({
    ...{ model: label, unique_id: id, step: "*" as const, n: 1 },
    ...scores.series[s],
    owa: seriesOwa[s],
    ...(wape && { wape: wape.series[s] }),
    ...byLevel(scores.coverage.map(({ level, series }) => ({ level, ...series[s] }))),
  }));
}

/** A model's scores at each step ahead, means over series. */
export function stepRows({ label, scores, wape }: ScoredModel): ScoreRow[] {
  return scores.steps.map((step, h) => ({
    ...{ model: label, unique_id: "*", step: h + 1, n: scores.series.length },
    ...step,
    owa: Number.NaN,
    ...(wape && { wape: wape.steps[h] }),
    ...byLevel([]),
  }));
}

function byLevel(scores: readonly ({ readonly level: number } & IntervalScores)[]) {
  const of = (metric: keyof IntervalScores) =>
    Object.fromEntries(scores.map((one) => [one.level, one[metric]]));
  return { coverage: of("coverage"), width: of("width"), winkler: of("winkler") };
}

/** The means of all models, each followed by its scores of series and steps if those are wanted. */
export function scoreRows(report: BacktestReport): ScoreRow[] {
  return report.models.flatMap((model) => [
    meanRow(model),
    ...(report.perSeries ? seriesRows(model, trainingOf(report)) : []),
    ...(report.perStep ? stepRows(model) : []),
  ]);
}

/** Levels at which any model gave intervals, ascending. */
export function coveredLevels({ models }: { readonly models: readonly ScoredModel[] }): number[] {
  const levels = new Set(models.flatMap(({ scores }) => scores.coverage.map((c) => c.level)));
  return [...levels].sort((a, b) => a - b);
}

/** Whether a report has OWA; a table for people leaves it out of intermittent demand. */
export function showsOwa(
  report: Pick<BacktestReport, "folds"> & {
    readonly metrics?: readonly Metric[] | undefined;
    readonly rank?: Metric | undefined;
  },
  asTable: boolean,
): boolean {
  if (report.rank === "owa" || report.metrics?.includes("owa")) return true;
  return report.metrics === undefined && !(asTable && isIntermittentReport(report));
}

/** The undefined metrics of a model, with the number of its series and forecasts. */
export function undefinedOf({ label, scores, undefinedScores }: ScoredModel): Undefined {
  const forecasts = scores.forecasts.reduce((sum, fold) => sum + fold.length, 0);
  return { label, undefinedScores: undefinedScores, series: scores.series.length, forecasts };
}

/**
 * Why what is shown is not defined, in words.
 *
 * @param shown metrics that are shown
 */
export function describeUndefined(report: BacktestReport, shown: readonly Metric[]): string[] {
  const { models, metrics } = report;
  // Intervals that no model has are shown only on request.
  const present =
    metrics || coveredLevels(report).length > 0 ? shown : shown.filter((m) => m !== "coverage");
  return undefinedNotes(models.map(undefinedOf), present);
}
