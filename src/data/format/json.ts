import { DataError, type SourceLocation } from "../../errors.js";
import { displayName, type Source } from "../source/source.js";
import type { Columns } from "../table/columns.js";
import type { ParseOptions } from "../table/parse-options.js";
import { tableFromRecords, tableFromValues } from "../table/records.js";
import { outOfBounds, requireJsonBounds } from "./json-bounds.js";
import { jsonFault } from "./json-error.js";

const LF = 0x0a;

/** Whether text is JSON: it begins with a bracket, and parses where that may also begin a CSV cell. */
export function isJson(bytes: Uint8Array): boolean {
  let i = 0;
  while (i < bytes.length && bytes[i] <= 0x20) i++;
  if (bytes[i] === 0x7b) return true;
  if (bytes[i] !== 0x5b) return false;
  for (i++; i < bytes.length && bytes[i] <= 0x20; ) i++;
  if (bytes[i] === 0x7b || bytes[i] === 0x5d || bytes[i] === 0x5b) return true;
  let end = bytes.length;
  while (end > i && bytes[end - 1] <= 0x20) end--;
  if (bytes[end - 1] !== 0x5d) return false;
  return outOfBounds(bytes) !== undefined || read(bytes, 0, bytes.length) !== undefined;
}

/**
 * Reads an object a line (NDJSON), an array of objects, or an object of columns
 * (`{"ds": [...], "y": [...]}`), an array of rows that are arrays, the first of which may name the columns,
 * or one of nothing but values, which are then `y`. Numbers and dates in quotes are read as in CSV.
 *
 * @throws DataError for text that is no JSON and values that are no table, with file:line
 */
export function parseJson(
  { name, bytes }: Source,
  options: ParseOptions,
  warn: (message: string) => void,
): Columns {
  requireJsonBounds(name, bytes);
  const whole = wholeDocument(bytes);
  if (whole === undefined) return parseLines({ name, bytes }, options);
  if (Array.isArray(whole)) {
    if (whole.length === 0) throw new DataError(`${displayName(name)} has no rows`);
    if (whole.every(isValue)) {
      return tableFromValues(name, whole.length, new Map([["y", whole]]), options, ["JSON"]);
    }
    if (whole.every(isRow)) return tableOfRows(name, whole, options, warn);
    const odd = whole.findIndex((record) => !isRecord(record));
    if (odd >= 0) {
      throw new DataError(
        `${displayName(name)}: element ${odd + 1} of the array is not an object`,
        {
          hint: 'Rows are written [{"ds": "2024-01-01", "y": 1}, …].',
        },
      );
    }
    return tableFromRecords(name, whole, options, ["JSON"]);
  }
  const entries = Object.entries(whole as object);
  const columns = entries.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const [first] = columns;
  if (columns.length === 1 && first[1].length > 0 && first[1].every(isRecord)) {
    return tableFromRecords(name, first[1], options, ["JSON"]);
  }
  const rows = first?.[1].length ?? 0;
  if (rows > 0 && columns.length === entries.length) {
    const other = columns.find(([, values]) => values.length !== rows);
    if (other !== undefined) {
      throw new DataError(
        `${displayName(name)}: "${other[0]}" has ${other[1].length} values, "${first[0]}" has ${rows}`,
      );
    }
    return tableFromValues(name, rows, new Map(columns), options, ["JSON"]);
  }
  if (entries.length > 0 && columns.length === 0) {
    return tableFromRecords(name, [whole as object], options, ["JSON"]);
  }
  throw new DataError(`${displayName(name)} is JSON but not a table`, {
    hint: 'Rows are written [{"ds": "2024-01-01", "y": 1}, …], or an object a line.',
  });
}

function isValue(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function isRow(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.every(isValue);
}

/** @throws DataError when the rows have not the same number of values */
function tableOfRows(
  name: string,
  all: readonly unknown[][],
  options: ParseOptions,
  warn: (message: string) => void,
): Columns {
  const [first, second] = all;
  const width = first.length;
  const odd = all.findIndex((row) => row.length !== width);
  if (odd >= 0) {
    throw new DataError(
      `${displayName(name)}: row ${odd + 1} of the array has ${all[odd].length} values, the first has ${width}`,
    );
  }
  const texts = (row: readonly unknown[]) =>
    row.filter((value) => typeof value === "string").length;
  const headed =
    second !== undefined &&
    texts(first) === width &&
    new Set(first).size === width &&
    texts(second) < width;
  if (!headed) warn(`${displayName(name)} names no columns; they are called column1, …`);
  const rows = headed ? all.slice(1) : all;
  const columns = first.map((written, i): [string, unknown[]] => [
    headed ? String(written) : `column${i + 1}`,
    rows.map((row) => row[i]),
  ]);
  return tableFromValues(name, rows.length, new Map(columns), options, ["JSON"]);
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The document; undefined when there are several, one a line. */
function wholeDocument(bytes: Uint8Array): unknown {
  let start = 0;
  while (start < bytes.length && bytes[start] <= 0x20) start++;
  if (bytes[start] === 0x7b) {
    const end = bytes.indexOf(LF, start);
    if (end >= 0 && read(bytes, start, end) !== undefined) {
      let next = end;
      while (next < bytes.length && bytes[next] <= 0x20) next++;
      if (next < bytes.length) return undefined;
    }
  }
  return read(bytes, start, bytes.length);
}

function read(bytes: Uint8Array, start: number, end: number): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes.subarray(start, end)));
  } catch {
    return undefined;
  }
}

function parseLines({ name, bytes }: Source, options: ParseOptions): Columns {
  const records: object[] = [];
  const lines: number[] = [];
  const place = (line: number, text: string): SourceLocation => ({
    file: displayName(name),
    line,
    text: text.length > 160 ? `${text.slice(0, 159)}…` : text,
  });
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LF, start);
    const until = end < 0 ? bytes.length : end;
    const begin = start;
    line++;
    const text = new TextDecoder().decode(bytes.subarray(begin, until)).trim();
    start = until + 1;
    if (text === "") continue;
    let record: unknown;
    try {
      record = JSON.parse(text);
    } catch {
      // A first line that does not parse begins a document of several lines.
      const whole = records.length === 0 ? jsonFault(bytes, displayName(name)) : undefined;
      const { reason, location } =
        whole ?? jsonFault(bytes.subarray(begin, until), displayName(name), line)!;
      throw new DataError(`this is not JSON: ${reason}`, {
        location,
        hint: "Each line holds an object, or the whole file one array.",
      });
    }
    if (!isRecord(record)) {
      throw new DataError("the line is not a JSON object", {
        location: place(line, text),
        hint: 'Rows are written {"ds": "2024-01-01", "y": 1}.',
      });
    }
    records.push(record);
    lines.push(line);
  }
  return tableFromRecords(name, records, options, ["NDJSON"], (row) =>
    place(lines[row], JSON.stringify(records[row])),
  );
}
