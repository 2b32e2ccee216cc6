/**
 * How far forecasts are from observations. A few kilobytes, also in a browser.
 *
 * @module foretell/metrics
 */

export {
  crps,
  type IntervalScores,
  pinball,
  scoreInterval,
} from "../evaluation/interval-metrics.js";
export { bias, mae, mape, mase, rmse, rmsse, smape } from "../evaluation/metrics.js";
