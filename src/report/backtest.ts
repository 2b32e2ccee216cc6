import type { Panel } from "../data/panel.js";
import type { FoldScores } from "../evaluation/backtest.js";

/** Everything `foretell backtest` has to say, before it becomes a table, CSV or JSON. */
export interface BacktestReport {
  readonly version: string;
  /** What the models were fitted to. */
  readonly training: Panel;
  /** What the test file was called; undefined when the last observations were held back. */
  readonly test: string | undefined;
  readonly horizon: number;
  readonly seed: number;
  /** Levels in percent at which intervals were asked for, ascending. */
  readonly levels: readonly number[];
  /** The best first. */
  readonly models: readonly RankedModel[];
  readonly failures: readonly { readonly model: string; readonly message: string }[];
  /** Whether the scores of each series are wanted besides their means. */
  readonly perSeries: boolean;
}

export interface ScoredModel {
  /** The model's name, or its whole spec where the name alone would not be unique. */
  readonly label: string;
  readonly scores: FoldScores;
  /** Against Naive2: of the means, and of each series. NaN where not defined. */
  readonly owa: number;
  readonly seriesOwa: readonly number[];
  /** Time it took to fit and forecast. */
  readonly seconds: number;
}

export interface RankedModel extends ScoredModel {
  /** Place among the models from 1 on; equally good ones share it. */
  readonly rank: number;
}

/** The best first: by OWA, or where that is not defined for all by MASE, sMAPE or MAE. */
export function ranked(models: readonly ScoredModel[]): RankedModel[] {
  const measures: ((model: ScoredModel) => number)[] = [
    ({ owa }) => owa,
    ({ scores }) => scores.mean.mase,
    ({ scores }) => scores.mean.smape,
  ];
  const measure =
    measures.find((of) => models.every((model) => !Number.isNaN(of(model)))) ??
    (({ scores }: ScoredModel) => scores.mean.mae);
  return models
    .map((model) => ({
      ...model,
      rank: 1 + models.filter((other) => measure(other) < measure(model)).length,
    }))
    .sort((a, b) => a.rank - b.rank);
}

/** One line of scores: of one series, or the mean of all (`unique_id` is `*`). */
export interface ScoreRow {
  readonly model: string;
  readonly unique_id: string;
  /** Series that were averaged. */
  readonly n: number;
  readonly smape: number;
  readonly mase: number;
  readonly owa: number;
  readonly mae: number;
  readonly rmse: number;
  /** By level, from 0 to 1; empty for models without intervals. */
  readonly coverage: Readonly<Record<string, number>>;
}

/** The mean of a model's scores. */
export function meanRow({ label, scores, owa }: ScoredModel): ScoreRow {
  const { smape, mase, mae, rmse } = scores.mean;
  const coverage = Object.fromEntries(scores.coverage.map((c) => [c.level, c.mean]));
  const n = scores.series.length;
  return { model: label, unique_id: "*", n, smape, mase, owa, mae, rmse, coverage };
}

/** A model's scores of each series. */
export function seriesRows({ label, scores, seriesOwa }: ScoredModel, training: Panel): ScoreRow[] {
  return training.series.map(({ id }, s) => {
    const { smape, mase, mae, rmse } = scores.series[s]!;
    const coverage = Object.fromEntries(scores.coverage.map((c) => [c.level, c.series[s]!]));
    const owa = seriesOwa[s]!;
    return { model: label, unique_id: id, n: 1, smape, mase, owa, mae, rmse, coverage };
  });
}

/** The means of all models, each followed by its series' scores if those are wanted. */
export function scoreRows({ models, training, perSeries }: BacktestReport): ScoreRow[] {
  return models.flatMap((model) => [
    meanRow(model),
    ...(perSeries ? seriesRows(model, training) : []),
  ]);
}

/** Levels at which any model gave intervals, ascending. */
export function coveredLevels({ models }: BacktestReport): number[] {
  const levels = new Set(models.flatMap(({ scores }) => scores.coverage.map((c) => c.level)));
  return [...levels].sort((a, b) => a - b);
}
