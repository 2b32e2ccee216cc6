import {
  type BacktestContext,
  type BacktestScores,
  backtest as scoreFolds,
} from "../evaluation/backtest.js";
import type { Fold } from "../evaluation/folds.js";
import type { Model } from "../models/model.js";
import { backtestColumns } from "../report/backtest/columns.js";
import { backtestCsv } from "../report/backtest/csv.js";
import { backtestForecasts } from "../report/backtest/forecasts-csv.js";
import { backtestJson } from "../report/backtest/json.js";
import { type BacktestReport, scoreRows } from "../report/backtest/report.js";
import { backtestTable } from "../report/backtest/text.js";
import type { ScoreRow } from "../report/text/score-row.js";
import {
  type BacktestForecastRow,
  type BacktestOptions,
  backtestData,
  backtestForecastRows,
} from "./backtest-data.js";
import type { Data } from "./panel-of.js";
import { type Written, written } from "./written.js";

/** How good forecasts of one or several models would have been. */
export interface Backtest extends Written {
  /** What reports call the best model. */
  readonly best: string;
  /** Scores of the models from the best on: means over series, as `unique_id` `*`, and what else was asked for. */
  readonly rows: readonly ScoreRow[];
  /** A row for each fold, series, model and date, in this order. */
  readonly forecasts: readonly BacktestForecastRow[];
  /** Everything that is known of it: folds, ranks, the test between the best two, failures. */
  readonly report: BacktestReport;
  /** The forecasts as `--forecasts` writes them. */
  toForecastsCsv(): string;
}

/**
 * Scores models on the last observations of a source, rows, a DataFrame or a panel: the numbers that
 * `foretell backtest` gives for it.
 *
 * @example
 * const { best, rows } = await backtest("nottem", { model: ["theta", "naive"], horizon: 12, folds: 3 });
 * best; // "theta"
 * rows[0].mase < rows[1].mase; // true
 *
 * // Levels that add up are scored as they are forecast.
 * const levels = await backtest("stores.csv", { hierarchy: ["region", "store"], perSeries: true });
 * levels.rows.map((row) => row.unique_id); // ["*", "total", "north", "north/Berlin", …]
 *
 * @throws UsageError for a wrong spec or option
 * @throws DataError for data that cannot be used, or are too short for the folds
 * @throws FitError where no model can be fitted
 * @throws the signal's reason once it is aborted
 */
export function backtest(data: Data, options?: BacktestOptions): Promise<Backtest>;
/**
 * Fits a model to the training parts of folds and scores its forecasts of their test parts.
 *
 * A series' scores are pooled over folds. Interrupted, they are those of the folds that were finished, as
 * many as there are forecasts of.
 *
 * @example
 * const panel = await readPanel("nottem");
 * const folds = rollingFolds(panel, { horizon: 12, folds: 3, step: 12, window: "expanding" });
 * const { mean } = await backtest(folds, createModel("naive2"), { seed: 1, warn: console.warn });
 * mean.mase < 1; // true
 *
 * @param folds the oldest first, each with all series of those before it
 * @param refit folds from one fit to the next; between them the fit is given the series as they have
 *   grown, and learns nothing
 * @throws RangeError when there are no folds
 * @throws FitError what the model throws, and when a forecast is not finite
 */
export function backtest(
  folds: readonly Fold[],
  model: Model,
  context: BacktestContext,
  refit?: number,
): Promise<BacktestScores>;
export function backtest(
  first: Data | readonly Fold[],
  second: BacktestOptions | Model = {},
  context?: BacktestContext,
  refit?: number,
): Promise<Backtest | BacktestScores> {
  if ("fit" in second) return scoreFolds(first as readonly Fold[], second, context!, refit);
  return backtestOf(first as Data, second);
}

async function backtestOf(data: Data, options: BacktestOptions): Promise<Backtest> {
  const report = await backtestData(data, options);
  return {
    best: report.models[0].label,
    rows: scoreRows(report),
    forecasts: backtestForecastRows(report),
    report,
    toForecastsCsv: () => backtestForecasts(report),
    ...written({
      csv: () => backtestCsv(report),
      json: () => backtestJson(report),
      text: (appearance) => backtestTable(report, appearance),
      table: () => backtestColumns(report),
      file: async (format) => (await import("./files/backtest.js")).backtestIn(format, report),
    }),
  };
}
