import { DataError, type Warn } from "../../errors.js";
import { RowTooLong, Window } from "../source/sliding-window.js";
import { displayName, type Source } from "../source/source.js";
import { parseFormatted } from "../table/formatted-number.js";
import { isMissing, parseNumber } from "../table/parse-number.js";
import type { Decimal, ParseOptions } from "../table/parse-options.js";
import { parseDate } from "../time/parse-date.js";
import { parseTime, timesFromNumbers } from "../time/timestamp.js";
import { CR, LF, locate } from "./csv-location.js";
import { type Field, type Line, Scanner } from "./csv-scanner.js";
import { type Decorations, isAnnotation, isCount, isRule } from "./decorations.js";

/** How a table is written, as told or found. */
export interface Dialect {
  /** A byte. */
  readonly delimiter: number;
  readonly decimal: Decimal;
  /** The line with the names of the columns, if there is one. */
  readonly header: Line | undefined;
  /** Fields a row. */
  readonly width: number;
  /** Where the rows begin. */
  readonly start: number;
  /** Words for a missing value besides the usual ones, in lower case. */
  readonly na: ReadonlySet<string>;
  /** Lines within that are no rows, besides comments. */
  readonly decorations?: Decorations | undefined;
}

const QUOTE = 0x22;
const HASH = 0x23;
const TAB = 0x09;
const SEMICOLON = 0x3b;
const PIPE = 0x7c;
const COMMA = 0x2c;

/** Lines looked at. */
const SAMPLE_LINES = 200;

/** Lines that tell enough where only the beginning is known: with fewer, a table is held anyway. */
const MIN_SAMPLE_LINES = 6;

/**
 * How a table is written: its delimiter (comma, semicolon, tab or pipe), decimal sign and whether
 * there is a line of names. Lines that begin with `#`, a first line `sep=;` as spreadsheets write it,
 * and a title above the names are passed over.
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
  const delimiter =
    options.delimiter?.charCodeAt(0) ??
    separator?.[1]?.charCodeAt(0) ??
    sniffDelimiter(bytes, start);
  const scanner = new Scanner(head, delimiter);
  const na = new Set(options.na?.map((word) => word.toLowerCase()));

  const { lines, comment, asides } = firstLines(scanner, start);
  if (lines.length === 0) throw new DataError(`${displayName(source.name)} is empty`);
  const width = commonWidth(lines);
  const title = Math.max(
    lines.findIndex((line) => !isTitle(line, width, asides)),
    preamble(lines, width, na),
  );
  const table = lines.slice(title);
  if (title > 0) {
    warn(
      `${displayName(source.name)}: ${title === 1 ? "the first line is" : `the first ${title} lines are`} taken for a title`,
    );
  }
  const decimal = options.decimal ?? sniffDecimal(table, delimiter, source.name, warn);
  const [first, second] = table;
  let header: Line | undefined;
  if (options.header ?? isHeader(first, second, decimal, na)) header = first;
  else if (options.header === undefined && comment?.fields.length === first.fields.length) {
    // Some programs write the names as a comment.
    header = uncommented(comment);
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
  return {
    delimiter,
    decimal,
    header,
    width: (header ?? first).fields.length,
    start: header === first ? first.next : first.at,
    na,
    decorations: asides,
  };
}

/** What a dialect is, in words, as far as it is not the usual: `semicolons, decimal commas`. */
export function describeDialect({ delimiter, decimal, header }: Dialect): string[] {
  const names: Record<number, string> = {
    [TAB]: "tabs",
    [SEMICOLON]: "semicolons",
    [PIPE]: "pipes",
    [COMMA]: "",
  };
  return [
    names[delimiter] ?? `delimiter "${String.fromCharCode(delimiter)}"`,
    decimal === "," ? "decimal commas" : "",
    header === undefined ? "no header line" : "",
  ].filter((word) => word !== "");
}

/** Whether a line that begins with `#` is a comment: it is none if it has the fields of a row. */
export function isComment(scanner: Scanner, at: number, width: number): boolean {
  const { bytes } = scanner.file;
  if (bytes[at] !== HASH) return false;
  return width < 2 || scanner.record(at)?.fields.length !== width;
}

/** The first lines that are neither blank nor asides, and the last comment above them. */
function firstLines(
  scanner: Scanner,
  start: number,
): { lines: Line[]; comment: Line | undefined; asides: Decorations | undefined } {
  const { bytes } = scanner.file;
  const lines: Line[] = [];
  let comment: Line | undefined;
  let asides: Decorations | undefined;
  for (let p = start; lines.length < SAMPLE_LINES; ) {
    const line = wholeLine(scanner, p);
    if (line === undefined) break;
    p = line.next;
    if (isRule(bytes, line.at)) asides = "rules";
    else if (asides === "rules" && isCount(bytes, line.at)) continue;
    else if (bytes[line.at] !== HASH) lines.push(line);
    else if (lines.length === 0) {
      comment = line;
      if (isAnnotation(bytes, line.at)) asides = "annotations";
    }
  }
  if (lines.length < MIN_SAMPLE_LINES && !scanner.file.isLast) throw new RowTooLong();
  return { lines, comment, asides };
}

/** The line at `p`, unless it is cut off where the beginning of the text ends. */
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
  return { ...line, fields: [{ ...first, from }, ...rest] };
}

function commonWidth(lines: readonly Line[]): number {
  const counts = new Map<number, number>();
  for (const { fields } of lines) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

/** A line above the table that says what it is: a text where there should be several fields. */
function isTitle({ fields }: Line, width: number, asides: Decorations | undefined): boolean {
  if (width < 2) return false;
  const filled = fields.filter(({ from, to }) => to > from);
  if (fields.length < width) return filled.length === 1;
  // Between lines of dashes the only column stands alone.
  if (asides === "rules") return false;
  return width > 2 && filled.length === 1 && kindOf(filled[0], ".", new Set()) === "text";
}

/** How many shorter lines, of an account and a balance, stand above the names of columns. */
function preamble(lines: readonly Line[], width: number, na: ReadonlySet<string>): number {
  const names = lines.findIndex(({ fields }) => fields.length >= width);
  return isHeader(lines[names], lines[names + 1], ".", na) ? names : 0;
}

/** The delimiter that splits the first lines most evenly. */
function sniffDelimiter(bytes: Uint8Array, start: number): number {
  // A decimal comma may be as regular as a delimiter, so the comma comes last among equals.
  const candidates = [TAB, SEMICOLON, PIPE, COMMA];
  const lines: number[][] = [];
  let counts = candidates.map(() => 0);
  let quoted = false;
  let empty = true;
  let comment = false;
  const end = Math.min(bytes.length, start + 65_536);
  for (let p = start; p < end && lines.length < 40; p++) {
    const byte = bytes[p];
    if (empty && (byte === HASH || isRule(bytes, p))) comment = true;
    if (byte === QUOTE && !comment) quoted = !quoted;
    if (quoted) {
      empty = false;
      continue;
    }
    const k = candidates.indexOf(byte);
    if (k >= 0) counts[k]++;
    if (byte !== LF && byte !== CR) empty = false;
    else if (!empty) {
      if (!comment) lines.push(counts);
      counts = candidates.map(() => 0);
      empty = true;
      comment = false;
    }
  }
  if (!empty && !comment && (lines.length === 0 || end === bytes.length)) lines.push(counts);
  let best = -1;
  let score = 0;
  candidates.forEach((_, k) => {
    const { count, same } = mostCommon(lines.map((line) => line[k]));
    if (count === 0) return;
    const share = same / lines.length;
    const value = share === 1 ? Number.POSITIVE_INFINITY : share * count;
    if (value > score) {
      score = value;
      best = k;
    }
  });
  if (best >= 0) return candidates[best];
  // A title may be all there is of one delimiter, and one row all there is of a table.
  const any = candidates.findIndex((_, k) => lines.some((line) => line[k] > 0));
  return any < 0 ? COMMA : candidates[any];
}

function mostCommon(counts: readonly number[]): { count: number; same: number } {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  let count = 0;
  let same = 0;
  for (const [value, n] of times) {
    if (n > same || (n === same && value > count)) {
      count = value;
      same = n;
    }
  }
  return { count, same };
}

/**
 * The decimal sign that the numbers themselves prove: 1,5 and 1.234,5 against 1.5 and 1,234.5. Where
 * all that is there is 1,234, fields between semicolons hold decimals, others thousands.
 */
function sniffDecimal(
  lines: readonly Line[],
  delimiter: number,
  name: string,
  warn: (message: string) => void,
): Decimal {
  let commas = 0;
  let points = 0;
  let either: string | undefined;
  for (const { fields } of lines) {
    for (const field of fields) {
      if (field.to - field.from > 40) continue;
      const text = textOf(field);
      // Signs and units do no harm: \D does not hold digits.
      const number = /^[^\d.,]{0,5}([.,]?\d(?:[\d.,'’ \u00a0\u202f]*\d)?)[^\d.,]{0,5}$/.exec(
        text,
      )?.[1];
      if (number === undefined) continue;
      const signs = number.replace(/[^.,]/g, "");
      if (signs === ",") {
        if (/^\d{1,3},\d{3}$/.test(number) && !number.startsWith("0,")) either ??= text;
        else commas++;
      } else if (signs === ".") {
        if (!/^\d{1,3}\.\d{3}$/.test(number) || number.startsWith("0.")) points++;
      } else if (/^\.+,$/.test(signs) || /^\d{1,3}(\.\d{3}){2,}$/.test(number)) commas++;
      else if (/^,+\.$/.test(signs) || /^\d{1,3}(,\d{3}){2,}$/.test(number)) points++;
    }
  }
  if (delimiter === COMMA && commas + points === 0) return ".";
  if (commas > 0 && points === 0) return ",";
  if (commas > points) return ",";
  if (either === undefined || points > 0) return ".";
  const decimal = delimiter === SEMICOLON ? "," : ".";
  warn(
    `${displayName(name)}: "${either}" may be a decimal or thousands; taken as ${decimal === "," ? either.replace(",", ".") : either.replace(",", "")}, --decimal '${decimal === "," ? "." : ","}' says otherwise`,
  );
  return decimal;
}

type Kind = "missing" | "number" | "time" | "text";

function kindOf({ source, from, to }: Field, decimal: Decimal, na: ReadonlySet<string>): Kind {
  if (isMissing(source, from, to, na)) return "missing";
  if (!Number.isNaN(parseNumber(source, from, to, decimal.charCodeAt(0)))) return "number";
  if (!Number.isNaN(parseTime(source, from, to))) return "time";
  if (to - from > 100) return "text";
  const text = textOf({ source, from, to });
  if (parseFormatted(text, decimal) !== undefined) return "number";
  return Number.isNaN(parseDate(text, "dmy")) && Number.isNaN(parseDate(text, "mdy"))
    ? "text"
    : "time";
}

/** Names stand above values of another kind; a first line like the second is a row. */
function isHeader(
  first: Line,
  second: Line | undefined,
  decimal: Decimal,
  na: ReadonlySet<string>,
): boolean {
  const kinds = ({ fields }: Line) => fields.map((field) => kindOf(field, decimal, na));
  const above = kinds(first);
  if (!above.some((kind) => kind === "number" || kind === "time")) return true;
  if (areDatesAcross(first, above)) return true;
  if (second === undefined) return false;
  const below = kinds(second);
  return above.some((kind, i) => kind === "text" && (below[i] === "number" || below[i] === "time"));
}

/** Names and then nothing but dates, or three or more packed ones or years that follow each other evenly. */
function areDatesAcross(first: Line, kinds: readonly Kind[]): boolean {
  const begin = kinds.findIndex((kind) => kind === "number" || kind === "time");
  const end = kinds.findLastIndex((kind) => kind !== "missing") + 1;
  if (begin < 1 || end - begin < 2) return false;
  const across = kinds.slice(begin, end);
  if (across.every((kind) => kind === "time")) return true;
  const numbers = Float64Array.from(first.fields.slice(begin, end), (field) =>
    Number(textOf(field)),
  );
  const as = numbers.length > 2 ? timesFromNumbers(numbers)?.as : undefined;
  const step = numbers[1] - numbers[0];
  const follows = (value: number, i: number) =>
    i === 0 || (as === "year" ? value - numbers[i - 1] === step : value > numbers[i - 1]);
  return (
    (as === "year" || as === "year and month" || as === "day") &&
    step !== 0 &&
    numbers.every(follows)
  );
}

function textOf({ source, from, to }: Pick<Field, "source" | "from" | "to">): string {
  return new TextDecoder().decode(source.subarray(from, to));
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
