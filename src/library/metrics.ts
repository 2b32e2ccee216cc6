/** `foretell/metrics`: how far forecasts are from observations. A few kilobytes, also in a browser. */

export {
  crps,
  type IntervalScores,
  pinball,
  scoreInterval,
} from "../evaluation/interval-metrics.js";
export { bias, mae, mape, mase, rmse, rmsse, smape } from "../evaluation/metrics.js";
