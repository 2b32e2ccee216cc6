import type { WrittenTable } from "../tables/table.js";
import { tableCsv } from "../tables/text-tables.js";
import { forecastColumns } from "./columns.js";
import { forecastCsv } from "./csv.js";
import type { ForecastReport } from "./report.js";
import { totalColumns } from "./total-columns.js";

// What is written of a report: totals where they were asked for, else every step.

/** Whether totals over the horizon were asked for. */
export function hasTotals({ models }: ForecastReport): boolean {
  return models[0]?.totals !== undefined;
}

/** The table, by columns. */
export function writtenColumns(report: ForecastReport): WrittenTable {
  return hasTotals(report) ? totalColumns(report) : forecastColumns(report);
}

/** @param safe whether ids that spreadsheets would run as formulas are made harmless */
export function writtenCsv(report: ForecastReport, safe = false): string {
  if (!hasTotals(report)) return forecastCsv(report, safe);
  return [...tableCsv(totalColumns(report), safe)].join("");
}
