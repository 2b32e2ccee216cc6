import { panelFromColumns } from "../data/panel/from-table.js";
import type { Panel } from "../data/panel/panel.js";
import { readJoined } from "../data/read/read-joined.js";
import { panelOfTable } from "../data/read/read-panel.js";
import type { Columns } from "../data/table/columns.js";
import type { ParseOptions } from "../data/table/parse-options.js";
import { tableFromRecords, tableFromValues } from "../data/table/records.js";
import { UsageError } from "../errors.js";
import { type ChosenModel, readingFor, warnOfIgnored } from "./choose-models.js";
import { readForModels, type SourceOptions } from "./prepare.js";

/** A record with the values of one row by column. */
export type Row = Readonly<Record<string, unknown>>;

/** The part of a DataFrame of danfojs that its values are taken from. */
export interface FrameLike {
  readonly columns: string[];
  column(name: string): { readonly values: unknown };
}

/** Observations of one series, a step apart; null, undefined and NaN are missing. */
export type Values = readonly (number | null | undefined)[] | Float64Array | Float32Array;

/**
 * What a forecast may start from: a path, `-` or a dataset; the bytes of a file; rows; the values of a
 * series; a DataFrame; or a panel.
 */
export type Data = string | Uint8Array | readonly Row[] | Values | FrameLike | Panel;

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
  await warnOfIgnored(models, panel, warn, features);
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
  return isObject(data) && "series" in data && "frequency" in data;
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

/** Rows, values or a DataFrame by columns; missing where a row lacks one. */
function tableOfRows(
  data: readonly Row[] | Values | FrameLike | Columns,
  options: ParseOptions,
): Columns {
  if (!isObject(data)) throw isNoData(String(data));
  if ("cell" in data) return data;
  if (isValues(data)) {
    return tableFromValues("values", data.length, new Map([["y", [...data]]]), options, []);
  }
  if (Array.isArray(data)) return tableFromRecords("rows", data, options, []);
  if (!isFrame(data)) throw isNoData("an object of another kind");
  const values = data.columns.map((name): [string, unknown[]] => [
    name,
    [...(data.column(name).values as unknown[])],
  ]);
  return tableFromValues("frame", values[0]?.[1].length ?? 0, new Map(values), options, []);
}

function isNoData(what: string): UsageError {
  return new UsageError(
    `the data are ${what}`,
    "Give a path, the bytes of a file, rows such as { ds, y }, an array of numbers, a DataFrame or a panel.",
  );
}

function isFrame(data: object): data is FrameLike {
  return "column" in data && "columns" in data;
}

function isObject(data: unknown): data is object {
  return typeof data === "object" && data !== null;
}

function isValues(data: readonly Row[] | Values | FrameLike): data is Values {
  if (data instanceof Float64Array || data instanceof Float32Array) return true;
  return (
    Array.isArray(data) &&
    data.some((value) => typeof value === "number") &&
    data.every((value) => typeof value === "number" || value === null || value === undefined)
  );
}
