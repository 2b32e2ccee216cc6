import { DataError, type SourceLocation } from "../../errors.js";
import { nearest } from "../../suggest.js";
import { displayName } from "../source/errors.js";
import type { ReadingOptions } from "../source/reading-options.js";
import type { Source } from "../source/source.js";
import type { Columns } from "../table/columns.js";
import type { ParseOptions } from "../table/parse-options.js";
import { tableFromRecords, tableFromValues } from "../table/records.js";
import { outOfBounds, requireJsonBounds } from "./json-bounds.js";
import { jsonFault } from "./json-error.js";
import { chartTable, framesTable, pxwebTable } from "./json-services.js";
import { jsonStatTable } from "./json-stat.js";
import {
  columnsOfObjects,
  isHeaderRow,
  isRecord,
  isScalar,
  type JsonTable,
  tableAt,
  tablesIn,
} from "./json-tables.js";
import { parseJsonText } from "./json-text.js";

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
 * The cube of a JSON-stat document is read cell by cell ({@link jsonStatTable}).
 *
 * In any other document, the only table that {@link tablesIn} finds is read, or the one at the path
 * `records`.
 *
 * @throws DataError for text that is not JSON and values that are not a table, with file:line
 */
export function parseJson(
  { name, bytes }: Source,
  options: ParseOptions & Pick<ReadingOptions, "records">,
  warn: (message: string) => void,
): Columns {
  requireJsonBounds(name, bytes);
  const document = wholeDocument(bytes);
  if (document === undefined) return parseLines({ name, bytes }, options);
  if (options.records !== undefined) return chosenTable(name, document, options.records, options);
  if (Array.isArray(document)) {
    if (document.length === 0) throw new DataError(`${displayName(name)} has no rows`);
    if (document.every(isScalar)) {
      return tableFromValues(name, document.length, new Map([["y", document]]), options, ["JSON"]);
    }
    if (document.every(isRow)) return tableOfRows(name, document, options, warn);
    if (document.every(isFlat)) return tableFromRecords(name, document, options, ["JSON"]);
  }
  const cube =
    jsonStatTable(document) ??
    pxwebTable(document) ??
    chartTable(document) ??
    framesTable(document);
  const tables = cube ? [cube] : tablesIn(name, document);
  if (tables.length === 1) return columnsOf(name, tables[0], options);
  if (tables.length > 1) throw severalTables(name, tables);
  if (isRecord(document) && !Object.values(document).some(Array.isArray)) {
    return tableFromRecords(name, [document], options, ["JSON"]);
  }
  throw noTable(name, document);
}

function columnsOf(
  name: string,
  { path, rows, columns }: JsonTable,
  options: ParseOptions,
): Columns {
  const dialect = path === "" ? ["JSON"] : ["JSON", `records "${path}"`];
  return tableFromValues(name, rows, columns, options, dialect);
}

/** @throws DataError when there is no table at the path, with the paths there are */
function chosenTable(
  name: string,
  document: unknown,
  path: string,
  options: ParseOptions,
): Columns {
  const table = tableAt(name, document, path);
  if (table !== undefined) return columnsOf(name, table, options);
  const paths = tablesIn(name, document).map((one) => one.path);
  const meant = nearest(path, paths);
  throw new DataError(`${displayName(name)} has no table at "${path}"`, {
    hint:
      paths.length === 0
        ? "A table is an array of objects, or an object of arrays of one length."
        : `${meant === undefined ? "" : `Did you mean "${meant}"? `}Tables: ${paths.join(", ")}.`,
  });
}

function severalTables(name: string, tables: readonly JsonTable[]): DataError {
  const paths = tables.map(({ path }) => path);
  // Lists of names and units are shorter than what they tell of.
  const { path } = tables.toSorted((a, b) => b.rows - a.rows)[0];
  return new DataError(`${displayName(name)} holds several tables: ${paths.join(", ")}`, {
    hint: `Choose one, such as --records ${/^[\w.-]+$/.test(path) ? path : `"${path}"`}.`,
  });
}

/** Why a document is not a table. */
function noTable(name: string, document: unknown): DataError {
  if (Array.isArray(document)) {
    const odd = document.findIndex((record) => !isRecord(record));
    if (odd >= 0) {
      return new DataError(
        `${displayName(name)}: element ${odd + 1} of the array is not an object`,
        { hint: 'Rows are written [{"ds": "2024-01-01", "y": 1}, …].' },
      );
    }
  }
  const arrays = Object.entries(document as Record<string, unknown>).filter(
    (entry): entry is [string, unknown[]] => Array.isArray(entry[1]),
  );
  const other = arrays.find(([, values]) => values.length !== arrays[0][1].length);
  if (other !== undefined) {
    const [key, values] = arrays[0];
    return new DataError(
      `${displayName(name)}: "${other[0]}" has ${other[1].length} values, "${key}" has ${values.length}`,
    );
  }
  const [key, value] = Object.entries(document as Record<string, unknown>)[0] ?? [];
  const what = Array.isArray(value) ? "a list" : isScalar(value) ? "one value" : "an object";
  const found = key === undefined ? "" : `: "${key.slice(0, 40)}" holds ${what}`;
  return new DataError(`${displayName(name)} is JSON but not a table${found}`, {
    hint: 'Rows are written [{"ds": "2024-01-01", "y": 1}, …], or an object a line. --records names a part of the document.',
  });
}

function isRow(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.every(isScalar);
}

/** Whether a value is an object without others within it. */
function isFlat(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  for (const key in value) if (!isScalar(value[key])) return false;
  return true;
}

/** @throws DataError when the rows have not the same number of values */
function tableOfRows(
  name: string,
  all: readonly unknown[][],
  options: ParseOptions,
  warn: (message: string) => void,
): Columns {
  const [first] = all;
  const width = first.length;
  const odd = all.findIndex((row) => row.length !== width);
  if (odd >= 0) {
    throw new DataError(
      `${displayName(name)}: row ${odd + 1} of the array has ${all[odd].length} values, the first has ${width}`,
    );
  }
  const headed = isHeaderRow(all);
  if (!headed) warn(`${displayName(name)} names no columns; they are called column1, …`);
  const rows = headed ? all.slice(1) : all;
  const columns = first.map((written, i): [string, unknown[]] => [
    headed ? String(written) : `column${i + 1}`,
    rows.map((row) => row[i]),
  ]);
  return tableFromValues(name, rows.length, new Map(columns), options, ["JSON"]);
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
    return parseJsonText(new TextDecoder().decode(bytes.subarray(start, end)));
  } catch {
    return undefined;
  }
}

function parseLines({ name, bytes }: Source, options: ParseOptions): Columns {
  const records: Record<string, unknown>[] = [];
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
      record = parseJsonText(text);
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
  const locate = (row: number) => place(lines[row], JSON.stringify(records[row]));
  const flat = records.every((record) => isFlat(record));
  if (flat) return tableFromRecords(name, records, options, ["NDJSON"], locate);
  const columns = columnsOfObjects(name, records, locate);
  return tableFromValues(name, records.length, columns, options, ["NDJSON"], locate);
}
