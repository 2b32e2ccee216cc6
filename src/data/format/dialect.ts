import { DataError, type Warn } from "../../errors.js";
import { shellQuoted } from "../../wording.js";
import { displayName } from "../source/errors.js";
import { RowTooLong, Window } from "../source/sliding-window.js";
import type { Source } from "../source/source.js";
import type { Decimal, ParseOptions } from "../table/parse-options.js";
import { type DateOrder, parseDate } from "../time/parse-date.js";
import { locate } from "./csv-location.js";
import { fieldText, type Line, Scanner } from "./csv-scanner.js";
import {
  type Decorations,
  isAnnotation,
  isCount,
  isRule,
  skipForeignComments,
} from "./decorations.js";
import { type Header, holdsNames, isHeader, kindOf, readHeader, rowNamesHeader } from "./header.js";
import { isDecimalOpen, sniffDecimal } from "./sniff-decimal.js";
import { areCommasDecimals, BLANK, equalDelimiters, sniffDelimiter } from "./sniff-delimiter.js";
import { linesAboveTable } from "./table-start.js";

/** How a table is written, by its options or as found in the data. */
export interface Dialect {
  /** The byte between two fields. */
  readonly delimiter: number;
  readonly decimal: Decimal;
  /** The first line with the names of the columns, if there is one. */
  readonly header: Line | undefined;
  /** The names of the columns, where a header above the rows has them. */
  readonly names?: readonly string[];
  /** Fields a row. */
  readonly width: number;
  /** Offset of the first row. */
  readonly start: number;
  /** Whether the first lines do not show what the decimal sign is. */
  readonly decimalOpen?: boolean;
  /** Words for a missing value besides the common ones, in lower case. */
  readonly na: ReadonlySet<string>;
  /** Lines among the rows, besides comments, that are to be skipped. */
  readonly decorations?: Decorations | undefined;
}

const HASH = 0x23;
const TAB = 0x09;
const SEMICOLON = 0x3b;
const PIPE = 0x7c;
const COMMA = 0x2c;

/** Maximum number of lines looked at. */
const SAMPLE_LINES = 200;

/** Minimum number of lines when only the beginning of a text is at hand; with fewer it is held. */
const MIN_SAMPLE_LINES = 6;

/**
 * Finds how a table is written: its delimiter (comma, semicolon, tab, pipe, a rarer one, or blanks), its decimal sign and
 * whether there is a header line. Lines that begin with `#`, a first line `sep=;` as spreadsheets write
 * it, and a title above the header are skipped.
 *
 * @throws DataError when there are no lines, or names without rows
 * @throws RowTooLong when the beginning of the source is too short to tell
 */
export function sniffDialect(source: Source, options: ParseOptions, warn: Warn): Dialect {
  const { bytes } = source;
  const head = new Window(source, true);
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const separator = /^"?sep=(.)"?\r?\n/.exec(latin(bytes, start, start + 10));
  if (separator !== null) start += separator[0].length;
  const below = skipForeignComments(bytes, start);
  if (below > start) {
    warn(
      `${displayName(source.name)}: the lines at the top that begin with ${latin(bytes, start, start + 1)} are taken for comments`,
    );
    start = below;
  }
  const delimiter =
    options.delimiter?.charCodeAt(0) ??
    separator?.[1]?.charCodeAt(0) ??
    sureDelimiter(source, start);
  const scanner = new Scanner(head, delimiter);
  const na = new Set(options.na?.map((word) => word.toLowerCase()));

  const { lines, comment, decorations } = firstLines(scanner, start);
  if (lines.length === 0) throw new DataError(`${displayName(source.name)} is empty`);
  requireUnquotedRows(head, lines);
  const width = commonWidth(lines);
  const title = Math.max(
    lines.findIndex((line, i) => !isTitle(line, lines.slice(i + 1, i + 3), width, decorations)),
    linesAboveTable(lines, width, na),
  );
  const table = lines.slice(title);
  const units = hasShortUnits(table, width, na) ? table.splice(1, 1) : [];
  if (title > 0) {
    warn(
      `${displayName(source.name)}: ${title === 1 ? "the first line is" : `the first ${title} lines are`} taken for a title`,
    );
  }
  const decimal = options.decimal ?? sniffDecimal(table, delimiter, source.name, warn);
  const [first, second] = table;
  if (options.header !== false) requireDatesWithoutDelimiter(head, table);
  const rowNames =
    options.header === undefined ? rowNamesHeader(table, delimiter, decimal, na) : undefined;
  let header: Line | undefined;
  let names: Header | undefined;
  if (rowNames !== undefined || (options.header ?? isHeader(table, decimal, na))) {
    header = first;
    names = readHeader(options.header === undefined ? table : [first], decimal, na);
    if (rowNames !== undefined) names = { ...names, names: [rowNames, ...names.names] };
  } else if (options.header === undefined && comment !== undefined) {
    // Some programs write the header as a comment.
    const line = uncommented(comment);
    if (line.fields.length === width || line.fields.length === first.fields.length) header = line;
  }
  if (header !== undefined && header === first && second === undefined) {
    throw new DataError("there is a header line but no rows below it", {
      location: locate(head, first.fields[0].start, first.next),
      ...(first.fields.length === 1 ? { hint: "Is the delimiter another one?" } : {}),
    });
  }
  if (header === undefined && options.header === undefined) {
    warn(
      `${displayName(source.name)} has no header line; columns are called column1, …`,
      "no-header",
    );
  }
  if (names !== undefined && names.lines > 1) {
    warn(
      `${displayName(source.name)}: the first ${names.lines} lines are the header, of columns ${names.names.join(", ")}`,
    );
  }
  return {
    delimiter,
    decimal,
    header,
    ...(names && { names: names.names }),
    width: names?.names.length ?? (header ?? first).fields.length,
    start: names === undefined ? first.at : (units[0] ?? table[names.lines - 1]).next,
    na,
    decimalOpen: options.decimal === undefined && isDecimalOpen(table),
    decorations,
  };
}

/**
 * The delimiter of a table.
 *
 * @throws DataError when two of them may be
 */
function sureDelimiter({ name, bytes }: Source, start: number): number {
  const delimiter = sniffDelimiter(bytes, start);
  if (delimiter === COMMA || delimiter === BLANK) return delimiter;
  const end = bytes.indexOf(0x0a, start);
  const first = latin(bytes, start, end < 0 ? Math.min(bytes.length, start + 1000) : end);
  const other = equalDelimiters(bytes, start, delimiter).find(
    (byte) => !first.includes(`${String.fromCharCode(byte)} `),
  );
  if (other === undefined) return delimiter;
  if (delimiter === SEMICOLON && other === COMMA && areCommasDecimals(bytes, start)) {
    return delimiter;
  }
  const shown = [delimiter, other].map((byte) =>
    byte === TAB ? "tab" : `"${String.fromCharCode(byte)}"`,
  );
  throw new DataError(
    `${displayName(name)}: columns may be separated by ${shown.join(" or ")}, which are in every line`,
    {
      hint: `Say which: ${shown.map((one) => `--delimiter ${shellQuoted(one.replaceAll('"', ""))}`).join(" or ")}.`,
    },
  );
}

/** @throws DataError when each line is one quoted text, in which the delimiters are */
function requireUnquotedRows(head: Window, lines: readonly Line[]): void {
  const commas = lines.map(({ fields }) => fieldText(fields[0]).split(",").length);
  const quoted = lines.every(
    ({ fields: [field, ...others] }) =>
      others.length === 0 && field.source[field.start] === 0x22 && field.to > field.from,
  );
  if (!quoted || lines.length < 2 || commas[0] < 2 || new Set(commas).size > 1) return;
  const [{ fields }] = lines;
  throw new DataError("each line is one quoted text that holds commas", {
    location: locate(head, fields[0].start, fields[0].end),
    hint: "Remove the quotes around whole lines, so that commas separate columns.",
  });
}

/** Orders in which unquoted dates may be written. */
const ORDERS: readonly DateOrder[] = ["mdy", "dmy"];

/**
 * Dates such as `Jan 5, 2024` without quotes have more fields than names.
 *
 * @throws DataError when rows hold such dates
 */
function requireDatesWithoutDelimiter(head: Window, [first, ...rows]: readonly Line[]): void {
  const [row] = rows;
  const extra = (row?.fields.length ?? 0) - first.fields.length;
  if (extra < 1 || extra > 2) return;
  const separator = String.fromCharCode(head.bytes[row.fields[0].end]);
  const dateAt = ({ fields }: Line, at: number) => {
    const parts = fields.slice(at, at + extra + 1).map(fieldText);
    const date = parts.join(`${separator} `);
    // 1,200 behind a whole date is no hour.
    const [day, clock] = parts;
    if (/^\d{1,3}$/.test(clock) && /^\d+([./-])\d+\1\d+$/.test(day)) return false;
    return ORDERS.some((order) => !Number.isNaN(parseDate(date, order)));
  };
  const at = row.fields.findIndex(
    (_, i) => i + extra < row.fields.length && rows.every((line) => dateAt(line, i)),
  );
  if (at < 0) return;
  const [{ start }, { end }] = [row.fields[at], row.fields[at + extra]];
  throw new DataError(
    `the dates hold the delimiter, so that the row has ${row.fields.length} fields where ${first.fields.length} were expected`,
    {
      location: locate(head, start, end),
      hint: `Put quotes around them: "${latin(head.bytes, start, end).trim()}".`,
    },
  );
}

/** The uncommon traits of a dialect in words: `semicolons`, `decimal commas`. */
export function describeDialect({ delimiter, decimal, header }: Dialect): string[] {
  const names: Record<number, string> = {
    [TAB]: "tabs",
    [SEMICOLON]: "semicolons",
    [PIPE]: "pipes",
    [COMMA]: "",
    [BLANK]: "blanks",
  };
  return [
    names[delimiter] ?? `delimiter "${String.fromCharCode(delimiter)}"`,
    decimal === "," ? "decimal commas" : "",
    header === undefined ? "no header line" : "",
  ].filter((word) => word !== "");
}

/** The first lines that are neither blank, comments nor decorations, and the last comment above. */
function firstLines(
  scanner: Scanner,
  start: number,
): { lines: Line[]; comment: Line | undefined; decorations: Decorations | undefined } {
  const { bytes } = scanner.file;
  const lines: Line[] = [];
  let comment: Line | undefined;
  let decorations: Decorations | undefined;
  for (let p = start; lines.length < SAMPLE_LINES; ) {
    const line = wholeLine(scanner, p);
    if (line === undefined) break;
    p = line.next;
    if (isRule(bytes, line.at)) decorations = "rules";
    else if (decorations === "rules" && isCount(bytes, line.at)) continue;
    else if (bytes[line.at] !== HASH || isRow(line, lines[0])) lines.push(line);
    else if (areMarkedNames(line, lines, wholeLine(scanner, p))) lines.push(withoutHashes(line));
    else if (lines.length === 0) {
      comment = line;
      if (isAnnotation(bytes, line.at)) decorations = "annotations";
    }
  }
  if (lines.length < MIN_SAMPLE_LINES && !scanner.file.isLast) throw new RowTooLong();
  return { lines, comment, decorations };
}

/** Whether a line that begins with `#` has as many fields as the first one, such as an order `#1059`. */
function isRow({ fields }: Line, first: Line | undefined): boolean {
  return first !== undefined && first.fields.length > 1 && fields.length === first.fields.length;
}

/** Whether a line that begins with `#` holds names below a title: it is as wide as the row of values right below it alone. */
function areMarkedNames(
  { fields }: Line,
  above: readonly Line[],
  below: Line | undefined,
): boolean {
  const width = fields.length;
  if (above.length === 0 || width < 2 || below?.fields.length !== width) return false;
  const na = new Set<string>();
  const kinds = below.fields.map((field) => kindOf(field, ".", na));
  return (
    // A fact of as many fields may stand among the lines of the title.
    above.filter((line) => line.fields.length === width).length < Math.min(2, above.length) &&
    kinds.some((kind) => kind === "number" || kind === "time") &&
    fields.every((field) => kindOf(field, ".", na) === "text" || field.from === field.to)
  );
}

/** A line without the sign in front of its fields. */
function withoutHashes(line: Line): Line {
  const fields = line.fields.map((field) =>
    field.source[field.from] === HASH ? { ...field, from: field.from + 1 } : field,
  );
  return { ...line, fields };
}

/** The line at `p`, unless the sample ends within it. */
function wholeLine(scanner: Scanner, p: number): Line | undefined {
  const { bytes, isLast: last } = scanner.file;
  try {
    const line = scanner.record(p, bytes[p] === HASH);
    return last || (line !== undefined && line.next < bytes.length) ? line : undefined;
  } catch (error) {
    if (error instanceof RowTooLong) return undefined;
    throw error;
  }
}

function uncommented(line: Line): Line {
  const [first, ...rest] = line.fields;
  let from = first.from + 1;
  while (from < first.to && first.source[from] === 0x20) from++;
  return { ...line, fields: from === first.to ? rest : [{ ...first, from }, ...rest] };
}

/** Fields of rows that are told from lines of text above and below them. */
const MIN_WIDE = 3;

/** Fields of a line of names and rows of values, all next to each other, where all other lines are texts. */
function widthBetweenTexts(lines: readonly Line[]): number | undefined {
  const isWide = ({ fields }: Line) => fields.length >= MIN_WIDE;
  const from = lines.findIndex(isWide);
  const to = lines.findLastIndex(isWide) + 1;
  const table = lines.slice(from, to);
  if (from < 0 || table.length < 2) return undefined;
  const { length: width } = table[0].fields;
  const na = new Set<string>();
  const kind = (line: Line, i: number) => kindOf(line.fields[i], ".", na);
  const isText = (line: Line) => line.fields.length === 1 && kind(line, 0) === "text";
  const isTable =
    table.every(({ fields }) => fields.length === width) &&
    table.slice(1).every((line) => kind(line, width - 1) !== "text");
  return isTable && [...lines.slice(0, from), ...lines.slice(to)].every(isText) ? width : undefined;
}

function commonWidth(lines: readonly Line[]): number {
  const between = widthBetweenTexts(lines);
  if (between !== undefined) return between;
  const counts = new Map<number, number>();
  for (const { fields } of lines) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  // As many titles as rows: the wider lines are the table.
  const isBetter = (one: readonly number[], other: readonly number[]) =>
    one[1] > other[1] || (one[1] === other[1] && one[0] > other[0]);
  return [...counts].reduce((best, entry) => (isBetter(entry, best) ? entry : best))[0];
}

/** Whether a line is a title above the table: a single text where there should be several fields. */
function isTitle(
  { fields }: Line,
  [next, below]: readonly Line[],
  width: number,
  decorations: Decorations | undefined,
): boolean {
  if (width < 2) return false;
  const filled = fields.filter(({ from, to }) => to > from);
  if (filled.length === 0) return true;
  if (fields.length < width) return filled.length === 1;
  // Between rules a table may have a single column.
  if (decorations === "rules") return false;
  const na = new Set<string>();
  const kind = kindOf(filled[0], ".", na);
  if (width < 3 || filled.length > 1) return false;
  // A period, `January 2021 - December 2023`, may stand above the names.
  if (kind === "time")
    return next !== undefined && isHeader(below === undefined ? [next] : [next, below], ".", na);
  if (kind !== "text") return false;
  // The only name of a header stands above values and rarely in front.
  return filled[0] === fields[0] || next === undefined || holdsNames(next, ".", na);
}

/** Whether the second line holds units of some columns only, fewer than there are names and values. */
function hasShortUnits(table: readonly Line[], width: number, na: ReadonlySet<string>): boolean {
  const [names, units, ...rows] = table;
  return (
    rows.length >= MIN_ROWS_BELOW &&
    units.fields.length > 1 &&
    units.fields.length < width &&
    rows.every(({ fields }) => fields.length === width) &&
    names.fields.length === width &&
    [names, units].every((line) => holdsNames(line, ".", na)) &&
    !holdsNames(rows[0], ".", na)
  );
}

/** Rows from which on a short line above them is no broken row. */
const MIN_ROWS_BELOW = 5;

function latin(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
