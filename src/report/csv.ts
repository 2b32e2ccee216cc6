import type { ForecastReport } from "./forecast.js";
import { stampFormat } from "./stamp.js";

/** The long table that forecasting tools share: `unique_id,ds,<model>`, a row a series and date. */
export function forecastCsv({ panel, future, models }: ForecastReport): string {
  const stamp = stampFormat(panel, future);
  const rows = [csvRow(["unique_id", "ds", ...models.map(({ label }) => label)])];
  panel.series.forEach(({ id }, s) => {
    const key = csvCell(id);
    future[s]!.forEach((ds, h) => {
      // Numbers and stamps never need quotes.
      const values = models.map(({ forecasts }) => forecasts[s]!.mean[h]!);
      rows.push(`${key},${stamp(ds)},${values.join(",")}\n`);
    });
  });
  return rows.join("");
}

/** One line of CSV, quoted where RFC 4180 asks for it. */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => csvCell(String(cell))).join(",")}\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
