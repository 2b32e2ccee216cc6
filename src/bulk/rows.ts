import { formatTime } from "../data/time/timestamp.js";
import { csvCell, csvRow } from "../report/text/csv.js";
import { toJson } from "../report/text/json.js";
import type { ForecastSeries } from "./forecast-series.js";
import type { Plan } from "./plan.js";

/** The line above the rows of CSV. */
export function csvHeader({ columns, safe }: Plan): string {
  return csvRow(columns, safe);
}

/** Writes the rows of a series as the other parts of the panel have them. */
export function rowsWriter(
  plan: Plan,
  format: "csv" | "ndjson",
): (forecast: ForecastSeries) => string {
  const { columns, precision, safe } = plan;
  const stamp = precision === undefined ? String : (ds: number) => formatTime(ds, precision);
  if (format === "csv") {
    return ({ id, ds, values }) => {
      const key = csvCell(id, safe);
      let text = "";
      // Numbers and stamps never need quotes.
      for (let h = 0; h < ds.length; h++) {
        text += `${key},${stamp(ds[h])}`;
        for (const column of values) text += `,${column[h]}`;
        text += "\n";
      }
      return text;
    };
  }
  return ({ id, ds, values }) =>
    Array.from(ds, (at, h) => {
      const cells = [id, precision === undefined ? at : stamp(at), ...values.map((one) => one[h])];
      return `${toJson(Object.fromEntries(columns.map((name, c) => [name, cells[c]])))}\n`;
    }).join("");
}
