import { stampColumn, textColumn, type WrittenTable } from "../tables/table.js";
import { stampFormat } from "../text/timestamp.js";
import { type AnomalyReport, type AnomalyRow, rowsOf } from "./report.js";

/** A row an anomaly: `unique_id,ds,y,expected,lo-99.9,hi-99.9,score,kind`. */
export function anomalyColumns(report: AnomalyReport): WrittenTable {
  const { panel, series, level } = report;
  const rows = series.flatMap((one) => rowsOf(one, report));
  const number = (name: string, of: (row: AnomalyRow) => number) => ({
    name,
    kind: "number" as const,
    values: Float64Array.from(rows, of),
  });
  return {
    rows: rows.length,
    stamp: stampFormat(panel, []),
    columns: [
      textColumn(
        "unique_id",
        rows.map(({ id }) => id),
      ),
      stampColumn(
        "ds",
        panel,
        Float64Array.from(rows, ({ ds }) => ds),
      ),
      number("y", ({ y }) => y),
      number("expected", ({ expected }) => expected),
      number(`lo-${level}`, ({ lo }) => lo),
      number(`hi-${level}`, ({ hi }) => hi),
      number("score", ({ score }) => score),
      textColumn(
        "kind",
        rows.map(({ kind }) => kind ?? ""),
      ),
    ],
  };
}
