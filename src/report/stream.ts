import { plot } from "./charts/plot.js";
import type { streamSchema } from "./stream-schema.js";
import { type Appearance, paint } from "./text/appearance.js";
import { csvCell, csvRow } from "./text/csv.js";
import type { DocumentOf } from "./text/document.js";
import { decimalsFor, formatCount, formatNumber } from "./text/format.js";
import { toJson } from "./text/json.js";
import { printable } from "./text/printable.js";

/** The state of a stream after an observation; NaN where something is not known yet. */
export interface StreamReport {
  /** Observations so far. */
  readonly n: number;
  /** As it was written; undefined where there is no such column. */
  readonly ds: string | undefined;
  readonly y: number;
  /** Forecast − observation. */
  readonly error: number;
  /** Over a fading window. */
  readonly mae: number;
  readonly rmse: number;
  readonly mase: number;
  /** The next observations, [horizon]. */
  readonly forecast: Float64Array;
}

/** The names above rows of {@link streamCsv}. */
export function streamCsvHeader(model: string, dated: boolean, horizon: number): string {
  const steps = Array.from({ length: horizon }, (_, h) => `${model}-${h + 1}`);
  return csvRow(["n", ...(dated ? ["ds"] : []), "y", "error", "mae", "rmse", "mase", ...steps]);
}

/** One row; what is not defined is empty. */
export function streamCsv(
  { n, ds, y, error, mae, rmse, mase, forecast }: StreamReport,
  safe = false,
): string {
  const date = ds === undefined ? "" : `${csvCell(ds, safe)},`;
  let row = `${n},${date}${cell(y)},${cell(error)},${cell(mae)},${cell(rmse)},${cell(mase)}`;
  for (let h = 0; h < forecast.length; h++) row += `,${cell(forecast[h])}`;
  return `${row}\n`;
}

function cell(value: number): string {
  return Number.isFinite(value) ? String(value) : "";
}

/** One line of NDJSON, schema `foretell/stream@1`; what is not defined is null. */
export function streamJson(report: StreamReport): string {
  const { n, ds, y, error, mae, rmse, mase, forecast } = report;
  // JSON writes NaN and infinities as null.
  const line: DocumentOf<typeof streamSchema> = {
    schema: "foretell/stream@1",
    n,
    ...(ds !== undefined && { ds }),
    ...{ y, error, mae, rmse, mase, forecast: Array.from(forecast) },
  };
  return `${toJson(line)}\n`;
}

/** A row of the stream as one line for a person. */
export function streamLine(report: StreamReport, appearance: Appearance): string {
  const { n, ds, y, error, mae, mase, forecast } = report;
  const chalk = paint(appearance);
  const digits = decimalsFor([y, forecast[0]], 4);
  const shown = (value: number, decimals = digits) =>
    formatNumber(value, decimals, appearance.plain);
  return [
    chalk.bold(`${formatCount(n)}${ds === undefined ? "" : `  ${printable(ds)}`}`),
    `y ${shown(y)}`,
    `error ${shown(error)}`,
    `next ${chalk.cyan(shown(forecast[0]))}`,
    chalk.dim(`MAE ${shown(mae)}`),
    `MASE ${shown(mase, 3)}`,
  ].join("  ");
}

const ROWS = 8;

/** The last observations with the forecast joined on, and the line below. */
export function streamView(
  recent: readonly number[],
  report: StreamReport,
  appearance: Appearance,
): string {
  const known = recent.filter((value) => !Number.isNaN(value));
  const line = streamLine(report, appearance);
  if (known.length < 2) return line;
  const ahead = Array.from(report.forecast);
  const chart = plot(
    [{ values: [...known, ...ahead], color: "cyan" }, { values: known }],
    {
      label: (point) => String(point - known.length + 1),
      origin: known.length - 1,
      strides: [1, 2, 5, 10, 20, 50, 100, 200],
      doubleFrom: known.length,
    },
    ROWS,
    appearance,
  );
  return `${chart}\n${line}`;
}
