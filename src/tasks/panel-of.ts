import { panelFromColumns } from "../data/panel/from-table.js";
import type { Panel } from "../data/panel/panel.js";
import { readJoined } from "../data/read/read-joined.js";
import { panelOfTable } from "../data/read/read-panel.js";
import type { Columns } from "../data/table/columns.js";
import type { ParseOptions } from "../data/table/parse-options.js";
import { tableFromRecords, tableFromValues } from "../data/table/records.js";
import { type ChosenModel, readingFor, warnOfIgnored } from "./choose-models.js";
import { readForModels, type SourceOptions } from "./prepare.js";

/** A record with the values of one row by column. */
export type Row = Readonly<Record<string, unknown>>;

/** The part of a DataFrame of danfojs that its values are taken from. */
export interface FrameLike {
  readonly columns: string[];
  column(name: string): { readonly values: unknown };
}

/**
 * What a forecast may start from: a path, `-` or a dataset; the bytes of a file; rows; a DataFrame; or a
 * panel.
 */
export type Data = string | Uint8Array | readonly Row[] | FrameLike | Panel;

/**
 * The panel of any kind of data as the models take it, with warnings of what they will not use. A panel is
 * taken as it is: its gaps were filled when it was made.
 *
 * @throws UsageError, DataError as for the data of the command line
 */
export async function panelOfData(
  data: Data | Columns,
  models: readonly ChosenModel[],
  options: SourceOptions,
  features: readonly string[],
  warn: (message: string) => void,
): Promise<Panel> {
  if (typeof data === "string") {
    const read = await readForModels([data], models, options, { feature: features }, warn);
    return read.panel;
  }
  const panel = isPanel(data)
    ? data
    : panelFromColumns(
        await tableOfData(data, options, warn),
        { ...options, ...readingFor(models) },
        warn,
      );
  warnOfIgnored(models, panel, warn, features);
  return panel;
}

/**
 * The panel of any kind of data for those who fit no model to it. A panel is taken as it is.
 *
 * @throws UsageError, DataError as for the data of the command line
 */
export async function panelAsRead(
  data: Data,
  options: SourceOptions,
  warn: (message: string) => void,
): Promise<Panel> {
  if (isPanel(data)) return data;
  return panelOfTable(await tableOfData(data, options, warn), options, warn);
}

/** Whether data are a panel rather than a source, rows or a DataFrame. */
export function isPanel(data: Data | Columns): data is Panel {
  return typeof data === "object" && "series" in data && "frequency" in data;
}

/** Data as a table, read and joined as those of the command line. */
export async function tableOfData(
  data: Exclude<Data, Panel> | Columns,
  options: SourceOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  if (typeof data === "string") return (await readJoined([data], options, warn))[0];
  if (data instanceof Uint8Array) {
    // Readers of files are large, and rows need none.
    const { tableOfBytes } = await import("./table-of-bytes.js");
    return tableOfBytes(data, options, warn);
  }
  return tableOfRows(data, options);
}

/** Rows or a DataFrame by columns; missing where a row lacks one. */
function tableOfRows(data: readonly Row[] | FrameLike | Columns, options: ParseOptions): Columns {
  if ("cell" in data) return data;
  if (!("column" in data)) return tableFromRecords("rows", data, options, []);
  const values = data.columns.map((name): [string, unknown[]] => [
    name,
    [...(data.column(name).values as unknown[])],
  ]);
  return tableFromValues("frame", values[0]?.[1].length ?? 0, new Map(values), options, []);
}
