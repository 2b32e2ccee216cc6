import { csvRow } from "../text/csv.js";
import { type Metric, metricColumns } from "../text/metric-columns.js";
import {
  type BacktestReport,
  coveredLevels,
  describeUndefined,
  isIntermittentReport,
  scoreRows,
} from "./report.js";

const DEFAULT_METRICS: readonly Metric[] = ["smape", "mase", "owa", "mae", "rmse", "coverage"];

/**
 * `model,unique_id,n,smape,mase,owa,mae,rmse`, and `coverage-80` … where a model gives intervals, and
 * `rmsse,bias` where demand is intermittent, or the requested metrics; a row a model, or a model and series. Where steps are wanted, `step` follows
 * `unique_id`, `*` for all. Metrics that are not defined are empty. Times are left out unless asked
 * for, so that the same input gives the same bytes.
 *
 * @param safe whether ids that spreadsheets would run as formulas are made harmless
 */
export function backtestCsv(report: BacktestReport, safe = false): string {
  const { header, rows } = backtestRows(report);
  return [header, ...rows].map((row) => csvRow(row, safe)).join("");
}

/** The same table, its header apart. */
export function backtestRows(report: BacktestReport): {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
} {
  const columns = metricColumns(shownMetrics(report), coveredLevels(report));
  const { perStep } = report;
  const header = ["model", "unique_id", ...(perStep ? ["step"] : []), "n"];
  return {
    header: [...header, ...columns.map(({ name }) => name)],
    rows: scoreRows(report).map((row) => [
      ...[row.model, row.unique_id, ...(perStep ? [row.step] : []), row.n],
      ...columns.map(({ value }) => (Number.isNaN(value(row)) ? "" : value(row))),
    ]),
  };
}

/** Why cells are empty, for people. */
export function describeEmptyCells(report: BacktestReport): string[] {
  return describeUndefined(report, shownMetrics(report));
}

function shownMetrics(report: BacktestReport): readonly Metric[] {
  if (report.metrics) return report.metrics;
  return isIntermittentReport(report) ? [...DEFAULT_METRICS, "rmsse", "bias"] : DEFAULT_METRICS;
}
