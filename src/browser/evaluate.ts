// What forecasts, scores and looks at data by one call: loaded where that is asked for.

import { rowsWhere } from "../data/rows/where.js";
import { giveWhere } from "./stand-ins/where.js";

export { backtest as scoreFolds } from "../evaluation/backtest.js";
export { backtestCsv } from "../report/backtest/csv.js";
export { backtestJson } from "../report/backtest/json.js";
export { scoreRows } from "../report/backtest/report.js";
export { forecastJson } from "../report/forecast/json.js";
export { writtenCsv } from "../report/forecast/written.js";
export { backtestData, backtestForecastRows } from "../tasks/backtest-data.js";
export { forecastData } from "../tasks/forecast-data.js";
export { forecastRows, forecastTotals } from "../tasks/forecast-rows.js";
export { inspectData, inspectionRows } from "../tasks/inspect-data.js";

giveWhere(rowsWhere);
