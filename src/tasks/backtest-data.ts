import { version } from "../../package.json";
import { stampsAhead } from "../data/panel/future-index.js";
import type { Panel } from "../data/panel/panel.js";
import type { Columns } from "../data/table/columns.js";
import type { BacktestContext } from "../evaluation/backtest.js";
import { warnOfMissing } from "../evaluation/folds.js";
import type { RollingOrigin } from "../evaluation/rolling-origin.js";
import type { Limits } from "../models/limits.js";
import type { BacktestReport } from "../report/backtest/report.js";
import type { Metric } from "../report/text/metric-columns.js";
import { silent } from "../report/text/silent.js";
import { type HierarchyOptions, readingOfHierarchy } from "./analyses/hierarchy.js";
import { backtestReport } from "./backtest-report.js";
import { type ChosenModel, chooseModels, DEFAULT_MODELS, heldTo } from "./choose-models.js";
import { dateAt, type ForecastRow, intervalsAt } from "./forecast-rows.js";
import { gatherWarnings } from "./gather-warnings.js";
import { specsOf } from "./model-spec.js";
import { type FittingOptions, given, readingOf, withFittingDefaults } from "./options.js";
import { type Data, panelOfData, tableOfData } from "./panel-of.js";
import { type Folds, foldBefore, readFolds, requireOneFold, rollingFoldsOf } from "./read-folds.js";
import { scoreAll } from "./score-models.js";

/**
 * What is scored and how; what is left out is as on the command line, `auto` beside `seasonal-naive` where no
 * model is named.
 */
export interface BacktestOptions
  extends FittingOptions,
    HierarchyOptions,
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

/** The report on a backtest of data: see `backtest`. */
export async function backtestData(
  data: Data | Columns,
  options: BacktestOptions = {},
): Promise<BacktestReport> {
  const { model = DEFAULT_MODELS, refit = 1, signal, metrics, rank, test } = options;
  const { perSeries = false, perStep = false, onFold, onSeries, onProgress } = options;
  const settings = withFittingDefaults(options);
  const { intervals, threads, features, seed, levels, limits, warn } = settings;
  signal?.throwIfAborted();
  const choices = {
    ...{ intervals, threads, features },
    ...heldTo(limits, options.hierarchy !== undefined),
  };
  const chosen = await chooseModels(specsOf(model), choices);
  const { folds, rolling, models } = await foldsOf(data, chosen, { ...options, limits }, warn);
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
  return backtestReport(
    scored,
    failures.map(({ label, error }) => ({ model: label, message: error.message })),
    {
      ...{ version, folds, rolling, refit, seed, levels, metrics, rank, perSeries, perStep },
      test: test === undefined ? undefined : typeof test === "string" ? test : "rows",
    },
  );
}

async function foldsOf(
  data: Data | Columns,
  models: readonly ChosenModel[],
  options: BacktestOptions & { readonly limits: Limits },
  warn: (message: string) => void,
): Promise<Folds & { readonly models: readonly ChosenModel[] }> {
  const { test, folds = 1, horizon, step, window = "expanding", features = [] } = options;
  const { hierarchy, refit = 1 } = options;
  const reading = readingOf(readingOfHierarchy(options));
  const origins = { folds, horizon, step, window };
  if (hierarchy) {
    const { hierarchyFolds, requireLevelsAlone } = await import("./analyses/hierarchy-folds.js");
    requireLevelsAlone({ test: test !== undefined, refit });
    const panel = await panelOfData(data, models, reading, features, warn);
    return hierarchyFolds(panel, models, { ...options, ...origins }, warn);
  }
  if (typeof data === "string" && (test === undefined || typeof test === "string")) {
    const wanted = { ...origins, reading, feature: features, ...(test !== undefined && { test }) };
    return { ...(await readFolds(data, models, wanted, warn)), models };
  }
  const panel = await panelOfData(data, models, reading, features, warn);
  if (test === undefined) return { ...rollingFoldsOf(panel, origins, warn), models };
  requireOneFold(folds, "a test part gives one fold, so folds does not apply");
  return { ...foldBefore(panel, await tableOfData(test, reading, warn), horizon, warn), models };
}

/** A row for each fold, series, model and date. */
export function backtestForecastRows({ folds, models }: BacktestReport): BacktestForecastRow[] {
  return folds.flatMap(({ training: { series, frequency }, test, horizon }, f) => {
    const at = (stamp: number) => dateAt(frequency, stamp);
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
