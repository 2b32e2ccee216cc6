import { tableOfRows, type WrittenTable } from "../tables/table.js";
import { backtestRows } from "./csv.js";
import type { BacktestReport } from "./report.js";

/** The table of {@link backtestCsv}, by columns. */
export function backtestColumns(report: BacktestReport): WrittenTable {
  const { header, rows } = backtestRows(report);
  return tableOfRows(header, rows);
}
