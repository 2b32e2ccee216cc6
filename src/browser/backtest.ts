import type { backtest as scoreFolds } from "../evaluation/backtest.js";
import type { BacktestReport } from "../report/backtest/report.js";
import type { ScoreRow } from "../report/text/score-row.js";
import type { BacktestForecastRow, BacktestOptions } from "../tasks/backtest-data.js";
import { type BrowserData, tableOf } from "./forecast.js";

/** How good forecasts of one or several models would have been. */
export interface Backtest {
  /** What reports call the best model. */
  readonly best: string;
  /** Scores of the models from the best on: means over series, as `unique_id` `*`, and what else was asked for. */
  readonly rows: readonly ScoreRow[];
  /** A row for each fold, series, model and date, in this order. */
  readonly forecasts: readonly BacktestForecastRow[];
  /** Everything that is known of it: folds, ranks, the test between the best two, failures. */
  readonly report: BacktestReport;
  /** As `foretell backtest --format csv` writes it. */
  toCsv(): string;
  /** As `foretell backtest --format json` writes it. */
  toJson(): string;
  /** The picture of `--format svg`. */
  toSvg(): Promise<string>;
}

/**
 * Scores models on the last observations of text, a file, rows or a panel, as `foretell backtest` does.
 *
 * @example
 * const { best, rows } = await backtest(file, { model: ["theta", "naive"], horizon: 12, folds: 3 });
 *
 * @throws UsageError for a wrong spec or option
 * @throws DataError for data that cannot be used, or are too short for the folds
 * @throws FitError where no model can be fitted
 * @throws the signal's reason once it is aborted
 */
export async function backtest(
  data: BrowserData,
  options: BacktestOptions = {},
): Promise<Backtest> {
  const { backtestCsv, backtestData, backtestForecastRows, backtestJson, scoreRows } = await import(
    "./evaluate.js"
  );
  const report = await backtestData(await tableOf(data, options), options);
  return {
    best: report.models[0].label,
    rows: scoreRows(report),
    forecasts: backtestForecastRows(report),
    report,
    toCsv: () => backtestCsv(report),
    toJson: () => backtestJson(report),
    async toSvg() {
      const { backtestFigure, figureSvg } = await import("./pictures.js");
      return figureSvg(backtestFigure(report));
    },
  };
}

/**
 * Fits a model to the training parts of folds and scores its forecasts of their test parts, as `backtest` of
 * folds does in Node.
 *
 * @example
 * const panel = await readPanel(file);
 * const folds = rollingFolds(panel, { horizon: 12, folds: 2, step: 12, window: "expanding" });
 * const { mean } = await backtestFolds(folds, createModel("seasonal-naive"), { seed: 1, warn: console.warn });
 *
 * @throws RangeError when there are no folds
 * @throws FitError what the model throws, and when a forecast is not finite
 */
export const backtestFolds: typeof scoreFolds = async (...given) => {
  const { scoreFolds } = await import("./evaluate.js");
  return scoreFolds(...given);
};
