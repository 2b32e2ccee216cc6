import { CR, LF } from "./csv-location.js";
import type { Field, Line, Scanner } from "./csv-scanner.js";

/**
 * What a program writes around the rows of a table besides comments: `rules`, which are lines of dashes
 * such as `|---|---|` or `+----+`, and the number of rows below; or `annotations` that begin with `#`, and
 * the names of the columns again, above each part of the table.
 */
export type Decorations = "rules" | "annotations";

/**
 * Where the row at `at` begins, or the line after it if it is an aside.
 *
 * @param header the names of the columns, where they are known
 */
export function skipDecoration(
  scanner: Scanner,
  at: number,
  asides: Decorations,
  header: Line | undefined,
): number {
  const { bytes } = scanner.file;
  const aside =
    asides === "rules"
      ? isRule(bytes, at) || isCount(bytes, at)
      : isAnnotation(bytes, at) || (header !== undefined && repeats(scanner, at, header));
  return aside ? scanner.skipLine(at) : at;
}

const RULE = /^[|+]?\s*:?-{2,}[-+|:\s]*$/;
const COUNT = /^(?:\(\d+ \p{L}+\)|\d+ rows? in set\b.*|Time: [\d.,]+ ms\b.*)\s*$/u;
const ANNOTATION = /^#(?:group|datatype|default)\b/;

/** A line of dashes under names or around rows, as databases and Markdown draw it. */
export function isRule(bytes: Uint8Array, at: number): boolean {
  const line = lineAt(bytes, at, "-+|");
  return RULE.test(line) && /[+|]/.test(line);
}

/** How many rows there are, as databases say below them. */
export function isCount(bytes: Uint8Array, at: number): boolean {
  return COUNT.test(lineAt(bytes, at, "(0123456789T"));
}

/** What InfluxDB says of the columns below. */
export function isAnnotation(bytes: Uint8Array, at: number): boolean {
  return ANNOTATION.test(lineAt(bytes, at, "#"));
}

/** Whether a line holds the names of the columns again. */
function repeats(scanner: Scanner, at: number, { at: from, fields }: Line): boolean {
  const { source, start } = fields[1] ?? fields[0];
  // A glance is enough for most rows.
  if (scanner.file.bytes[at + start - from] !== source[start]) return false;
  const found = scanner.record(at)?.fields ?? [];
  return (
    found.length === fields.length && found.every((field, i) => textOf(field) === textOf(fields[i]))
  );
}

function textOf({ source, from, to }: Field): string {
  return new TextDecoder().decode(source.subarray(from, to));
}

/** Longer lines are rows. */
const MAX_DECORATION_BYTES = 10_000;

/** The line at `at` without blanks around it, if it begins with one of these characters. */
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
