import { version } from "../../package.json";
import type { SeriesInspection } from "../analysis/inspect.js";
import { briefInspection } from "../report/inspect/brief.js";
import { inspectionColumns } from "../report/inspect/columns.js";
import { type InspectionReport, inspectionJson } from "../report/inspect/report.js";
import { tableCsv } from "../report/tables/text-tables.js";
import {
  type Inspected,
  type InspectionWishes,
  inspectSeries,
  inspectTable,
} from "./inspect-table.js";
import { readingOf, type TaskOptions } from "./options.js";
import { type Data, isPanel, tableOfData } from "./panel-of.js";
import type { SourceOptions } from "./prepare.js";
import { type Written, written } from "./written.js";

/** How data are read, and what is looked at; what is left out is as on the command line. */
export interface InspectOptions
  extends SourceOptions,
    Omit<InspectionWishes, "seed">,
    Pick<TaskOptions, "signal"> {
  /** Seed of `regimes`, 1 by default. */
  readonly seed?: number;
}

/** What was found of one series, with dates; row numbers where the data have none. */
export interface InspectionRow extends Omit<SeriesInspection, "id" | "start" | "end"> {
  readonly unique_id: string;
  readonly start: Date | number;
  readonly end: Date | number;
}

/** What data are. */
export interface Inspection extends Written {
  /** A row for each series. */
  readonly rows: readonly InspectionRow[];
  /** What was odd and what was assumed. */
  readonly assumed: readonly string[];
  /** Everything that was found out: how the table was read, the panel, its season. */
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
  const { signal, seed = 1, regimes, neighbours, describe, by } = options;
  signal?.throwIfAborted();
  const assumed: string[] = [];
  const warn = (message: string) => {
    if (!assumed.includes(message)) assumed.push(message);
  };
  const wishes = { regimes, neighbours, describe, by, seed };
  const inspected = await inspectData(data, readingOf(options), wishes, warn);
  signal?.throwIfAborted();
  const report: InspectionReport = { version, ...inspected, assumed };
  const { panel, series } = report;
  const at = (stamp: number) => (panel.frequency.unit === "index" ? stamp : new Date(stamp));
  const table = () => inspectionColumns(report);
  return {
    rows: series.map(({ id, start, end, ...one }) => ({
      ...{ unique_id: id, start: at(start), end: at(end) },
      ...one,
    })),
    assumed,
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

async function inspectData(
  data: Data,
  reading: SourceOptions,
  wishes: InspectionWishes,
  warn: (message: string) => void,
): Promise<Omit<InspectionReport, "version" | "assumed">> {
  if (isPanel(data)) {
    return { ...inspectSeries(data, wishes, warn), decisions: [] };
  }
  const table = await tableOfData(data, reading, warn);
  const found: Inspected = await inspectTable(table, reading, wishes, warn);
  if (typeof data === "string") return found;
  // No command reads what stands in memory.
  const { command: _, ...others } = found;
  return others;
}
