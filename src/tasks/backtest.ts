import { version } from "../../package.json";
import { stampsAhead } from "../data/panel/future-index.js";
import type { Panel } from "../data/panel/panel.js";
import {
  type BacktestContext,
  type BacktestScores,
  backtest as scoreFolds,
} from "../evaluation/backtest.js";
import { type Fold, warnOfMissing } from "../evaluation/folds.js";
import type { RollingOrigin } from "../evaluation/rolling-origin.js";
import type { Model } from "../models/model.js";
import { backtestCsv, backtestRows } from "../report/backtest/csv.js";
import { backtestForecasts } from "../report/backtest/forecasts-csv.js";
import { backtestJson } from "../report/backtest/json.js";
import { type BacktestReport, scoreRows } from "../report/backtest/report.js";
import { backtestTable } from "../report/backtest/text.js";
import { tableOfRows } from "../report/tables/table.js";
import type { Metric } from "../report/text/metric-columns.js";
import { silent } from "../report/text/progress.js";
import type { ScoreRow } from "../report/text/score-row.js";
import { backtestReport } from "./backtest-report.js";
import { type ChosenModel, chooseModels, DEFAULT_MODELS } from "./choose-models.js";
import { type ForecastRow, intervalsAt } from "./forecast-rows.js";
import { gatherWarnings } from "./gather-warnings.js";
import { specsOf } from "./model-spec.js";
import { type FittingOptions, given, readingOf, withFittingDefaults } from "./options.js";
import { type Data, panelOfData, tableOfData } from "./panel-of.js";
import { type Folds, foldBefore, readFolds, requireOneFold, rollingFoldsOf } from "./read-folds.js";
import { scoreAll } from "./score-models.js";
import { type Written, written } from "./written.js";

/**
 * What is scored and how; what is left out is as on the command line, `auto` beside `seasonal-naive` where no
 * model is named.
 */
export interface BacktestOptions
  extends FittingOptions,
    Partial<Pick<RollingOrigin, "window">>,
    Pick<BacktestContext, "onFold"> {
  /** Data that follow, which are forecast instead of the last observations. */
  readonly test?: Exclude<Data, Panel>;
  /** Origins, 1 by default. */
  readonly folds?: number;
  /** Observations from one origin to the next, the horizon by default. */
  readonly step?: number;
  /** Folds from one fit to the next, 1 by default. */
  readonly refit?: number;
  /** Metrics that are written, and the one that models are ranked by. */
  readonly metrics?: readonly Metric[];
  readonly rank?: Metric;
  /** Scores of each series, and at each step ahead, besides the means. */
  readonly perSeries?: boolean;
  readonly perStep?: boolean;
}

/** A forecast of one series at one date, beside what was observed. */
export interface BacktestForecastRow extends ForecastRow {
  /** The last date, or row, that the model saw. */
  readonly cutoff: Date | number;
  /** In units of y; NaN where nothing was observed. */
  readonly y: number;
}

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
  return backtestData(first as Data, second);
}

async function backtestData(data: Data, options: BacktestOptions): Promise<Backtest> {
  const { model = DEFAULT_MODELS, refit = 1, signal, metrics, rank, test } = options;
  const { perSeries = false, perStep = false, onFold, onSeries, onProgress } = options;
  const settings = withFittingDefaults(options);
  const { intervals, threads, features, seed, levels, limits, warn } = settings;
  signal?.throwIfAborted();
  const choices = { intervals, threads, features, limits };
  const models = await chooseModels(specsOf(model), choices);
  const { folds, rolling } = await foldsOf(data, models, options, warn);
  warnOfMissing(folds, warn);
  const warnings = gatherWarnings(warn);
  const { scored, failures } = await scoreAll(
    folds,
    warnings.from(models),
    {
      seed,
      levels,
      warn: (message) => !signal?.aborted && warn(message),
      ...(signal && { signal }),
    },
    refit,
    { ...silent, listeners: given({ onFold, onSeries, onProgress }) },
  );
  signal?.throwIfAborted();
  if (scored.length === 0) throw failures[0].error;
  warnings.say();
  const report = backtestReport(
    scored,
    failures.map(({ label, error }) => ({ model: label, message: error.message })),
    {
      ...{ version, folds, rolling, refit, seed, levels, metrics, rank, perSeries, perStep },
      test: test === undefined ? undefined : typeof test === "string" ? test : "rows",
    },
  );
  return {
    best: report.models[0].label,
    rows: scoreRows(report),
    forecasts: forecastsOf(report),
    report,
    toForecastsCsv: () => backtestForecasts(report),
    ...written({
      csv: () => backtestCsv(report),
      json: () => backtestJson(report),
      text: (appearance) => backtestTable(report, appearance),
      table: () => {
        const { header, rows } = backtestRows(report);
        return tableOfRows(header, rows);
      },
      file: async (format) => (await import("./files/backtest.js")).backtestIn(format, report),
    }),
  };
}

async function foldsOf(
  data: Data,
  models: readonly ChosenModel[],
  options: BacktestOptions,
  warn: (message: string) => void,
): Promise<Folds> {
  const { test, folds = 1, horizon, step, window = "expanding", features = [] } = options;
  const reading = readingOf(options);
  const origins = { folds, horizon, step, window };
  if (typeof data === "string" && (test === undefined || typeof test === "string")) {
    const wanted = { ...origins, reading, feature: features, ...(test !== undefined && { test }) };
    return readFolds(data, models, wanted, warn);
  }
  const panel = await panelOfData(data, models, reading, features, warn);
  if (test === undefined) return rollingFoldsOf(panel, origins, warn);
  requireOneFold(folds, "a test part gives one fold, so that folds has no meaning");
  return foldBefore(panel, await tableOfData(test, reading, warn), horizon, warn);
}

function forecastsOf({ folds, models }: BacktestReport): BacktestForecastRow[] {
  return folds.flatMap(({ training: { series, frequency }, test, horizon }, f) => {
    const at = (stamp: number) => (frequency.unit === "index" ? stamp : new Date(stamp));
    return series.flatMap((one, s) => {
      const ahead = stampsAhead(one, frequency, horizon);
      const cutoff = at(one.ds[one.ds.length - 1]);
      return models.flatMap(({ label, scores }) => {
        const { mean, intervals = [] } = scores.forecasts[f][s];
        return Array.from(test[s], (y, h) => ({
          ...{ unique_id: one.id, ds: at(ahead[h]), cutoff, y, model: label, mean: mean[h] },
          intervals: intervalsAt(intervals, h),
        }));
      });
    });
  });
}
