import { parseDateFormat } from "../time/date-pattern.js";
import type { Column } from "./columns.js";
import { DateParser } from "./date-parser.js";
import { Dictionary } from "./dictionary.js";
import { parseFormatted } from "./formatted-number.js";
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
  return numbers(name, values, options) ?? times(name, values, options) ?? texts(name, values);
}

function numbers(
  name: string,
  values: readonly unknown[],
  { decimal = ".", na = [] }: ParseOptions,
): Column | undefined {
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
      if (number === undefined) return undefined;
      read[row] = number.value;
      for (const mark of number.marks) marks.set(mark, (marks.get(mark) ?? 0) + 1);
    } else return undefined;
  }
  return { name, kind: "number", values: read, ...(marks.size > 0 && { marks }) };
}

function times(
  name: string,
  values: readonly unknown[],
  { dateFormat, na = [] }: ParseOptions,
): Column | undefined {
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
      if (!reader.switchToMonthFirst()) return undefined;
      // The order of day and month has changed: start again.
      row = -1;
    } else return undefined;
  }
  return { name, kind: "time", values: read, written: reader.written };
}

function texts(name: string, values: readonly unknown[]): Column {
  const labels = new Dictionary();
  const codes = Int32Array.from(values, (value) => {
    const bytes = new TextEncoder().encode(textOf(value));
    return labels.code(bytes, 0, bytes.length);
  });
  return { name, kind: "text", codes, labels };
}

/** A value as it appears in messages and in the name of a series. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
