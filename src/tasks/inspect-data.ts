import { version } from "../../package.json";
import type { SeriesInspection } from "../analysis/inspect.js";
import type { Columns } from "../data/table/columns.js";
import type { InspectionReport } from "../report/inspect/report.js";
import { dateAt } from "./forecast-rows.js";
import {
  type Inspected,
  type InspectionWishes,
  inspectSeries,
  inspectTable,
} from "./inspect-table.js";
import { readingOf, type TaskOptions } from "./options.js";
import { type Data, isPanel, tableOfData } from "./panel-of.js";
import type { SourceOptions } from "./prepare.js";

/** How data are read, and what is looked at; what is left out is as on the command line. */
export interface InspectOptions
  extends SourceOptions,
    Omit<InspectionWishes, "seed" | "shown">,
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

/** The report on an inspection of data: see `inspect`. */
export async function inspectData(
  data: Data | Columns,
  options: InspectOptions = {},
): Promise<InspectionReport> {
  const { signal, seed = 1, regimes, neighbours, describe, by } = options;
  signal?.throwIfAborted();
  const assumed: string[] = [];
  const warn = (message: string) => {
    if (!assumed.includes(message)) assumed.push(message);
  };
  const wishes = { regimes, neighbours, describe, by, seed };
  const inspected = await inspectedOf(data, readingOf(options), wishes, warn);
  signal?.throwIfAborted();
  return { version, ...inspected, assumed };
}

/** A row for each series. */
export function inspectionRows({ panel, series }: InspectionReport): InspectionRow[] {
  const at = (stamp: number) => dateAt(panel.frequency, stamp);
  return series.map(({ id, start, end, ...one }) => ({
    ...{ unique_id: id, start: at(start), end: at(end) },
    ...one,
  }));
}

async function inspectedOf(
  data: Data | Columns,
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
