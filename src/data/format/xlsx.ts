import { readXlsx, streamXlsxRows } from "hucre/xlsx";
import { DataError, UsageError } from "../../errors.js";
import { nearest } from "../../suggest.js";
import { describeBytes, unpackLimit } from "../source/errors.js";
import type { ReadingOptions } from "../source/reading-options.js";
import { displayName, type Source, type SourceOptions } from "../source/source.js";
import type { Columns } from "../table/columns.js";
import type { ParseOptions } from "../table/parse-options.js";
import { tableFromValues } from "../table/records.js";

/** @see PKWARE, "APPNOTE.TXT", section 4.3.12 */
const CENTRAL_ENTRY = 0x02014b50;

/** Sheets that a workbook may name: each takes time, even where many name the same part. */
const MAX_SHEETS = 1000;

/** Sheets that are looked into for being empty. */
const MAX_SHEETS_OPENED = 10;

/** Cells that a table may have, filled or not: columns that hold something, times rows. */
const MAX_CELLS = 2 ** 26;

/**
 * Empty cells before filled ones, over all rows. A stray cell in the last column of some rows is passed
 * over; the reader walks over each empty cell, which takes minutes where every row has one.
 */
const MAX_EMPTY_CELLS = 2 ** 24;

/** The filled cells of a row by column, from 0 on. */
type Row = ReadonlyMap<number, unknown>;

/** Which part of a workbook is read. */
export type SheetOptions = ReadingOptions<"sheet">;

/**
 * Reads a sheet of an Excel workbook: a line of names and rows below it. Rows above the names that have
 * one cell, and empty rows, are passed over.
 *
 * @throws UsageError when there is no such sheet
 * @throws DataError when it is no workbook, damaged, or unpacks to more than is allowed
 */
export async function parseXlsx(
  { name, bytes }: Source,
  options: ParseOptions & SourceOptions & SheetOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  requireBounds({ name, bytes }, unpackLimit(bytes.length, options.maxBytes));
  const { title, filled } = await readable(name, async () => {
    const names = await sheetNames(bytes);
    return await chooseSheet({ name, bytes }, names, options.sheet, warn);
  });
  const columns = [...new Set(filled.flatMap((row) => [...row.keys()]))].sort((a, b) => a - b);
  const head = columns.length < 2 ? 0 : filled.findIndex((row) => row.size > 1);
  if (head > 0) {
    warn(`${displayName(name)}: what stands above the names of columns is taken for a title`);
  }
  const header = options.header === false ? undefined : filled[Math.max(0, head)];
  const rows = filled.slice(Math.max(0, head) + (header === undefined ? 0 : 1));
  if (rows.length === 0) throw new DataError(`${displayName(name)}: sheet "${title}" has no rows`);
  if (rows.length * columns.length > MAX_CELLS) {
    throw new DataError(
      `${displayName(name)}: sheet "${title}" has ${rows.length} rows and ${columns.length} columns`,
      { hint: "Save the columns that are wanted as CSV." },
    );
  }
  const values = new Map<string, unknown[]>();
  for (const c of columns) {
    const column = rows.map((row) => row.get(c) ?? null);
    const written = header === undefined ? `column${c + 1}` : String(header.get(c) ?? "").trim();
    if (written === "" && column.every((cell) => cell === null)) continue;
    let title = written || `column${c + 1}`;
    for (let copy = 1; values.has(title); copy++) title = `${written}.${copy}`;
    values.set(title, column);
  }
  return tableFromValues(name, rows.length, values, options, [`sheet "${title}"`]);
}

interface ChosenSheet {
  readonly title: string;
  readonly filled: readonly Row[];
}

async function chooseSheet(
  { name: source, bytes }: Source,
  names: readonly string[],
  requested: string | undefined,
  warn: (message: string) => void,
): Promise<ChosenSheet> {
  const inQuotes = (some: readonly string[]) => some.map((name) => `"${name}"`).join(", ");
  if (requested !== undefined) {
    const place = findSheet(names, requested);
    if (place < 0) {
      const meant = nearest(requested, names);
      throw new UsageError(
        `there is no sheet "${requested}" in ${displayName(source)}`,
        `${meant === undefined ? "" : `Did you mean "${meant}"? `}Sheets: ${inQuotes(names)}.`,
      );
    }
    const filled = await readRows(bytes, place);
    if (filled.length > 0) return { title: names[place], filled };
    throw new DataError(`${displayName(source)}: sheet "${names[place]}" is empty`, {
      hint: `Sheets: ${inQuotes(names)}.`,
    });
  }
  let place = 0;
  let filled: readonly Row[] = [];
  for (; place < names.length && filled.length === 0; place++)
    filled = await readRows(bytes, place);
  if (filled.length === 0) {
    throw new DataError(`${displayName(source)} is a workbook without cells`);
  }
  const others: string[] = [];
  for (let other = place; other < names.length; other++) {
    const unknown = other >= place + MAX_SHEETS_OPENED;
    if (unknown || (await readRows(bytes, other, 1)).length > 0) others.push(names[other]);
  }
  const title = names[place - 1];
  if (others.length > 0) {
    warn(
      `${displayName(source)}: sheet "${title}" is read, not ${inQuotes(others)}: choose with --sheet`,
    );
  }
  return { title, filled };
}

/** The place of a sheet, or -1. A name wins over a place. */
function findSheet(names: readonly string[], requested: string): number {
  const exact = names.indexOf(requested);
  if (exact >= 0) return exact;
  const lower = names.map((name) => name.toLowerCase()).indexOf(requested.toLowerCase());
  if (lower >= 0 || !/^\d+$/.test(requested)) return lower;
  return Number(requested) <= names.length ? Number(requested) - 1 : -1;
}

/** Reads no sheet, only what the workbook says of them. */
async function sheetNames(bytes: Uint8Array): Promise<string[]> {
  const names: string[] = [];
  await readXlsx(bytes, {
    sheets: ({ name }) => {
      if (names.length === MAX_SHEETS) throw new Error(`it names more than ${MAX_SHEETS} sheets`);
      names.push(name);
      return false;
    },
  });
  return names;
}

/** Rows with a filled cell, at most so many. Cells far to the right take no room for those before. */
async function readRows(
  bytes: Uint8Array,
  sheet: number,
  most = Number.POSITIVE_INFINITY,
): Promise<Row[]> {
  const rows: Row[] = [];
  let empty = 0;
  for await (const { index, values } of streamXlsxRows(bytes, { sheet })) {
    const row = new Map<number, unknown>();
    for (let c = 0; c < values.length; c++) {
      const cell = values[c];
      if (cell !== null && cell !== undefined && cell !== "") row.set(c, cell);
    }
    if (row.size > 0) rows.push(row);
    empty += values.length - row.size;
    if (empty > MAX_EMPTY_CELLS) {
      throw new Error(
        `row ${index + 1} and those before have too many empty cells between filled ones`,
      );
    }
    if (rows.length >= most) break;
  }
  return rows;
}

/** Says of the reader's errors that they are the workbook's. */
async function readable<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DataError || error instanceof UsageError) throw error;
    throw new DataError(
      `${displayName(name)} cannot be read as an Excel workbook: ${(error as Error).message}`,
      { hint: "Save the sheet as CSV." },
    );
  }
}

function requireBounds({ name, bytes }: Source, limit: number): void {
  const size = unpackedSize(bytes);
  if (Number.isNaN(size)) {
    throw new DataError(`${displayName(name)}: its zip directory is damaged`, {
      hint: "Open and save it again, or save the sheet as CSV.",
    });
  }
  if (size > limit) {
    throw new DataError(`${displayName(name)}: unpacks to more than ${describeBytes(limit)}`, {
      hint: "Allow more with --max-bytes, or save the sheet as CSV.",
    });
  }
}

/**
 * What the entries of a zip archive say they unpack to, from its central directory; they are unpacked
 * no further. NaN when one with something in it says nothing, as then nothing would stop it.
 */
function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size = 0;
  for (
    let p = bytes.indexOf(0x50);
    p >= 0 && p + 28 <= bytes.length;
    p = bytes.indexOf(0x50, p + 1)
  ) {
    if (view.getUint32(p, true) !== CENTRAL_ENTRY) continue;
    const unpacked = view.getUint32(p + 24, true);
    // Deflated nothing takes two bytes.
    if (unpacked === 0 && view.getUint32(p + 20, true) > 2) return Number.NaN;
    size += unpacked;
  }
  return size;
}
