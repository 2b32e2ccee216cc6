/**
 * Reading, statistical models, evaluation and pictures for browsers, without
 * the engine of networks. `auto` weighs statistical models only.
 *
 * @module foretell/browser/statistical
 */

export { withSeason } from "../analysis/panel-seasonality.js";
export type { Panel, PanelOptions, Series } from "../data/panel/from-table.js";
export type { ReadOptions } from "../data/read/read-table.js";
export { seasonalPanelFromArrays as panelFromArrays } from "../data/read/seasonal-panel-from-arrays.js";
export { DataError, FitError, ForetellError, UsageError } from "../errors.js";
export { rollingFolds } from "../evaluation/rolling-origin.js";
export * from "../library/metrics.js";
export {
  decodeModel,
  encodeModel,
  restoreModel,
  type SavedModel,
} from "../models/file/model-file.js";
export { createAbortableModel as createModel, models } from "../models/index.js";
export { withIntervals } from "../models/intervals/intervals.js";
export { withLimits } from "../models/limits.js";
export type * from "../models/model.js";
export type { BacktestForecastRow, BacktestOptions } from "../tasks/backtest-data.js";
export type { ForecastOptions } from "../tasks/forecast-data.js";
export type { ForecastRow, ForecastTotal } from "../tasks/forecast-rows.js";
export type { InspectionRow, InspectOptions } from "../tasks/inspect-data.js";
export type { ModelOptions, ModelRequest } from "../tasks/model-spec.js";
export { type Backtest, backtest, backtestFolds } from "./backtest.js";
export { type BrowserData, type Forecast, forecast } from "./forecast.js";
export { type Inspection, inspect } from "./inspect.js";
export { type Input, readPanel, readTable } from "./read.js";
