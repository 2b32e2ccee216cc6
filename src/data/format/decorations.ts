import { CR, LF } from "./csv-location.js";
import { fieldText, type Line, type Scanner } from "./csv-scanner.js";

const HASH = 0x23;

/**
 * Lines of a table that are neither rows nor comments: `rules` are lines of dashes such as `|---|---|` or
 * `+----+`, with a count of rows below; `annotations` begin with `#`, with the names of the columns
 * repeated above each part of the table.
 */
export type Decorations = "rules" | "annotations";

/**
 * The position of the row at `at`, or of the line after it if it is a decoration.
 *
 * @param header the line with the names of the columns, if there is one
 */
export function skipDecoration(
  scanner: Scanner,
  at: number,
  decorations: Decorations,
  header: Line | undefined,
): number {
  const { bytes } = scanner.file;
  const aside =
    decorations === "rules"
      ? isRule(bytes, at) || isCount(bytes, at)
      : isAnnotation(bytes, at) || (header !== undefined && repeats(scanner, at, header));
  return aside ? scanner.skipLine(at) : at;
}

const RULE = /^[|+]?\s*:?-{2,}[-+|:\s]*$/;
/** As lists of SAP have them, longer than any mark for a missing value. */
const LONG_RULE = /^-{10,}$/;
const COUNT = /^(?:\(\d+ \p{L}+\)|\d+ rows? in set\b.*|Time: [\d.,]+ ms\b.*)\s*$/u;
const ANNOTATION = /^#(?:group|datatype|default)\b/;

/** A line of dashes under names or around rows, as databases and Markdown draw it. */
export function isRule(bytes: Uint8Array, at: number): boolean {
  const line = lineAt(bytes, at, '-+|*=_~"');
  if (line === "") return false;
  return LONG_RULE.test(line) || (RULE.test(line) && /[+|]/.test(line)) || FRAME.test(line);
}

/** Signs with which programs other than shells begin lines of comments. */
const COMMENT_SIGNS = ["%", "!", "//"];

/**
 * The offset of the first line that is no comment by another sign than `#`: `%` as in MATLAB, `!` as in Fortran
 * or `//`. Such lines only stand at the top.
 */
export function skipForeignComments(bytes: Uint8Array, start: number): number {
  const sign = COMMENT_SIGNS.find((one) => startsWith(bytes, start, one));
  if (sign === undefined) return start;
  let p = start;
  while (startsWith(bytes, p, sign)) {
    const end = bytes.indexOf(LF, p);
    if (end < 0) return start;
    p = end + 1;
  }
  return p;
}

function startsWith(bytes: Uint8Array, at: number, sign: string): boolean {
  for (let i = 0; i < sign.length; i++) if (bytes[at + i] !== sign.charCodeAt(i)) return false;
  return true;
}

/** Cells that only frame a table, as banks write them around the names: `****,****` or `====;====`. */
const FRAME = /^"?([*=_~-])\1{2,}"?(?:[,;|\t ]+"?\1{3,}"?)+[,;|\t ]*$/;

/** Whether a cell is nothing but a sign over and over. */
export function isFrame(cell: string): boolean {
  return /^([*=_~-])\1{4,}$/.test(cell);
}

/** A count of rows, as databases print it below a table. */
export function isCount(bytes: Uint8Array, at: number): boolean {
  return COUNT.test(lineAt(bytes, at, "(0123456789T"));
}

/** An annotation of InfluxDB about the columns below it. */
export function isAnnotation(bytes: Uint8Array, at: number): boolean {
  return ANNOTATION.test(lineAt(bytes, at, "#"));
}

/** Whether the line at `at` is a comment: it begins with `#` and has not the fields of a row. */
export function isComment(scanner: Scanner, at: number, width: number): boolean {
  const { bytes } = scanner.file;
  if (bytes[at] !== HASH) return false;
  // Between blanks a comment of so many words has the fields of a row.
  if (width < 2 || scanner.delimiter === 0x20) return true;
  return scanner.record(at)?.fields.length !== width;
}

/** Whether a line repeats the names of the columns. */
function repeats(scanner: Scanner, at: number, { at: from, fields }: Line): boolean {
  const { source, start } = fields[1] ?? fields[0];
  // One byte is enough to tell most rows from the header.
  if (scanner.file.bytes[at + start - from] !== source[start]) return false;
  const found = scanner.record(at)?.fields ?? [];
  return (
    found.length === fields.length &&
    found.every((field, i) => fieldText(field) === fieldText(fields[i]))
  );
}

/** Lines longer than this are rows. */
const MAX_DECORATION_BYTES = 10_000;

/** The trimmed line at `at` if it begins with one of the characters `first`, else an empty text. */
function lineAt(bytes: Uint8Array, at: number, first: string): string {
  let from = at;
  while (bytes[from] === 0x20) from++;
  if (from >= bytes.length || !first.includes(String.fromCharCode(bytes[from]))) return "";
  let to = from;
  while (
    to < bytes.length &&
    bytes[to] !== LF &&
    bytes[to] !== CR &&
    to - from < MAX_DECORATION_BYTES
  )
    to++;
  return new TextDecoder().decode(bytes.subarray(from, to)).trim();
}
