import { formatTime } from "../data/time/timestamp.js";
import { csvCell, csvRow } from "../report/text/csv.js";
import { toJson } from "../report/text/json.js";
import type { ForecastSeries } from "./forecast-series.js";
import type { Plan } from "./plan.js";

/** How the rows of a series are written while the panel is forecast; `binary` is ours, see {@link binaryRows}. */
export const ROW_FORMATS = ["csv", "ndjson", "binary"] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/** What stands above the rows. */
export function headerOf({ columns, safe }: Plan, format: RowFormat): string {
  return format === "csv" ? csvRow(columns, safe) : "";
}

/** Writes the rows of a series as the other parts of the panel have them. */
export function rowsWriter(plan: Plan, format: RowFormat): (forecast: ForecastSeries) => Buffer {
  switch (format) {
    case "csv":
      return csvWriter(plan);
    case "ndjson":
      return ndjsonWriter(plan);
    case "binary":
      return binaryRows;
  }
}

function csvWriter(plan: Plan): (forecast: ForecastSeries) => Buffer {
  const { safe } = plan;
  const stamp = stampOf(plan);
  return ({ id, ds, values }) => {
    const key = csvCell(id, safe);
    let text = "";
    // Numbers and stamps never need quotes.
    for (let h = 0; h < ds.length; h++) {
      text += `${key},${stamp(ds[h])}`;
      for (const column of values) text += `,${column[h]}`;
      text += "\n";
    }
    return Buffer.from(text);
  };
}

function ndjsonWriter(plan: Plan): (forecast: ForecastSeries) => Buffer {
  const { columns, precision } = plan;
  const stamp = stampOf(plan);
  return ({ id, ds, values }) => {
    let text = "";
    for (let h = 0; h < ds.length; h++) {
      const date = precision === undefined ? ds[h] : stamp(ds[h]);
      const cells = [id, date, ...values.map((column) => column[h])];
      text += `${toJson(Object.fromEntries(columns.map((name, c) => [name, cells[c]])))}\n`;
    }
    return Buffer.from(text);
  };
}

/**
 * A series as numbers, for formats that are written by columns at the end:
 *
 *   4 bytes   length of the id in bytes, little-endian
 *   4 bytes   number of rows
 *   id        UTF-8
 *   doubles   the dates, and then each column, little-endian
 */
export function binaryRows({ id, ds, values }: ForecastSeries): Buffer {
  const name = Buffer.from(id);
  const bytes = Buffer.allocUnsafe(8 + name.length + 8 * ds.length * (1 + values.length));
  bytes.writeUInt32LE(name.length, 0);
  bytes.writeUInt32LE(ds.length, 4);
  name.copy(bytes, 8);
  let at = 8 + name.length;
  for (const column of [ds, ...values]) {
    for (const value of column) at = bytes.writeDoubleLE(value, at);
  }
  return bytes;
}

function stampOf({ precision }: Plan): (ds: number) => string {
  return precision === undefined ? String : (ds) => formatTime(ds, precision);
}
