import type { Columns } from "../data/table/columns.js";
import type { ForecastReport } from "../report/forecast/report.js";
import type { ForecastOptions } from "../tasks/forecast-data.js";
import type { ForecastRow, ForecastTotal } from "../tasks/forecast-rows.js";
import type { Data } from "../tasks/panel-of.js";
import { type Input, isInput, readTable } from "./read.js";

/** What a task may start from: text of CSV or JSON, a File, rows, a DataFrame, or a panel. */
export type BrowserData = Input | Exclude<Data, string>;

/** Forecasts of one or several models. */
export interface Forecast {
  /** A row for each series, model and date, in this order. */
  readonly rows: readonly ForecastRow[];
  /** Sums over the horizon, a row for each series and model; empty without `total: true`. */
  readonly totals: readonly ForecastTotal[];
  /** Everything that is known of them: hold-out scores, training, gradient flow. */
  readonly report: ForecastReport;
  /** As `foretell forecast --format csv` writes it. */
  toCsv(): string;
  /** As `foretell forecast --format json` writes it. */
  toJson(): string;
  /** The picture of `--format svg`. */
  toSvg(): Promise<string>;
}

/**
 * Forecasts text, a file, rows or a panel: the numbers that `foretell forecast` gives for it.
 *
 * @example
 * const { rows } = await forecast(file, { model: "theta", horizon: 12 });
 *
 * @throws UsageError for a wrong spec or option
 * @throws DataError for data that cannot be used, or are too short for the horizon
 * @throws FitError where no model can be fitted
 * @throws the signal's reason once it is aborted
 */
export async function forecast(
  data: BrowserData,
  options: ForecastOptions = {},
): Promise<Forecast> {
  const { forecastData, forecastJson, forecastRows, forecastTotals, writtenCsv } = await import(
    "./evaluate.js"
  );
  const report = await forecastData(await tableOf(data, options), options);
  return {
    rows: forecastRows(report),
    totals: forecastTotals(report),
    report,
    toCsv: () => writtenCsv(report),
    toJson: () => forecastJson(report),
    async toSvg() {
      const { forecastPicture, figureSvg } = await import("./pictures.js");
      return figureSvg(forecastPicture(report));
    },
  };
}

/** Data whose table was read. */
export async function tableOf(
  data: BrowserData,
  { warn, ...options }: ForecastOptions,
): Promise<Exclude<Data, string> | Columns> {
  return isInput(data) ? readTable(data, options, warn) : data;
}
