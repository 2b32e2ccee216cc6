import { version } from "../../../package.json";
import { cleanPanel, type CleaningOptions as Replacing } from "../../analysis/cleaning.js";
import { withSeason } from "../../analysis/panel-seasonality.js";
import type { Panel } from "../../data/panel/panel.js";
import { cleanColumns } from "../../report/clean/columns.js";
import { cleanJson } from "../../report/clean/json.js";
import { type CleaningReport, changesOf } from "../../report/clean/report.js";
import { cleanText } from "../../report/clean/text.js";
import { dateAt } from "../forecast-rows.js";
import { readingOf, type TaskOptions } from "../options.js";
import { type Data, panelAsRead } from "../panel-of.js";
import type { SourceOptions } from "../prepare.js";
import type { Written } from "../written.js";
import { type Analysis, writtenAnalysis } from "./analysis.js";

/** How data are read, and what is replaced; what is left out is as on the command line. */
export interface CleaningOptions extends SourceOptions, TaskOptions, Replacing {
  /** Whether the table tells what was observed, and why it was changed. */
  readonly marked?: boolean;
}

/** A value that was put in the place of another, or of none. */
export interface CleanChange {
  readonly unique_id: string;
  /** A date, or the row's number where the data have no dates. */
  readonly ds: Date | number;
  /** What was observed; NaN where nothing was. */
  readonly was: number;
  readonly now: number;
  readonly why: "outlier" | "gap";
}

/** One observation of clean data. */
export interface CleanRow {
  readonly unique_id: string;
  readonly ds: Date | number;
  readonly y: number;
}

/** Data without gaps and outliers. */
export interface Cleaning extends Written {
  /** A row for each series and date. */
  readonly rows: readonly CleanRow[];
  /** By series and date. */
  readonly changes: readonly CleanChange[];
  readonly report: CleaningReport;
}

/**
 * Replaces outliers and fills gaps of a source, rows, a DataFrame or a panel, as `foretell clean` does.
 *
 * @example
 * const y = [3, 5, 4, 6, 5, 3, 900, 5, 4, 6, 5, 4, 6, 5, 3, 4, 6, 5, 4, 3, 5, 6, 4, 5];
 * const { changes } = await clean(y.map((value, t) => ({ t, y: value })));
 * changes.map(({ ds, was, why }) => [ds, was, why]); // [[6, 900, "outlier"]]
 *
 * @throws UsageError for a wrong option
 * @throws DataError for data that cannot be used
 * @throws the signal's reason once it is aborted
 */
export async function clean(data: Data, options: CleaningOptions = {}): Promise<Cleaning> {
  const { signal, warn = () => {} } = options;
  signal?.throwIfAborted();
  const panel = await panelForCleaning(data, readingOf(options), warn);
  signal?.throwIfAborted();
  const report = cleaningOf(panel, options);
  const at = (stamp: number) => dateAt(panel.frequency, stamp);
  return {
    rows: report.series.flatMap(({ id, ds, y }) =>
      Array.from(y, (value, t) => ({ unique_id: id, ds: at(ds[t]), y: value })),
    ),
    changes: changesOf(report).map(({ id, ds, was, now, why }) => ({
      ...{ unique_id: id, ds: at(ds), was, now, why },
    })),
    report,
    ...writtenAnalysis(cleaningAnalysis(report)),
  };
}

/** The panel with its gaps, of which no warning says that they are interpolated: the changes tell it. */
export function panelForCleaning(
  data: Data,
  reading: SourceOptions,
  warn: (message: string) => void,
): Promise<Panel> {
  const heard = (message: string) => {
    if (reading.missing !== undefined || !message.endsWith("interpolated")) warn(message);
  };
  return panelAsRead(data, { ...reading, irregular: "allowed" }, heard).then((panel) =>
    withSeason(panel),
  );
}

export function cleaningOf(
  panel: Panel,
  { only, marked = false }: Replacing & { readonly marked?: boolean | undefined },
): CleaningReport {
  return { version, panel, series: cleanPanel(panel, { only }), marked };
}

export function cleaningAnalysis(report: CleaningReport): Analysis {
  return {
    name: "clean",
    columns: () => cleanColumns(report),
    text: (appearance) => cleanText(report, appearance),
    json: () => cleanJson(report),
    async pictures() {
      const { cleanFigure } = await import("../../report/clean/figure.js");
      const { cleanPage } = await import("../../report/clean/page.js");
      return { figure: () => cleanFigure(report), page: () => cleanPage(report) };
    },
  };
}
