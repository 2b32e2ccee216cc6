import { csvRow } from "../text/csv.js";
import { type BenchmarkReport, benchmarkRows } from "./report.js";

/**
 * `method,by,period,n,smape,mase,owa`, a row a method and period, `all` for all series together; `by`
 * is `foretell` or `published`. What is not known is empty.
 */
export function benchmarkCsv(report: BenchmarkReport): string {
  const cell = (value: number) => (Number.isNaN(value) ? "" : value);
  return [
    csvRow(["method", "by", "period", "n", "smape", "mase", "owa"]),
    ...benchmarkRows(report).flatMap(({ method, by, standings }) =>
      Array.from(standings.values(), ({ period, n, smape, mase, owa }) =>
        csvRow([method, by, period, n, cell(smape), cell(mase), cell(owa)]),
      ),
    ),
  ].join("");
}
