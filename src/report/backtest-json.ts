import { type BacktestReport, meanRow, seriesRows } from "./backtest.js";

/** One document, schema `foretell/backtest@1`. Metrics that are not defined are null. */
export function backtestJson(report: BacktestReport): string {
  const { training, models } = report;
  const document = {
    schema: "foretell/backtest@1",
    version: report.version,
    source: training.source,
    test: report.test ?? null,
    freq: training.frequency.alias,
    season: training.season,
    horizon: report.horizon,
    seed: report.seed,
    levels: report.levels,
    models: models.map(({ label }) => label),
    scores: models.flatMap((model) => [
      { ...meanRow(model), seconds: model.seconds },
      ...(report.perSeries ? seriesRows(model, training) : []),
    ]),
    failures: report.failures,
  };
  // JSON.stringify writes NaN and infinities as null.
  return `${JSON.stringify(document, null, 2)}\n`;
}
