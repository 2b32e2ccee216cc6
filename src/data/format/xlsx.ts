import { readXlsx } from "hucre/xlsx";
import { DataError, UsageError } from "../../errors.js";
import { nearest } from "../../suggest.js";
import { displayName, type Source, type SourceOptions } from "../source/source.js";
import type { Columns } from "../table/columns.js";
import type { ParseOptions } from "../table/parse-options.js";
import { tableFromValues } from "../table/records.js";

/** What a workbook may unpack to when nobody says. */
const MAX_UNPACKED_BYTES = 2 ** 29;

/** @see PKWARE, "APPNOTE.TXT", section 4.3.12 */
const CENTRAL_ENTRY = 0x02014b50;

type Sheet = Awaited<ReturnType<typeof readXlsx>>["sheets"][number];

/** Which part of a workbook is read. */
export interface SheetOptions {
  /** A sheet's name or its place from 1 on; the first that is not empty unless told. */
  readonly sheet?: string | undefined;
}

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
  const sheets = await readSheets({ name, bytes }, options.maxBytes ?? MAX_UNPACKED_BYTES);
  const first = chooseSheet(name, sheets, options.sheet, warn);
  const filled = first.rows.filter(isFilled);
  const width = filled.reduce((most, row) => Math.max(most, row.length), 0);
  const cells = (row: readonly unknown[]) => row.filter((cell) => !isEmpty(cell)).length;
  const head = width < 2 ? 0 : filled.findIndex((row) => cells(row) > 1);
  if (head > 0)
    warn(`${displayName(name)}: what stands above the names of columns is taken for a title`);
  const header = options.header === false ? undefined : filled[Math.max(0, head)];
  const rows = filled.slice(Math.max(0, head) + (header === undefined ? 0 : 1));
  if (rows.length === 0)
    throw new DataError(`${displayName(name)}: sheet "${first.name}" has no rows`);
  const values = new Map<string, unknown[]>();
  for (let c = 0; c < width; c++) {
    const column = rows.map((row) => row[c] ?? null);
    const written = header === undefined ? `column${c + 1}` : String(header[c] ?? "").trim();
    if (written === "" && column.every(isEmpty)) continue;
    let title = written || `column${c + 1}`;
    for (let copy = 1; values.has(title); copy++) title = `${written}.${copy}`;
    values.set(title, column);
  }
  return tableFromValues(name, rows.length, values, options, [`sheet "${first.name}"`]);
}

function chooseSheet(
  source: string,
  sheets: readonly Sheet[],
  told: string | undefined,
  warn: (message: string) => void,
): Sheet {
  if (told !== undefined) {
    // A name wins over a place.
    const sheet =
      sheets.find(({ name }) => name === told) ??
      sheets.find(({ name }) => name.toLowerCase() === told.toLowerCase()) ??
      (/^\d+$/.test(told) ? sheets[Number(told) - 1] : undefined);
    const names = sheets.map(({ name }) => name);
    if (sheet === undefined) {
      const meant = nearest(told, names);
      throw new UsageError(
        `there is no sheet "${told}" in ${displayName(source)}`,
        `${meant === undefined ? "" : `Did you mean "${meant}"? `}Sheets: ${inQuotes(names)}.`,
      );
    }
    if (sheet.rows.some(isFilled)) return sheet;
    throw new DataError(`${displayName(source)}: sheet "${sheet.name}" is empty`, {
      hint: `Sheets: ${inQuotes(names)}.`,
    });
  }
  const [first, ...others] = sheets.filter(({ rows }) => rows.some(isFilled));
  if (first === undefined)
    throw new DataError(`${displayName(source)} is a workbook without cells`);
  if (others.length > 0) {
    const names = others.map(({ name }) => name);
    warn(
      `${displayName(source)}: sheet "${first.name}" is read, not ${inQuotes(names)}: choose with --sheet`,
    );
  }
  return first;
}

function inQuotes(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

async function readSheets({ name, bytes }: Source, most: number) {
  const size = unpackedSize(bytes);
  if (Number.isNaN(size)) {
    throw new DataError(`${displayName(name)}: its zip directory is damaged`, {
      hint: "Open and save it again, or save the sheet as CSV.",
    });
  }
  if (size > most) {
    throw new DataError(`${displayName(name)}: unpacks to more than ${most} bytes`, {
      hint: "Allow more with --max-bytes, or save the sheet as CSV.",
    });
  }
  try {
    return (await readXlsx(bytes)).sheets;
  } catch (error) {
    throw new DataError(
      `${displayName(name)} cannot be read as an Excel workbook: ${(error as Error).message}`,
      { hint: "Save the sheet as CSV." },
    );
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

function isEmpty(cell: unknown): boolean {
  return cell === null || cell === undefined || cell === "";
}

function isFilled(row: readonly unknown[]): boolean {
  return row.some((cell) => !isEmpty(cell));
}
