import { closeSync, openSync, readSync, statSync } from "node:fs";
import { parseCsv } from "../../data/format/csv.js";
import { sniffDialect } from "../../data/format/dialect.js";
import type { PanelOptions } from "../../data/panel/panel-options.js";
import { findRoles } from "../../data/roles/roles.js";
import { unpivotDates } from "../../data/roles/wide/wide-dates.js";
import type { ParseOptions } from "../../data/table/parse-options.js";
import { DataError } from "../../errors.js";
import type { RowsWalk } from "./cut-rows.js";
import { isPlainNumber, type RowsReading } from "./rows-part.js";

/** Bytes at the beginning by which a table is judged. */
const HEAD_BYTES = 2 ** 20;
const LF = 0x0a;
const COMMA = 0x2c;
const TAB = 0x09;

/** A plain CSV file that need not be held: how its rows are read, and how they are walked. */
export interface PlainCsv {
  readonly reading: RowsReading;
  readonly walk: RowsWalk;
}

/** How a table is read, of the options that may be given for one that is not held. */
export type PlainOptions = PanelOptions & ParseOptions;

/**
 * Looks whether a file is a table of which rows can be read by themselves: a line of names, then series in
 * UTF-8 with an id, dates in ISO 8601 and plain numbers, and no other columns unless these are named.
 *
 * @param headBytes by which it is judged
 * @returns undefined for any other file
 */
export function plainCsv(
  path: string,
  options: PlainOptions,
  headBytes = HEAD_BYTES,
): PlainCsv | undefined {
  if (!isPlainlyRead(options)) return undefined;
  for (const head of headsOf(path, headBytes)) {
    try {
      const plain = judged(path, head, options);
      if (plain) return plain;
    } catch (error) {
      // What is wrong is told when it is read as a whole.
      if (!(error instanceof DataError)) throw error;
    }
  }
  return undefined;
}

function judged(path: string, bytes: Uint8Array, options: PlainOptions): PlainCsv | undefined {
  const source = { name: path, bytes };
  let odd = false;
  const refuse = () => {
    odd = true;
  };
  const dialect = sniffDialect(source, options, refuse);
  const { delimiter, decimal, header, names = [], start, decorations } = dialect;
  const lineEnd = bytes.indexOf(LF) + 1;
  if (odd || (delimiter !== COMMA && delimiter !== TAB) || decimal !== ".") return undefined;
  if (header === undefined || names.length === 0 || decorations !== undefined) return undefined;
  if (start !== lineEnd) return undefined;
  const table = parseCsv(source, options, refuse);
  if (odd || unpivotDates(table, options, refuse) !== table) return undefined;
  const roles = findRoles(table, options, () => {});
  const { time, id, targets, past, future } = roles;
  const fixed = roles.static;
  if (!time || !id || past.length + future.length + fixed.length > 0) return undefined;
  const names3 = [time.column.name, id.name, ...targets.map(({ name }) => name)];
  const places = names3.map((name) => table.columns.findIndex((column) => column.name === name));
  if (places.includes(-1) || new Set(places).size < places.length) return undefined;
  const isNamed =
    options.time !== undefined && options.id !== undefined && options.target !== undefined;
  if (!isNamed && table.columns.length !== names3.length) return undefined;
  const column = table.columns[places[0]!]!;
  if (column.kind !== "time" || Object.keys(column.written ?? {}).length > 0) return undefined;
  if (!targets.every((target) => isPlainNumber(target))) return undefined;
  return {
    reading: {
      path,
      name: path,
      header: bytes.slice(0, lineEnd),
      options: {
        ...options,
        ...{ time: column.name, id: [id.name], target: targets.map(({ name }) => name) },
        ...{ delimiter: String.fromCharCode(delimiter), decimal: ".", header: true },
      },
      time: column.name,
      id: id.name,
      target: targets.map(({ name }) => name),
      columns: table.columns.length,
    },
    walk: { path, start: lineEnd, delimiter, id: places[1]! },
  };
}

/** Whether nothing is asked for that looks at the table as a whole. */
function isPlainlyRead(options: PlainOptions): boolean {
  const { aggregate, tz, decimal, irregular, exogenous, past, future } = options;
  if (aggregate !== undefined || tz !== undefined || (decimal ?? ".") !== ".") return false;
  if (exogenous?.length || past?.length || future?.length || options.static?.length) return false;
  return irregular !== "always";
}

/** Line ends of the head, from the last on, that are tried: one may stand within a quoted id. */
const MAX_TRIES = 4;

/** The first rows of a file, up to one of several line ends. */
function* headsOf(path: string, most: number): Generator<Uint8Array> {
  const size = statSync(path).size;
  const bytes = new Uint8Array(Math.min(size, most));
  const file = openSync(path, "r");
  try {
    if (readSync(file, bytes, 0, bytes.length, 0) < bytes.length) return;
  } finally {
    closeSync(file);
  }
  if (bytes.length === size) return yield bytes;
  let end = bytes.length;
  for (let tried = 0; tried < MAX_TRIES; tried++) {
    end = bytes.lastIndexOf(LF, end - 1);
    if (end <= 0) return;
    yield bytes.subarray(0, end + 1);
  }
}
