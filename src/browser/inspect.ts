import type { InspectionReport } from "../report/inspect/report.js";
import type { InspectionRow, InspectOptions } from "../tasks/inspect-data.js";
import { type BrowserData, tableOf } from "./forecast.js";

/** What data are. */
export interface Inspection {
  /** A row for each series. */
  readonly rows: readonly InspectionRow[];
  /** What was odd and what was assumed. */
  readonly assumed: readonly string[];
  /** Everything that was detected: how the table was read, the panel, its season. */
  readonly report: InspectionReport;
  /** The picture of `foretell inspect --format svg`. */
  toSvg(): Promise<string>;
}

/**
 * Says what text, a file, rows or a panel are, as `foretell inspect` does.
 *
 * @example
 * const { rows, assumed } = await inspect(file);
 *
 * @throws UsageError for a wrong option
 * @throws DataError for data that cannot be used
 */
export async function inspect(
  data: BrowserData,
  options: Omit<InspectOptions, "describe" | "by"> = {},
): Promise<Inspection> {
  const { inspectData, inspectionRows } = await import("./evaluate.js");
  const early: string[] = [];
  const warn = (message: string) => early.push(message);
  const report = await inspectData(await tableOf(data, { ...options, warn }), options);
  return {
    rows: inspectionRows(report),
    assumed: [...new Set([...early, ...report.assumed])],
    report,
    async toSvg() {
      const { inspectionFigure, figureSvg } = await import("./pictures.js");
      return figureSvg(inspectionFigure(report));
    },
  };
}
