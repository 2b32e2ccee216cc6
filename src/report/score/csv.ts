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
  const { metrics = ALL_METRICS, models, perStep } = report;
  const columns = metricColumns(metrics, levelsOf(models));
  const header = ["model", "unique_id", ...(perStep ? ["step"] : []), "n"];
  return [
    csvRow([...header, ...columns.map(({ name }) => name)], safe),
    ...scoreRows(report).map((row) =>
      csvRow(
        [
          ...[row.model, row.unique_id, ...(perStep ? [row.step] : []), row.n],
          ...columns.map(({ value }) => (Number.isNaN(value(row)) ? "" : value(row))),
        ],
        safe,
      ),
    ),
  ].join("");
}
