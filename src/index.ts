/**
 * Everything of the library, for Node.
 *
 * @module foretell
 */

import { version as packageVersion } from "../package.json";

export {
  type DateIntervals,
  inspectPanel,
  type Outlier,
  type SeriesInspection,
} from "./analysis/inspect.js";
export { withSeason } from "./analysis/panel-seasonality.js";
export type { Season } from "./analysis/seasonality.js";
export type { SheetOptions } from "./data/format/xlsx.js";
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
export type { JoinOptions } from "./data/read/read-joined.js";
export { type FileOptions, readContinuation } from "./data/read/read-panel.js";
export { readSeasonalPanel as readPanel } from "./data/read/read-seasonal-panel.js";
export type { ReadOptions } from "./data/read/read-table.js";
export {
  type SeasonOptions,
  seasonalPanelFromArrays as panelFromArrays,
} from "./data/read/seasonal-panel-from-arrays.js";
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
export type {
  Decimal,
  ParseOptions,
  /** The name of {@link ParseOptions} up to 0.1.0. */
  ParseOptions as CsvOptions,
} from "./data/table/parse-options.js";
export type { RowList } from "./data/table/row-list.js";
export type { Stamps } from "./data/table/timestamps.js";
export type { DatePattern } from "./data/time/date-pattern.js";
export { type Frequency, futureIndex } from "./data/time/frequency.js";
export { parseFrequency } from "./data/time/frequency-alias.js";
export { inferFrequency } from "./data/time/infer-frequency.js";
export { fastMath } from "./engine/fast-math.js";
export type { GradientFlow } from "./engine/gradient-flow.js";
export type { LayerFlow } from "./engine/layer-gradients.js";
export type { SolverWork } from "./engine/ops/ode-solver.js";
export * from "./errors.js";
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
export * from "./library/dtw.js";
export * from "./library/evaluation.js";
export * from "./library/frame.js";
export * from "./library/hmm.js";
export * from "./library/spectrum.js";
export {
  decodeModel,
  encodeModel,
  restoreModel,
  type SavedModel,
} from "./models/file/model-file.js";
export { readModel, readModels } from "./models/file/read.js";
export { decodeModels, encodeModels } from "./models/file/several.js";
export type * from "./models/gradient-readings.js";
export { createAbortableModel as createModel, models } from "./models/index.js";
export { adaptive, bootstrap, conformal, withIntervals } from "./models/intervals/intervals.js";
export type { Intervals } from "./models/intervals/kinds.js";
export { forecastQuantiles, type SeriesQuantiles } from "./models/intervals/quantiles.js";
export { type SeriesSamples, samplePaths } from "./models/intervals/sample-paths.js";
export { type Limits, withLimits } from "./models/limits.js";
export type * from "./models/model.js";
export { nonNegative } from "./models/transforms/non-negative.js";
export { withFeatures } from "./models/with-features.js";
export type { FileFormat } from "./report/formats.js";
export type { Metric } from "./report/text/metric-columns.js";
export type { ScoreRow } from "./report/text/score-row.js";
export type { Option, OptionSchema, OptionValues } from "./spec/options.js";
export {
  type Anomalies,
  type Anomaly,
  type AnomalyOptions,
  anomalies,
} from "./tasks/analyses/anomalies.js";
export {
  type CleanChange,
  type Cleaning,
  type CleaningOptions,
  type CleanRow,
  clean,
} from "./tasks/analyses/clean.js";
export {
  type DecomposedRow,
  type DecomposeOptions,
  type Decomposition,
  decompose,
} from "./tasks/analyses/decompose.js";
export { type Score, type ScoreOptions, score } from "./tasks/analyses/score.js";
export { type Check, type CheckOptions, check } from "./tasks/check.js";
export { type Forecast, forecast } from "./tasks/forecast.js";
export type { ForecastOptions } from "./tasks/forecast-data.js";
export type { ForecastRow, ForecastTotal } from "./tasks/forecast-rows.js";
export { type Inspection, inspect } from "./tasks/inspect.js";
export type { InspectionRow, InspectOptions } from "./tasks/inspect-data.js";
export type { ModelOptions, ModelRequest } from "./tasks/model-spec.js";
export { specOf } from "./tasks/model-spec.js";
export type { FittingOptions } from "./tasks/options.js";
export type { Data, FrameLike, Row } from "./tasks/panel-of.js";
export {
  forecastStream,
  forecastTransform,
  type Observation,
  type StreamedForecast,
  type StreamOptions,
  streamedJson,
} from "./tasks/stream.js";
export type { TextOptions, Written } from "./tasks/written.js";

/** The version of foretell, which {@link SavedModel} asks for. */
export const version: string = packageVersion;
