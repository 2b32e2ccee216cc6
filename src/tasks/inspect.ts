import { briefInspection } from "../report/inspect/brief.js";
import { inspectionColumns } from "../report/inspect/columns.js";
import { type InspectionReport, inspectionJson } from "../report/inspect/report.js";
import { tableCsv } from "../report/tables/text-tables.js";
import {
  type InspectionRow,
  type InspectOptions,
  inspectData,
  inspectionRows,
} from "./inspect-data.js";
import type { Data } from "./panel-of.js";
import { type Written, written } from "./written.js";

/** What data are. */
export interface Inspection extends Written {
  /** A row for each series. */
  readonly rows: readonly InspectionRow[];
  /** What was odd and what was assumed. */
  readonly assumed: readonly string[];
  /** Everything that was detected: how the table was read, the panel, its season. */
  readonly report: InspectionReport;
}

/**
 * Says what a source, rows, a DataFrame or a panel are: how they are read, their frequency, gaps, season,
 * trend and outliers, as `foretell inspect` does.
 *
 * @example
 * const { rows, report } = await inspect("nottem");
 * rows[0].seasonal; // true
 * report.panel.season; // 12
 *
 * @throws UsageError for a wrong option
 * @throws DataError for data that cannot be used
 * @throws the signal's reason once it is aborted
 */
export async function inspect(data: Data, options: InspectOptions = {}): Promise<Inspection> {
  const report = await inspectData(data, options);
  const table = () => inspectionColumns(report);
  return {
    rows: inspectionRows(report),
    assumed: report.assumed,
    report,
    ...written({
      csv: () => [...tableCsv(table())].join(""),
      json: () => inspectionJson(report),
      text: (appearance) => briefInspection(report, appearance),
      table,
      file: async (format) => (await import("./files/inspect.js")).inspectionIn(format, report),
    }),
  };
}
