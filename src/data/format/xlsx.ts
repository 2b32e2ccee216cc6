import { readXlsx, streamXlsxRows } from "hucre/xlsx";
import { DataError, type SourceLocation, UsageError } from "../../errors.js";
import { nearest } from "../../suggest.js";
import { firstFew } from "../../wording.js";
import { displayName } from "../source/errors.js";
import type { ReadingOptions } from "../source/reading-options.js";
import { describeBytes, unpackLimit } from "../source/size-limits.js";
import type { Source, SourceOptions } from "../source/source.js";
import { type Columns, onOneLine } from "../table/columns.js";
import { textOf } from "../table/infer-column.js";
import type { ParseOptions } from "../table/parse-options.js";
import { tableFromValues } from "../table/records.js";
import { isFrame } from "./decorations.js";
import { type Kind, kindOfText, linesAboveValues, namesOf, periodsBelowYears } from "./header.js";
import { decimalOfTexts } from "./sniff-decimal.js";

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

/** A row with filled cells: its number in the sheet and its cells by column, both from 0 on. */
interface Row {
  readonly index: number;
  readonly cells: ReadonlyMap<number, unknown>;
}

/** Cells of a sheet that is looked through for formulas. */
const MAX_CELLS_LOOKED_AT = 1_000_000;

/** Rows above the names that may be a title, and rows of names. */
const MAX_TITLE_ROWS = 10;
const MAX_HEADER_LINES = 3;

/** Rows that are looked at for notes below the names. */
const MAX_SAMPLE_ROWS = 200;

/** Names of sheets about the other sheets. */
const ABOUT_SHEETS =
  /^(?:read ?me|lies ?mich|about|cover(?: ?(?:sheet|page))?|title(?: page)?|index|contents?|table of contents|toc|notes?|info(?:rmation)?|instructions?|metadata|legend|glossary|documentation|deckblatt|inhalt(?:sverzeichnis)?|hinweise?|sommaire|目次|表紙|说明|目录)$/i;

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
  requireWorkbook(name, bytes);
  const { title, filled } = await readable(name, async () => {
    return await chooseSheet({ name, bytes }, await sheetNames(bytes), options.sheet, warn);
  });
  const columns = [...new Set(filled.flatMap(({ cells }) => [...cells.keys()]))].sort(
    (a, b) => a - b,
  );
  const named = columns.length < 2 ? 0 : headerRow(filled, columns);
  const texts = ({ cells }: Row) => columns.map((c) => textOf(cells.get(c)).trim());
  const years =
    options.header === false
      ? undefined
      : yearsFrom(filled.slice(0, MAX_SAMPLE_ROWS).map(texts), named);
  const head = years?.row ?? named;
  if (head > 0) {
    warn(`${displayName(name)}: the lines above the column names are taken for a title`);
  }
  const lines = options.header === false ? 0 : years ? 2 : headerLines(filled.slice(head), columns);
  const names = (years?.names ?? namesOf(filled.slice(head, head + lines).map(texts))).map(
    onOneLine,
  );
  if (lines > 1) {
    warn(
      `${displayName(name)}: the first ${lines} lines are the header, of columns ${names.join(", ")}`,
    );
  }
  const rows = filled.slice(head + lines);
  if (rows.length === 0) throw new DataError(`${displayName(name)}: sheet "${title}" has no rows`);
  if (rows.length * columns.length > MAX_CELLS) {
    throw new DataError(
      `${displayName(name)}: sheet "${title}" has ${rows.length} rows and ${columns.length} columns`,
      { hint: "Save the columns that are wanted as CSV." },
    );
  }
  const values = new Map<string, unknown[]>();
  for (const [i, c] of columns.entries()) {
    const column = rows.map(({ cells }) => cells.get(c) ?? null);
    const written = lines === 0 ? `column${c + 1}` : names[i];
    if (written === "" && column.every((cell) => cell === null)) continue;
    let title = written || `column${c + 1}`;
    for (let copy = 1; values.has(title); copy++) title = `${written}.${copy}`;
    values.set(title, column);
  }
  const locate = (row: number) => ({ file: displayName(name), line: rows[row].index + 1 });
  for (const [title, column] of values) requireRealDays(title, column, locate);
  const isDate = (cell: unknown) => cell instanceof Date && cell.getTime() >= LAST_DURATION;
  const isDated = [...values.values()].some((column) => column.some(isDate));
  for (const [title, column] of values) {
    const hours = isDated ? hoursOf(column) : undefined;
    if (hours === undefined) continue;
    values.set(title, hours);
    warn(`${displayName(name)}: column "${title}" holds durations, which are read in hours`);
  }
  const isEmpty = [...values.values()].some((column) => column.every((cell) => cell === null));
  if (isEmpty && rows.length * columns.length <= MAX_CELLS_LOOKED_AT) {
    const place = await readable(name, async () => await unsolvedFormula(bytes, title));
    if (place !== undefined) {
      const found = `${displayName(name)}: cell ${place} of sheet "${title}" holds a formula without its value`;
      const advice = "Open the workbook in a spreadsheet program and save it there.";
      const numbers = rows.some(({ cells }) => [...cells.values()].some(Number.isFinite));
      if (!numbers) throw new DataError(found, { hint: advice });
      warn(`${found}. ${advice}`);
    }
  }
  const decimal = options.decimal ?? decimalOfTexts(textsAmong(values));
  const form = [`sheet "${title}"`, ...(decimal === "," ? ["decimal commas"] : [])];
  return tableFromValues(name, rows.length, values, { ...options, decimal }, form, locate);
}

/** Cells of text of the first rows. */
function textsAmong(values: ReadonlyMap<string, readonly unknown[]>): string[] {
  const cells = [...values.values()].flatMap((column) => column.slice(0, MAX_SAMPLE_ROWS));
  return cells.filter((cell): cell is string => typeof cell === "string" && cell.length <= 40);
}

/** The first cell with a formula that has not been worked out, as some programs write them: it looks empty. */
async function unsolvedFormula(bytes: Uint8Array, title: string): Promise<string | undefined> {
  const { sheets } = await readXlsx(bytes, { sheets: (sheet) => sheet.name === title });
  for (const [place, { formula, formulaResult }] of sheets[0]?.cells ?? []) {
    if (formula === undefined || (formulaResult !== null && formulaResult !== undefined)) continue;
    const [row, column] = place.split(",").map(Number);
    return `${letters(column)}${row + 1}`;
  }
  return undefined;
}

/** What spreadsheets call a column, from 0 on: A to Z, AA, … */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

/** Years above their quarters or months, in the row of names and the one below or above it. */
function yearsFrom(
  rows: readonly (readonly string[])[],
  named: number,
): { readonly row: number; readonly names: readonly string[] } | undefined {
  for (const row of [named, named - 1]) {
    const [above, below] = [rows[row], rows[row + 1]];
    const names = above && below && periodsBelowYears(above, below);
    if (names !== undefined) return { row, names };
  }
  return undefined;
}

/** The row of names: the first with several cells, or one of texts only that follows and has values below. */
function headerRow(filled: readonly Row[], columns: readonly number[]): number {
  const several = filled.findIndex(({ cells }) => cells.size > 1);
  if (several < 0) return 0;
  // The name of the only values may stand alone, but not in front as titles do.
  const alone = columns.length === 2 && several > 0 && !filled[several - 1].cells.has(columns[0]);
  const first = alone ? several - 1 : several;
  const better = filled.findIndex(
    (row, i) =>
      i > first && i <= first + MAX_TITLE_ROWS && holdsTexts(row) && holdsValues(filled[i + 1]),
  );
  const { size } = filled[first].cells;
  // Facts of two cells each stand above many columns.
  const isFact =
    better > first + 1 && 2 * size < columns.length && filled[better].cells.size > 2 * size;
  const isTitle = isFact || (!holdsTexts(filled[first]) && !holdsValues(filled[first]));
  return better > 0 && isTitle ? better : first;
}

/** How many rows the header has: those of texts that are followed by values, or with notes on columns. */
function headerLines(filled: readonly Row[], columns: readonly number[]): number {
  const sample = filled.slice(0, MAX_SAMPLE_ROWS);
  const above = linesAboveValues(
    sample.map(({ cells }) => textOf(cells.get(columns[0])).trim()),
    sample.map(({ cells }) => columns.map((c) => kindOfCell(cells.get(c)))),
  );
  if (above > 1) return above;
  let lines = 1;
  while (lines < MAX_HEADER_LINES && filled[lines] !== undefined && holdsTexts(filled[lines]))
    lines++;
  return holdsTexts(filled[0]) && holdsValues(filled[lines]) ? lines : 1;
}

function kindOfCell(cell: unknown): Kind {
  if (cell === undefined) return "missing";
  if (cell instanceof Date) return "time";
  return typeof cell === "string" ? kindOfText(cell.trim(), ".", new Set()) : "number";
}

/** Whether a row has several cells, all of them texts that are not numbers. */
function holdsTexts({ cells }: Row): boolean {
  const isName = (cell: unknown) => typeof cell === "string" && Number.isNaN(Number(cell));
  return cells.size > 1 && [...cells.values()].every(isName);
}

function holdsValues(row: Row | undefined): boolean {
  const isValue = (cell: unknown) => typeof cell === "number" || cell instanceof Date;
  return row !== undefined && [...row.cells.values()].some(isValue);
}

interface ChosenSheet {
  readonly title: string;
  readonly filled: readonly Row[];
}

async function chooseSheet(
  { name: source, bytes }: Source,
  { names, hidden }: SheetNames,
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
  const isTable = ({ title, filled }: ChosenSheet) =>
    !hidden.has(title) && !ABOUT_SHEETS.test(title.trim()) && mayBeTable(filled);
  const read: ChosenSheet[] = [];
  for (const [place, title] of names.entries()) {
    if (read.length === MAX_SHEETS_OPENED) break;
    const filled = await readRows(bytes, place);
    if (filled.length === 0) continue;
    read.push({ title, filled });
    if (isTable(read.at(-1)!)) break;
  }
  if (read.length === 0) {
    throw new DataError(`${displayName(source)} is a workbook without cells`);
  }
  const last = read.at(-1)!;
  const shown = read.find(({ title }) => !hidden.has(title));
  const chosen = isTable(last) ? last : (shown ?? read[0]);
  const others = read.filter((one) => one !== chosen).map(({ title }) => title);
  const place = names.indexOf(last.title) + 1;
  for (let other = place; other < names.length; other++) {
    const unknown = other >= place + MAX_SHEETS_OPENED;
    if (unknown || (await readRows(bytes, other, 1)).length > 0) others.push(names[other]);
  }
  if (others.length > 0) {
    warn(
      `${displayName(source)}: sheet "${chosen.title}" is read, not ${inQuotes(others)}: choose with --sheet`,
    );
  }
  return chosen;
}

/** Whether any row has a number or date, or a text with digits behind the first cell. */
function mayBeTable(filled: readonly Row[]): boolean {
  return filled.some(
    (row) =>
      holdsValues(row) || [...row.cells.values()].slice(1).some((cell) => /\d/.test(textOf(cell))),
  );
}

/** The place of a sheet, or -1. A name wins over a place. */
function findSheet(names: readonly string[], requested: string): number {
  const exact = names.indexOf(requested);
  if (exact >= 0) return exact;
  const lower = names.map((name) => name.toLowerCase()).indexOf(requested.toLowerCase());
  if (lower >= 0 || !/^\d+$/.test(requested)) return lower;
  return Number(requested) <= names.length ? Number(requested) - 1 : -1;
}

/** What a workbook says of its sheets. */
interface SheetNames {
  readonly names: readonly string[];
  /** Those that spreadsheets do not show. */
  readonly hidden: ReadonlySet<string>;
}

/** Reads no sheet, only what the workbook says of them. */
async function sheetNames(bytes: Uint8Array): Promise<SheetNames> {
  const names: string[] = [];
  const hiddenNames = new Set<string>();
  await readXlsx(bytes, {
    sheets: ({ name, hidden, veryHidden }) => {
      if (names.length === MAX_SHEETS) throw new Error(`it names more than ${MAX_SHEETS} sheets`);
      names.push(name);
      if (hidden || veryHidden) hiddenNames.add(name);
      return false;
    },
  });
  return { names, hidden: hiddenNames };
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
      if (cell !== null && cell !== undefined && cell !== "") row.set(c, writtenCell(cell));
    }
    const isFramed = [...row.values()].every((cell) => typeof cell === "string" && isFrame(cell));
    if (row.size > 0 && !isFramed) rows.push({ index, cells: row });
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

/** The first two days of spreadsheets, which cells of a time of day alone have. */
const [CLOCK_BEGIN, CLOCK_END] = [Date.UTC(1899, 11, 30), Date.UTC(1900, 0, 1)];

/** A cell as it was written: a time of day alone is no date. */
function writtenCell(cell: unknown): unknown {
  if (!(cell instanceof Date)) return cell;
  const ds = cell.getTime();
  return ds >= CLOCK_BEGIN && ds < CLOCK_END ? cell.toISOString().slice(11, 19) : cell;
}

/** Days of spreadsheets up to here are rather durations of some days than dates. */
const LAST_DURATION = Date.UTC(1904, 0, 1);

/** Hours of durations such as 154:02, which the reader takes for dates after 1899; undefined for other columns. */
function hoursOf(column: readonly unknown[]): number[] | undefined {
  let beyondDays = false;
  const hours = column.map((cell) => {
    if (cell === null) return Number.NaN;
    if (typeof cell === "string") {
      const [, h, m, s] = /^(\d{2}):(\d{2}):(\d{2})$/.exec(cell) ?? [];
      return h === undefined ? undefined : Number(h) + Number(m) / 60 + Number(s) / 3600;
    }
    if (!(cell instanceof Date) || cell.getTime() >= LAST_DURATION) return undefined;
    beyondDays = true;
    const ds = cell.getTime();
    // Day 60 is a day that never was.
    const begin = ds >= Date.UTC(1900, 2, 1) ? CLOCK_BEGIN : CLOCK_BEGIN + 86_400_000;
    return (ds - begin) / 3_600_000;
  });
  const known = hours.filter((one) => one !== undefined);
  return beyondDays && known.length === hours.length ? known : undefined;
}

/** The reader gives this day for 1900-02-29 as well. */
const LEAP_DAY_OF_1900 = Date.UTC(1900, 1, 28);

/** @throws DataError for 1900-02-29, as which spreadsheets count a day that never was */
function requireRealDays(
  title: string,
  column: readonly unknown[],
  locate: (row: number) => SourceLocation,
): void {
  const isDoubtful = (cell: unknown) => cell instanceof Date && cell.getTime() === LEAP_DAY_OF_1900;
  const row = column.findIndex((cell, i) => i > 0 && isDoubtful(cell) && isDoubtful(column[i - 1]));
  if (row < 0) return;
  throw new DataError(`column "${title}" holds 1900-02-29, a day that only spreadsheets know`, {
    location: locate(row),
    hint: "1900 was no leap year: leave the row out.",
  });
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

/** @throws DataError for a zip archive that is no workbook, with the files in it */
function requireWorkbook(name: string, bytes: Uint8Array): void {
  const files = entryNames(bytes);
  if (files.some((file) => /^\/?\[Content_Types\]\.xml$|^\/?xl\//i.test(file))) return;
  const isDocument = files.includes("mimetype") || files.includes("content.xml");
  throw new DataError(
    `${displayName(name)} is ${isDocument ? "an OpenDocument file" : "a zip archive"}, not an Excel workbook`,
    {
      hint: isDocument
        ? "Save the sheet as CSV or .xlsx."
        : `Unpack it and name the file that holds the table: ${firstFew(files)}.`,
    },
  );
}

/** The names of the files in a zip archive, from its central directory. */
function entryNames(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  const names: string[] = [];
  for (let p = bytes.indexOf(0x50); p >= 0 && p + 46 <= bytes.length; ) {
    if (view.getUint32(p, true) === CENTRAL_ENTRY) {
      const end = p + 46 + view.getUint16(p + 28, true);
      const file = decoder.decode(bytes.subarray(p + 46, end));
      if (!file.endsWith("/")) names.push(file);
    }
    p = bytes.indexOf(0x50, p + 1);
  }
  return names;
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
