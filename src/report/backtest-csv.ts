import { type BacktestReport, coveredLevels, scoreRows } from "./backtest.js";
import { csvRow } from "./csv.js";

/**
 * `model,unique_id,n,smape,mase,owa,mae,rmse`, and `coverage-80` … where a model gives intervals; a row
 * a model, or a model and series. Metrics that are not defined are empty. Times are not told, so that
 * the same input gives the same bytes.
 */
export function backtestCsv(report: BacktestReport): string {
  const levels = coveredLevels(report);
  const header = ["model", "unique_id", "n", "smape", "mase", "owa", "mae", "rmse"];
  const defined = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? "" : value;
  return [
    csvRow([...header, ...levels.map((level) => `coverage-${level}`)]),
    ...scoreRows(report).map(({ model, unique_id, n, smape, mase, owa, mae, rmse, coverage }) =>
      csvRow([
        ...[model, unique_id, n],
        ...[smape, mase, owa, mae, rmse].map(defined),
        ...levels.map((level) => defined(coverage[level])),
      ]),
    ),
  ].join("");
}
