import { DataError, type SourceLocation, type Warn } from "../../../errors.js";
import { displayName } from "../../source/errors.js";
import { Window } from "../../source/sliding-window.js";
import type { Source } from "../../source/source.js";
import type { Column, Columns, TextColumn } from "../../table/columns.js";
import { Dictionary } from "../../table/dictionary.js";
import { lastNotAbove } from "../../table/last-not-above.js";
import { isMissing, parseNumber } from "../../table/parse-number.js";
import { Stamps } from "../../table/timestamps.js";
import { civilFromDays, DAY, daysFromCivil, daysInMonth } from "../../time/calendar.js";
import { CR, LF, locate } from "../csv-location.js";
import { describeHeader, HeaderReader, type TsfHeader, type TsfStep } from "./header.js";

const HASH = 0x23;
const AT = 0x40;
const COLON = 0x3a;
const COMMA = 0x2c;
const POINT = 0x2e;

/** Bytes in which the header begins. */
const HEAD_BYTES = 65_536;

/** Whether a text is a file of the Monash archive: a header of `@` lines that no ARFF file has. */
export function isTsf(bytes: Uint8Array): boolean {
  if (bytes.subarray(0, HEAD_BYTES).indexOf(AT) < 0) return false;
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES));
  return (
    /^(?:#.*\r?\n|\s)*@(?:relation|attribute|frequency|horizon|missing|equallength)\b/i.test(
      head,
    ) && /^@(?:frequency|horizon|missing|equallength)\b/im.test(head)
  );
}

/** The positions of a series in the text. */
interface Line {
  readonly at: number;
  /** The beginning of its values, and their number. */
  readonly values: number;
  readonly count: number;
  /** Where the text of each attribute begins; it ends before the next. */
  readonly fields: readonly number[];
}

/**
 * Reads a file of the Monash time series forecasting archive (`.tsf`): a header, and below `@data` a line
 * a series, its attributes and then its values, `T1:1996-03-18 00-00-00:5,?,7`. The table has a row a
 * value: `unique_id`, `ds`, `y` and the other attributes. Dates follow from the first one and the
 * frequency; without either, values are counted from 0.
 *
 * @throws DataError for a header or a line that cannot be read, with file:line
 * @see Godahewa, Bergmeir, Webb, Hyndman & Montero-Manso (2021), "Monash time series forecasting archive"
 */
export function parseTsf(source: Source, warn: Warn): Columns {
  const { name, bytes } = source;
  const window = new Window(source);
  const place = (from: number, to: number) => locate(window, from, to);
  const { header, data } = readHeader(bytes, displayName(name), place);
  const { attributes, step } = header;
  const lines = linesOfSeries(bytes, data, attributes.length, place);
  if (lines.length === 0) {
    throw new DataError(`${displayName(name)} has no series below @data`);
  }
  let rows = 0;
  const firsts = Float64Array.from(lines, ({ count }) => {
    rows += count;
    return rows - count;
  });
  const y = new Float64Array(rows);
  const stamps = new Stamps();
  stamps.resize(rows);
  const startAt = attributes.findIndex(({ type }) => type === "date");
  const dated = startAt >= 0 && step !== undefined;
  if (startAt >= 0 && step === undefined) {
    warn(
      `${displayName(name)}: no @frequency says how far apart values are; they are counted 0, 1, 2, …`,
    );
  }
  for (const [i, line] of lines.entries()) {
    readValues(bytes, line, y.subarray(firsts[i], firsts[i] + line.count), place);
    const [from, to] = startAt < 0 ? [0, 0] : fieldOf(line, startAt);
    const start = dated ? parseStart(bytes, from, to, step, place) : 0;
    for (let k = 0; k < line.count; k++) {
      stamps.set(firsts[i] + k, dated ? stampAfter(start, step, k) : k);
    }
  }
  const named = attributes.findIndex(({ type }) => type === "string");
  const texts = attributes.flatMap((attribute, a): Column[] => {
    if (a === startAt) return [];
    const column = textColumn(a === named ? "unique_id" : attribute.name, bytes, lines, firsts, a);
    if (attribute.type !== "numeric") return [column];
    const { labels, codes } = column;
    const of = Float64Array.from({ length: labels.size }, (_, code) => Number(labels.text(code)));
    return [{ name: column.name, kind: "number", values: Float64Array.from(codes, (c) => of[c]) }];
  });
  const ids = named < 0 ? [numbered(lines, firsts)] : [];
  const time: Column = dated
    ? { name: "ds", kind: "time", stamps, values: stamps.values }
    : { name: "ds", kind: "number", values: stamps.values };
  const target: Column = { name: "y", kind: "number", values: y };
  const columns: readonly Column[] = [...ids, ...texts, time, target];
  const placeOf = (row: number, column: Column | undefined): [number, number] => {
    const i = lastNotAbove(firsts, row);
    const line = lines[i];
    const k = row - firsts[i];
    // Only the first date of a series is written: a value stands for the others.
    if (column === target || (column === time && k > 0)) return valueAt(bytes, line, k);
    const attribute = column === time ? startAt : texts.indexOf(column!);
    const skipped = startAt >= 0 && column !== time && attribute >= startAt ? 1 : 0;
    return attribute < 0 ? [line.at, line.values] : fieldOf(line, attribute + skipped);
  };
  return {
    ...{ name, rows, columns, dialect: describeHeader(header) },
    ...(header.horizon !== undefined && { horizon: header.horizon }),
    cell: (row, column) => {
      if (column.kind === "text") return column.labels.text(column.codes[row]);
      const [from, to] = placeOf(row, column);
      return new TextDecoder().decode(bytes.subarray(from, to)).trim();
    },
    locate: (row, column) => {
      const { column: at, width, ...whole } = place(...placeOf(row, column));
      return column === undefined ? whole : { ...whole, column: at!, width: width! };
    },
  };
}

type PlaceOf = (from: number, to: number) => SourceLocation;

/** The lines above `@data`, and the position of the one below. */
function readHeader(
  bytes: Uint8Array,
  file: string,
  place: PlaceOf,
): { readonly header: TsfHeader; readonly data: number } {
  const reader = new HeaderReader();
  const decoder = new TextDecoder();
  for (let p = 0; p < bytes.length; ) {
    const end = lineEnd(bytes, p);
    const [at, to] = [p, end];
    const line = decoder.decode(bytes.subarray(at, to));
    p = nextLine(bytes, end);
    if (line.trim() === "" || bytes[at] === HASH) continue;
    if (/^@data\s*$/i.test(line)) return { header: reader.finish(), data: p };
    reader.add(line, () => place(at, to));
  }
  throw new DataError(`${file} has no line @data`, {
    hint: "Each line below it is a series.",
  });
}

/** @throws DataError for a line with fewer attributes than the header names */
function linesOfSeries(
  bytes: Uint8Array,
  data: number,
  attributes: number,
  place: PlaceOf,
): Line[] {
  const lines: Line[] = [];
  for (let at = data; at < bytes.length; ) {
    const end = lineEnd(bytes, at);
    if (bytes[at] !== HASH && end > at) {
      const fields = [at];
      let p = at;
      while (fields.length <= attributes && p < end) if (bytes[p++] === COLON) fields.push(p);
      if (fields.length <= attributes) {
        const names = attributes === 1 ? "1 attribute" : `${attributes} attributes`;
        throw new DataError(`the series does not have the ${names} of the header`, {
          location: place(at, end),
          hint: "Each is followed by a colon, and then values by commas.",
        });
      }
      const values = fields[attributes];
      let count = 1;
      for (let q = values; q < end; q++) if (bytes[q] === COMMA) count++;
      lines.push({ at, values, count, fields });
    }
    at = nextLine(bytes, end);
  }
  return lines;
}

function readValues(bytes: Uint8Array, line: Line, y: Float64Array, place: PlaceOf): void {
  let from = line.values;
  for (let k = 0; k < y.length; k++) {
    const to = valueEnd(bytes, from);
    y[k] = parseNumber(bytes, from, to, POINT);
    if (Number.isNaN(y[k]) && !isMissing(bytes, from, to)) {
      const text = new TextDecoder().decode(bytes.subarray(from, to));
      const id = new TextDecoder().decode(bytes.subarray(line.at, line.fields[1] - 1));
      throw new DataError(`series "${id}" holds "${text}" where a number was expected`, {
        location: place(from, to),
        hint: "A missing value is written as ?.",
      });
    }
    from = to + 1;
  }
}

/**
 * The first date of a series, in milliseconds. A time of day says nothing where steps are days or longer.
 *
 * @throws DataError when it is none
 */
function parseStart(
  bytes: Uint8Array,
  from: number,
  to: number,
  { months, ms }: TsfStep,
  place: PlaceOf,
): number {
  const text = new TextDecoder().decode(bytes.subarray(from, to)).trim();
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2})-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  const [year, month, day, hour, minute, second] = (found ?? [])
    .slice(1)
    .map((v) => Number(v ?? 0));
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isDate || hour > 23 || minute > 59 || second > 59) {
    throw new DataError(`"${text}" stands where the first date of a series was expected`, {
      location: place(from, to),
      hint: "It is written as 1996-03-18 00-00-00.",
    });
  }
  const clock = ((hour * 60 + minute) * 60 + second) * 1000;
  const daily = months !== undefined || ms! % DAY === 0;
  return daysFromCivil(year, month, day) * DAY + (daily ? 0 : clock);
}

/** The stamp `k` steps after a first one; months end where they must. */
function stampAfter(start: number, { months, ms }: TsfStep, k: number): number {
  if (months === undefined) return start + k * ms!;
  const { year, month, day } = civilFromDays(start / DAY);
  const at = year * 12 + month - 1 + k * months;
  const [y, m] = [Math.floor(at / 12), (at % 12) + 1];
  return daysFromCivil(y, m, Math.min(day, daysInMonth(y, m))) * DAY;
}

function textColumn(
  name: string,
  bytes: Uint8Array,
  lines: readonly Line[],
  firsts: Float64Array,
  attribute: number,
): TextColumn {
  const labels = new Dictionary();
  const codes = codesOf(lines, firsts, (line) => labels.code(bytes, ...fieldOf(line, attribute)));
  return { name, kind: "text", codes, labels };
}

/** Names for series that have none: T1, T2, … */
function numbered(lines: readonly Line[], firsts: Float64Array): TextColumn {
  const labels = new Dictionary();
  const encoder = new TextEncoder();
  const codes = codesOf(lines, firsts, (_, i) => {
    const id = encoder.encode(`T${i + 1}`);
    return labels.code(id, 0, id.length);
  });
  return { name: "unique_id", kind: "text", codes, labels };
}

function codesOf(
  lines: readonly Line[],
  firsts: Float64Array,
  code: (line: Line, i: number) => number,
): Int32Array {
  const codes = new Int32Array(firsts.at(-1)! + lines.at(-1)!.count);
  for (const [i, line] of lines.entries()) {
    codes.fill(code(line, i), firsts[i], firsts[i] + line.count);
  }
  return codes;
}

function fieldOf({ fields }: Line, attribute: number): [number, number] {
  return [fields[attribute], fields[attribute + 1] - 1];
}

/** The bounds of the `k`th value. */
function valueAt(bytes: Uint8Array, { values }: Line, k: number): [number, number] {
  let from = values;
  for (let i = 0; i < k; i++) from = valueEnd(bytes, from) + 1;
  return [from, valueEnd(bytes, from)];
}

function valueEnd(bytes: Uint8Array, from: number): number {
  let p = from;
  while (p < bytes.length && bytes[p] !== COMMA && bytes[p] !== LF && bytes[p] !== CR) p++;
  return p;
}

function lineEnd(bytes: Uint8Array, from: number): number {
  let p = from;
  while (p < bytes.length && bytes[p] !== LF && bytes[p] !== CR) p++;
  return p;
}

function nextLine(bytes: Uint8Array, end: number): number {
  return end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1);
}
