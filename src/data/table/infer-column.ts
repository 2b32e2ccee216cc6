import { parseDateFormat } from "../time/date-pattern.js";
import { formatTime, precisionOf } from "../time/timestamp.js";
import type { Column, NumberColumn, TextColumn, TimeColumn } from "./columns.js";
import { DateParser } from "./date-parser.js";
import { Dictionary } from "./dictionary.js";
import { parseFormatted } from "./formatted-number.js";
import { dropNumbers, numbersAmong } from "./missing-numbers.js";
import { isMissing, parseNumber } from "./parse-number.js";
import type { ParseOptions } from "./parse-options.js";

/**
 * Makes a column of typed values, as JSON, Excel and data frames hold them: of numbers if all are
 * (true is 1), of dates if all are, else of text. Strings are parsed as the cells of a CSV file.
 */
export function inferColumn(
  name: string,
  values: readonly unknown[],
  options: ParseOptions = {},
): Column {
  const number = numbers(name, values, options);
  if (typeof number !== "number") return number;
  const time = times(name, values, options);
  if (typeof time !== "number") return time;
  const broken =
    time > number ? { row: time, kind: "time" as const } : { row: number, kind: "number" as const };
  const any = values.slice(0, broken.row).some((v) => v !== null && v !== undefined && v !== "");
  return { ...texts(name, values), ...(any && { broken }) };
}

/** The column, or the first row whose value is no number. */
function numbers(
  name: string,
  values: readonly unknown[],
  { decimal = ".", na = [] }: ParseOptions,
): NumberColumn | number {
  const words = new Set(na.map((word) => word.toLowerCase()));
  const marks = new Map<string, number>();
  const read = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === "number") read[row] = value;
    else if (value === null || value === undefined) read[row] = Number.NaN;
    else if (typeof value === "boolean" || typeof value === "bigint") read[row] = Number(value);
    else if (typeof value === "string") {
      const bytes = new TextEncoder().encode(value.trim());
      read[row] = parseNumber(bytes, 0, bytes.length, decimal.charCodeAt(0));
      if (!Number.isNaN(read[row]) || isMissing(bytes, 0, bytes.length, words)) continue;
      const number = parseFormatted(value, decimal);
      if (number === undefined) return row;
      read[row] = number.value;
      for (const mark of number.marks) marks.set(mark, (marks.get(mark) ?? 0) + 1);
    } else return row;
  }
  dropNumbers(read, numbersAmong(words));
  return { name, kind: "number", values: read, ...(marks.size > 0 && { marks }) };
}

/** The column, or the first row whose value is no date. */
function times(
  name: string,
  values: readonly unknown[],
  { dateFormat, na = [] }: ParseOptions,
): TimeColumn | number {
  const words = new Set(na.map((word) => word.toLowerCase()));
  const reader = new DateParser(parseDateFormat(dateFormat).order);
  const read = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) read[row] = Number.NaN;
    else if (value instanceof Date) read[row] = value.getTime();
    else if (typeof value === "string") {
      const bytes = new TextEncoder().encode(value.trim());
      read[row] = reader.read(bytes, 0, bytes.length);
      if (!Number.isNaN(read[row]) || isMissing(bytes, 0, bytes.length, words)) continue;
      if (!reader.switchOrder()) return row;
      // The order of day and month has changed: start again.
      row = -1;
    } else return row;
  }
  return { name, kind: "time", values: read, written: reader.written };
}

/** Texts whose codes are remembered, rather than looked up by their bytes. */
const MAX_REMEMBERED = 65_536;

function texts(name: string, values: readonly unknown[]): TextColumn {
  const labels = new Dictionary();
  const encoder = new TextEncoder();
  const known = new Map<string, number>();
  const codes = new Int32Array(values.length);
  for (let row = 0; row < codes.length; row++) {
    const text = textOf(values[row]);
    let code = known.get(text);
    if (code === undefined) {
      const bytes = encoder.encode(text);
      code = labels.code(bytes, 0, bytes.length);
      if (known.size < MAX_REMEMBERED) known.set(text, code);
    }
    codes[row] = code;
  }
  return { name, kind: "text", codes, labels };
}

/** A value as it appears in messages and in the name of a series. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return textOfDate(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** `2024-01-31` of a day, with the time of day where there is one. */
function textOfDate(date: Date): string {
  const ds = date.getTime();
  return Number.isNaN(ds) ? "" : formatTime(ds, precisionOf([ds]));
}
