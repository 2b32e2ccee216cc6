import { version as packageVersion } from "../package.json";

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
export type { SheetOptions } from "./data/format/xlsx.js";
export type { Description } from "./data/frame/describe.js";
export type { DataFrame } from "./data/frame/frame.js";
export {
  danfojs,
  describe,
  describeBy,
  forecastToFrame,
  joinTables,
  panelFromFrame,
  readTable,
  toDataFrame,
} from "./data/frame/lazy.js";
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
export type { CleanOptions } from "./data/panel/panel-options.js";
export type { Duplicates, Missing } from "./data/panel/policies.js";
export { panelFromArrays } from "./data/read/from-arrays.js";
export type { JoinOptions } from "./data/read/read-joined.js";
export { type FileOptions, readContinuation, readPanel } from "./data/read/read-panel.js";
export type { ReadOptions } from "./data/read/read-table.js";
export type { RoleOptions } from "./data/roles/roles.js";
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
export type { Decimal, ParseOptions } from "./data/table/parse-options.js";
export type { RowList } from "./data/table/row-list.js";
export type { Stamps } from "./data/table/timestamps.js";
export type { DatePattern } from "./data/time/date-pattern.js";
export { type Frequency, futureIndex } from "./data/time/frequency.js";
export { parseFrequency } from "./data/time/frequency-alias.js";
export { inferFrequency } from "./data/time/infer-frequency.js";
export * from "./dtw/index.js";
export type { GradientFlow } from "./engine/gradient-flow.js";
export type { LayerFlow } from "./engine/layer-gradients.js";
export type { SolverWork } from "./engine/ops/ode-solver.js";
export * from "./errors.js";
export {
  type BacktestContext,
  type BacktestScores,
  backtest,
  type LevelScores,
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
export { type Fold, givenFold, lastFold } from "./evaluation/folds.js";
export { type Holdout, holdout } from "./evaluation/holdout.js";
export {
  crps,
  type IntervalScores,
  pinball,
  scoreInterval,
} from "./evaluation/interval-metrics.js";
export { bias, mae, mape, mase, rmse, rmsse, smape } from "./evaluation/metrics.js";
export { type RollingOrigin, rollingFolds } from "./evaluation/rolling-origin.js";
export { owa, type Scores } from "./evaluation/scores.js";
export type {
  UndefinedReason as Cause,
  UndefinedScore as Gap,
} from "./evaluation/undefined-scores.js";
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
export type { Option, OptionSchema, OptionValues } from "./spec/options.js";

/** The version of foretell, which {@link SavedModel} asks for. */
export const version: string = packageVersion;
