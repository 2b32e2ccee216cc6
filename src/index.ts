import { version as packageVersion } from "../package.json";
import type { CsvOptions } from "./data/format/csv.js";
import type { Description } from "./data/frame/describe.js";
import type { danfojs as Danfojs, DataFrame } from "./data/frame/frame.js";
import type { Panel, PanelOptions } from "./data/panel/from-table.js";
import type { ReadOptions } from "./data/read/read-table.js";
import { columnNamed } from "./data/roles/column-roles.js";
import type { Columns } from "./data/table/columns.js";
import type { SeriesForecast } from "./models/model.js";

export {
  type DateIntervals,
  inspectPanel,
  type Outlier,
  type SeriesInspection,
} from "./analysis/inspect.js";
export { withSeason } from "./analysis/panel-seasonality.js";
export {
  type Band,
  bandPower,
  type DominantPeriod,
  dominantPeriods,
  octaves,
  periodogram,
  type Spectrum,
  welch,
} from "./analysis/periodogram.js";
export type { Season } from "./analysis/seasonality.js";
export type { CsvOptions } from "./data/format/csv.js";
export type { SheetOptions } from "./data/format/xlsx.js";
export type { Description } from "./data/frame/describe.js";
export type { DataFrame } from "./data/frame/frame.js";
export type { CleanOptions } from "./data/panel/clean.js";
export type { Continuation } from "./data/panel/continuation.js";
export {
  type Panel,
  type PanelOptions,
  type Reading,
  type Series,
  type StaticValue,
  withMissing,
  withoutTail,
} from "./data/panel/from-table.js";
export { stampsAhead } from "./data/panel/future-index.js";
export type { Irregular } from "./data/panel/irregular.js";
export type { Filling, PanelFeatures } from "./data/panel/panel.js";
export type { Duplicates, Missing } from "./data/panel/policies.js";
export { panelFromArrays } from "./data/read/from-arrays.js";
export type { JoinOptions } from "./data/read/read-joined.js";
export { type FileOptions, readContinuation, readPanel } from "./data/read/read-panel.js";
export type { ReadOptions } from "./data/read/read-table.js";
export type { RoleOptions } from "./data/roles/column-roles.js";
export { type Dataset, datasets } from "./data/source/catalog.js";
export type { SourceOptions } from "./data/source/source.js";
export type {
  Column,
  Columns,
  Labels,
  NumberColumn,
  TextColumn,
  TimeColumn,
} from "./data/table/columns.js";
export type { Decimal } from "./data/table/decimal.js";
export type { RowList } from "./data/table/row-list.js";
export type { Stamps } from "./data/table/timestamps.js";
export type { DatePattern } from "./data/time/date-pattern.js";
export {
  type Frequency,
  futureIndex,
  inferFrequency,
  parseFrequency,
} from "./data/time/frequency.js";
export * from "./dtw/index.js";
export type { GradientFlow } from "./engine/gradient-flow.js";
export type { LayerFlow } from "./engine/layer-gradients.js";
export type { SolverWork } from "./engine/ops/ode-solver.js";
export * from "./errors.js";
export {
  type BacktestContext,
  type BacktestScores,
  backtest,
  type Fold,
  givenFold,
  type LevelScores,
  lastFold,
  owa,
} from "./evaluation/backtest.js";
export { compare, type Finding, type Level } from "./evaluation/check/findings.js";
export {
  type Measured,
  type Measurement,
  measure,
  type Recorded,
} from "./evaluation/check/measurement.js";
export {
  parseRules,
  type Requirement,
  type Rules,
  type RuleTexts,
  type Selector,
  type TimeBudget,
  type Tolerance,
} from "./evaluation/check/rules.js";
export {
  type Comparison,
  dieboldMariano,
  dieboldMarianoSmoothed,
} from "./evaluation/diebold-mariano.js";
export { type Holdout, holdout } from "./evaluation/holdout.js";
export {
  crps,
  type IntervalScores,
  pinball,
  scoreInterval,
} from "./evaluation/interval-metrics.js";
export { bias, mae, mape, mase, rmse, rmsse, type Scores, smape } from "./evaluation/metrics.js";
export { type RollingOrigin, rollingFolds } from "./evaluation/rolling-origin.js";
export type { Cause } from "./evaluation/undefined-reasons.js";
export type { Gap } from "./evaluation/undefined-scores.js";
export type {
  Feature,
  FeatureColumn,
  FeatureData,
  FeatureFamily,
  Misfit,
} from "./features/feature.js";
export { createFeature, featureFamilies, loadFeatures } from "./features/index.js";
export {
  features,
  featuresBySeries,
  featureTables,
  type SeriesFeatures,
} from "./features/table.js";
export type { Window } from "./features/windows.js";
export {
  decodeModel,
  encodeModel,
  restoreModel,
  type SavedModel,
} from "./models/file/model-file.js";
export { readModel } from "./models/file/read.js";
export type * from "./models/gradient-readings.js";
export {
  type BaumWelchFit,
  type BaumWelchOptions,
  baumWelch,
} from "./models/hmm/baum-welch.js";
export {
  fitHiddenMarkov,
  type HiddenMarkovFit,
  type HiddenMarkovOptions,
} from "./models/hmm/fit.js";
export { type Smoothed, smooth } from "./models/hmm/forward-backward.js";
export {
  expectedDurations,
  type HiddenMarkov,
  type Observations,
  observe,
} from "./models/hmm/hidden-markov.js";
export { viterbi } from "./models/hmm/viterbi.js";
export { createModel, models } from "./models/index.js";
export { adaptive, bootstrap, conformal, withIntervals } from "./models/intervals/intervals.js";
export type { Intervals } from "./models/intervals/kinds.js";
export type * from "./models/model.js";
export { withFeatures } from "./models/with-features.js";
export { type Complex, fft, inverseFft } from "./numeric/fft.js";
export type { Option, OptionSchema, OptionValues } from "./spec.js";

/** The version of foretell, which {@link SavedModel} asks for. */
export const version: string = packageVersion;

/**
 * Reads a path, `-` or a bundled dataset into a DataFrame of danfojs-node, which is loaded at the
 * first call: numbers, dates as text in ISO 8601, text. Missing numbers are NaN, missing dates null.
 *
 * @throws DataError when there is nothing of that name, or no table in it
 */
export async function readTable(
  source: string,
  options?: ReadOptions,
  warn?: (message: string) => void,
): Promise<DataFrame> {
  const table = await import("./data/frame/frame.js");
  return table.readTable(source, options, warn);
}

/**
 * A panel as a DataFrame in the long format (`unique_id`, `ds`, `y`), or columns as they are.
 *
 * @throws RangeError when a column has not the table's number of rows
 */
export async function toDataFrame(
  data: Panel | Pick<Columns, "rows" | "columns">,
): Promise<DataFrame> {
  const table = await import("./data/frame/frame.js");
  return table.toDataFrame(data);
}

/**
 * A DataFrame as a panel, its columns found and cleaned as those of a file.
 *
 * @throws UsageError for unknown columns and frequencies
 * @throws DataError for cells that do not fit, and dates that repeat or stand off the grid
 */
export async function panelFromFrame(
  frame: DataFrame,
  options?: PanelOptions & CsvOptions,
  warn?: (message: string) => void,
): Promise<Panel> {
  const table = await import("./data/frame/frame.js");
  return table.panelFromFrame(frame, options, warn);
}

/**
 * Forecasts as a DataFrame in the long format that the CSV has: `unique_id`, `ds`, the model's name,
 * and its intervals as `<model>-lo-80`, `<model>-hi-80`, …
 */
export async function forecastToFrame(
  panel: Panel,
  label: string,
  forecasts: readonly SeriesForecast[],
): Promise<DataFrame> {
  const table = await import("./data/frame/frame.js");
  return table.forecastToFrame(panel, label, forecasts);
}

/**
 * Count, mean, standard deviation, minimum, median, maximum and variance of each column of numbers,
 * missing values left out.
 */
export async function describe(frame: DataFrame): Promise<DataFrame> {
  const table = await import("./data/frame/frame.js");
  return table.describe(frame);
}

/**
 * Count, missing values, mean, standard deviation, minimum, quartiles and maximum of each column of
 * numbers, as a whole and by the groups that another column names.
 *
 * @throws UsageError when there is no such column
 */
export async function describeBy(frame: DataFrame, by?: string): Promise<Description[]> {
  const { columnsOfFrame } = await import("./data/frame/frame.js");
  const { describeColumns } = await import("./data/frame/describe.js");
  const columns = columnsOfFrame(frame);
  return describeColumns(columns, by === undefined ? undefined : columnNamed(columns, by));
}

/**
 * A table with the columns of another one beside its own where the `on` columns agree, such as
 * `["unique_id", "ds"]`: see the exogenous columns of {@link panelFromFrame}.
 *
 * @throws UsageError when a table lacks such a column, or both have another one of the same name
 * @throws DataError when several rows of the other table agree in all of them
 */
export async function joinTables(
  frame: DataFrame,
  other: DataFrame,
  on: readonly string[],
  warn?: (message: string) => void,
): Promise<DataFrame> {
  const join = await import("./data/frame/merge.js");
  return join.joinTables(frame, other, on, warn);
}

/** danfojs-node itself, loaded at the first call: `DataFrame`, `Series`, `concat`, `merge`, … */
export async function danfojs(): Promise<typeof Danfojs> {
  const table = await import("./data/frame/frame.js");
  return table.danfojs;
}
