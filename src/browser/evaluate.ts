// What scores and looks at data: loaded where that is asked for.

export { backtestCsv } from "../report/backtest/csv.js";
export { backtestJson } from "../report/backtest/json.js";
export { scoreRows } from "../report/backtest/report.js";
export { backtestData, backtestForecastRows } from "../tasks/backtest-data.js";
export { inspectData, inspectionRows } from "../tasks/inspect-data.js";
