import { type Appearance, paint } from "./appearance.js";
import {
  type BacktestReport,
  coveredLevels,
  meanRow,
  type ScoreRow,
  seriesRows,
} from "./backtest.js";
import { decimalsFor, formatCount, formatNumber } from "./number.js";
import { dataSummary } from "./summary.js";
import { type Column, table } from "./table.js";

/** Rows of single series beyond these are cut: nobody reads further, and CSV has them all. */
const MOST_ROWS = 60;

/** Scores for a person: what the data are, the models from the best on, single series if wanted. */
export function backtestTable(report: BacktestReport, appearance: Appearance): string {
  const { training, models, horizon, perSeries } = report;
  const chalk = paint(appearance);
  const count = training.series.length;
  const part =
    report.test === undefined ? "last observations held back" : `against ${testName(report.test)}`;
  const of = count > 1 ? `, mean of ${formatCount(count)} series` : "";
  const means = models.map(meanRow);
  const parts = [
    dataSummary(training, appearance),
    `${chalk.bold("backtest")}, ${horizon} step${horizon === 1 ? "" : "s"} ahead, ${part}${of}\n${scores(
      ["model", ...(models.length > 1 ? ["rank"] : [])],
      means,
      ({ model }, m) => [model, ...(models.length > 1 ? [String(models[m]!.rank)] : [])],
      report,
      appearance,
      models.map(({ seconds }) => seconds),
    )}`,
  ];
  if (perSeries) {
    const rows = training.series.flatMap((_, s) =>
      models.map((model) => seriesRows(model, training)[s]!),
    );
    const shown = rows.slice(0, Math.max(MOST_ROWS, models.length));
    parts.push(
      scores(
        ["series", "model"],
        shown,
        ({ unique_id, model }) => [unique_id, model],
        report,
        appearance,
      ),
    );
    const left = rows.length - shown.length;
    if (left > 0) {
      parts.push(chalk.dim(`and ${formatCount(left)} more rows: all of them with --format csv`));
    }
  }
  return `${parts.join("\n\n")}\n`;
}

function testName(test: string): string {
  return test === "-" ? "stdin" : test;
}

function scores(
  titles: readonly string[],
  rows: readonly ScoreRow[],
  name: (row: ScoreRow, index: number) => string[],
  report: BacktestReport,
  appearance: Appearance,
  seconds?: readonly number[],
): string {
  const { plain } = appearance;
  const levels = coveredLevels(report);
  const decimals = decimalsFor(
    rows.flatMap(({ mae, rmse }) => [mae, rmse]),
    4,
  );
  const numbers = ["sMAPE", "MASE", "OWA", "MAE", "RMSE", ...levels.map((level) => `in ${level}%`)];
  const columns: Column[] = [
    ...titles.map((title) => ({
      title,
      align: title === "rank" ? ("right" as const) : ("left" as const),
    })),
    ...[...numbers, ...(seconds ? ["seconds"] : [])].map((title) => ({
      title,
      align: "right" as const,
    })),
  ];
  const cells = rows.map((row, i) => [
    ...name(row, i),
    formatNumber(row.smape, 2, plain),
    formatNumber(row.mase, 3, plain),
    formatNumber(row.owa, 3, plain),
    formatNumber(row.mae, decimals, plain),
    formatNumber(row.rmse, decimals, plain),
    ...levels.map((level) => formatNumber(100 * (row.coverage[level] ?? Number.NaN), 1, plain)),
    ...(seconds ? [formatNumber(seconds[i]!, 1, plain)] : []),
  ]);
  return table(columns, cells, appearance);
}
