import { isUtf8 } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";
import { parseCsv } from "../../data/format/csv.js";
import { type Panel, panelFromColumns } from "../../data/panel/from-table.js";
import type { PanelOptions } from "../../data/panel/panel-options.js";
import type { Column, Columns } from "../../data/table/columns.js";
import type { ParseOptions } from "../../data/table/parse-options.js";
import type { RowsPart } from "./cut-rows.js";
import { lineBeforeSorting, type SortedRows } from "./sort-rows.js";

/** How the rows of a plain CSV file are read; whoever reads some of them reads them as all. */
export interface RowsReading {
  /** Of the file that holds the rows, perhaps sorted ones. */
  readonly path: string;
  /** Of the file in messages. */
  readonly name: string;
  /** The line of the names, with its line end. */
  readonly header: Uint8Array;
  readonly options: PanelOptions & ParseOptions;
  /** Names of the columns of times, ids and values. */
  readonly time: string;
  readonly id: string;
  readonly target: readonly string[];
  readonly columns: number;
  /** Where the rows are a sorted copy, the file that tells where each of its lines was: {@link SortedRows}. */
  readonly lines?: string;
}

/** A table that is not as plain as its first rows: it must be read as a whole. */
export class NotPlain extends Error {}

/**
 * Some rows as a table.
 *
 * @throws NotPlain where reading them by themselves may give something else than reading all rows
 * @throws DataError as when all rows are read
 */
export function tableOfRows(reading: RowsReading, part: RowsPart): Columns {
  const { name, header, options } = reading;
  const bytes = new Uint8Array(header.length + part.to - part.from);
  bytes.set(header);
  readRange(reading.path, bytes.subarray(header.length), part.from);
  if (!isUtf8(bytes)) throw new NotPlain("it is not in UTF-8");
  const table = parseCsv({ name, bytes }, options, (message) => {
    throw new NotPlain(message);
  });
  requirePlain(table, reading);
  return table;
}

/**
 * The series of some rows, as those of all rows would be.
 *
 * @throws NotPlain, DataError as {@link tableOfRows}
 */
export function panelOfRows(
  reading: RowsReading,
  part: RowsPart,
  warn: (message: string) => void,
  table = tableOfRows(reading, part),
): Panel {
  return panelFromColumns(table, reading.options, (message) => {
    if (message.includes("dates come once ")) throw new NotPlain(message);
    warn(placed(message, reading, part));
  });
}

function readRange(path: string, bytes: Uint8Array, at: number): void {
  const file = openSync(path, "r");
  try {
    for (let n = 0; n < bytes.length; ) {
      const read = readSync(file, bytes, n, bytes.length - n, at + n);
      if (read === 0) throw new NotPlain("it changed while it was read");
      n += read;
    }
  } finally {
    closeSync(file);
  }
}

function requirePlain(table: Columns, { time, target, columns, name }: RowsReading): void {
  const { trailingEmptyRows = 0 } = table as Columns & { readonly trailingEmptyRows?: number };
  if (table.columns.length !== columns || trailingEmptyRows > 0) {
    throw new NotPlain(`${name} has rows without values`);
  }
  const named = (wanted: string) => table.columns.find((column) => column.name === wanted);
  const times = named(time);
  if (times?.kind !== "time" || Object.keys(times.written ?? {}).length > 0) {
    throw new NotPlain(`not all of "${time}" are dates in ISO 8601 without offsets`);
  }
  for (const one of target)
    if (!isPlainNumber(named(one))) throw new NotPlain(`not all of "${one}" are plain numbers`);
}

export function isPlainNumber(column: Column | undefined): boolean {
  return column?.kind === "number" && column.marks === undefined && column.doubtful === undefined;
}

/** A message with the line of the whole file. */
function placed(
  message: string,
  { name, lines }: RowsReading,
  { lines: before }: RowsPart,
): string {
  if (!message.startsWith(`${name}:`)) return message;
  return message.replace(/^(.*?):(\d+): /, (whole, _, line) => {
    if (!whole.startsWith(`${name}:`)) return whole;
    const own = Number(line) + before;
    return `${name}:${lines === undefined ? own : lineBeforeSorting(lines, own)}: `;
  });
}
