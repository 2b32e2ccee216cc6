import { compareModels } from "../evaluation/model-comparison.js";
import {
  type BacktestReport,
  isIntermittentReport,
  ranked,
  rankingMetric,
  type ScoredModel,
} from "../report/backtest/report.js";
import type { Metric } from "../report/text/metric-columns.js";

/** How the models were scored, and what of it is shown. */
type Settings = Omit<BacktestReport, "models" | "failures" | "comparison" | "rankedBy"> & {
  /** The metric asked for to rank by. */
  readonly rank?: Metric | undefined;
};

/** The report on models that were scored: ranked, and the best compared with the next. */
export function backtestReport(
  scored: readonly ScoredModel[],
  failures: BacktestReport["failures"],
  { rank, ...settings }: Settings,
): BacktestReport {
  const { folds, rolling, metrics } = settings;
  const ranking = { rank, metrics, intermittent: isIntermittentReport({ folds }) };
  const models = ranked(scored, ranking);
  const [best, next] = models.filter(({ finished }) => finished === undefined);
  const step = rolling?.step ?? folds[0].horizon;
  return {
    ...settings,
    models,
    failures,
    comparison: next && compareModels(folds, step, best.scores, next.scores),
    ...(models.length > 0 && { rankedBy: rankingMetric(scored, ranking) }),
  };
}
