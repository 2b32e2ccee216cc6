import { forecastJson } from "../report/forecast/json.js";
import type { ForecastReport } from "../report/forecast/report.js";
import { terminalReport } from "../report/forecast/text.js";
import { writtenColumns, writtenCsv } from "../report/forecast/written.js";
import { type ForecastOptions, forecastData } from "./forecast-data.js";
import {
  type ForecastRow,
  type ForecastTotal,
  forecastRows,
  forecastTotals,
} from "./forecast-rows.js";
import type { Data } from "./panel-of.js";
import { type Written, written } from "./written.js";

/** Forecasts of one or several models. */
export interface Forecast extends Written {
  /** A row for each series, model and date, in this order. */
  readonly rows: readonly ForecastRow[];
  /** Sums over the horizon, a row for each series and model; empty without `total: true`. */
  readonly totals: readonly ForecastTotal[];
  /** Everything that is known of them: hold-out scores, training, gradient flow, diagnostics. */
  readonly report: ForecastReport;
}

/**
 * Forecasts a source, rows, a DataFrame or a panel: the numbers that `foretell forecast` gives for it.
 *
 * @example
 * const { rows } = await forecast("nottem", { model: "theta", horizon: 12, levels: [80, 95] });
 * rows[0]; // { unique_id: "nottem", ds: 1940-01-01, model: "theta", mean: …, intervals: […] }
 * const { totals } = await forecast("nottem", { model: "naive", horizon: 12, total: true });
 * Math.round(totals[0].mean); // 454
 *
 * // A frame with the columns region (north, north, south, south) and y (1, 2, 3, 5).
 * const sums = await forecast(frame, { hierarchy: ["region"], model: "naive", horizon: 1 });
 * sums.rows.map((row) => row.unique_id); // ["total", "north", "south"]
 * sums.rows.map((row) => row.mean); // [7, 2, 5]
 *
 * @param data a path, `-` for stdin or a bundled dataset; the bytes of a file; rows such as
 *   `{ unique_id, ds, y }`; a DataFrame of danfojs; or a panel
 * @throws UsageError for a wrong spec or option
 * @throws DataError for data that cannot be used, or are too short for the horizon
 * @throws FitError where no model can be fitted
 * @throws the signal's reason once it is aborted
 */
export async function forecast(data: Data, options: ForecastOptions = {}): Promise<Forecast> {
  const report = await forecastData(data, options);
  return {
    rows: forecastRows(report),
    totals: forecastTotals(report),
    report,
    ...written({
      csv: () => writtenCsv(report),
      json: () => forecastJson(report),
      text: (appearance) => terminalReport(report, appearance),
      table: () => writtenColumns(report),
      file: async (format) => (await import("./files/forecast.js")).forecastIn(format, report),
    }),
  };
}
