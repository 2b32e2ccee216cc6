import { tableOfRows, type WrittenTable } from "../tables/table.js";
import { csvRow } from "../text/csv.js";
import { metricColumns } from "../text/metric-columns.js";
import { ALL_METRICS, levelsOf, type ScoreReport, scoreRows } from "./report.js";

/**
 * `model,unique_id,n,wape,bias,mae,…`, with `coverage-80`, `winkler-80` … where there are intervals, or the
 * metrics asked for; a row a model, and where they are wanted a row a series and a step (`step`).
 *
 * @param safe whether ids that spreadsheets would run as formulas are made harmless
 */
export function scoreCsv(report: ScoreReport, safe = false): string {
  const { header, rows } = cellsOf(report);
  return [header, ...rows].map((row) => csvRow(row, safe)).join("");
}

/** The same by columns. */
export function scoreColumns(report: ScoreReport): WrittenTable {
  const { header, rows } = cellsOf(report);
  return tableOfRows(header, rows);
}

function cellsOf(report: ScoreReport) {
  const { metrics = ALL_METRICS, models, perStep } = report;
  const columns = metricColumns(metrics, levelsOf(models));
  const header = ["model", "unique_id", ...(perStep ? ["step"] : []), "n"];
  return {
    header: [...header, ...columns.map(({ name }) => name)],
    rows: scoreRows(report).map((row) => [
      ...[row.model, row.unique_id, ...(perStep ? [row.step] : []), row.n],
      ...columns.map(({ value }) => (Number.isNaN(value(row)) ? "" : value(row))),
    ]),
  };
}
