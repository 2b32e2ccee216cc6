import type { Warn } from "../../errors.js";
import { displayName } from "../source/errors.js";
import { cellError } from "../table/column.js";
import type { Column, Columns, TextColumn } from "../table/columns.js";
import { Dictionary } from "../table/dictionary.js";
import { hasDuplicates } from "../table/has-duplicates.js";
import { writtenText } from "../table/written-text.js";
import { columnCalled, columnNamed, columnNames } from "./columns-by-name.js";
import type { Times } from "./date-column.js";
import { partCoded } from "./date-part.js";
import { ID_NAMES, INFLUX_TIME, TARGET_NAMES } from "./known-names.js";
import { isLabel, MEASURE_NAME } from "./measure.js";
import { namesRepeated } from "./merged-cells.js";
import { clocksOf } from "./time-of-day.js";
import { isZone } from "./zone-names.js";

export function findId(
  table: Columns,
  time: Times | undefined,
  taken: ReadonlySet<Column>,
  warn: Warn,
): Column | undefined {
  const free = table.columns.filter((column) => !taken.has(column) && column !== time?.column);
  const named = columnCalled(free, ID_NAMES);
  // One name for all rows does not tell those of a date apart.
  const called = named && isSame(table, named) && time?.stamps.hasDuplicates ? undefined : named;
  if (called !== undefined) {
    if (table.rows < 2 || !isDistinct(called, table.rows) || isOneDate(time, table.rows)) {
      return called;
    }
    warn(
      `column "${called.name}" has another value in each row: taken for row numbers, not series`,
    );
  }
  if (time?.column.name === INFLUX_TIME) return influxSeries(table, free, warn);
  if (time === undefined) return undefined;
  if (!time.stamps.hasDuplicates) return instrumentAmong(table, free, warn);
  const texts = free.filter(
    (column) => column !== called && column.kind === "text" && couldBeId(table, column),
  );
  const [first, ...others] = texts.filter((column) => tellsApart(column, time, table.rows));
  if (texts.length === 0) return mergedNames(table, free, time, warn);
  if (first === undefined || others.length > 0 || texts.length > 1) return undefined;
  warn(`dates repeat, so column "${first.name}" is taken to name the series; choose with --id`);
  return first;
}

function isSame(table: Columns, column: Column): boolean {
  const values = column.kind === "text" ? column.codes : column.values;
  for (let row = 1; row < values.length; row++) if (values[row] !== values[0]) return false;
  // As numbers 007 and 7 are the same.
  return values.length > 1 && namesAsWritten(table, column).labels.size === 1;
}

/** Whether all rows have the same date, as a period's values of several series do. */
function isOneDate(time: Times | undefined, rows: number): boolean {
  if (!time?.dated) return false;
  const first = time.stamps.at(0);
  for (let row = 1; row < rows; row++) if (time.stamps.at(row) !== first) return false;
  return true;
}

/** Names of what sends readings at times of its own. */
export const INSTRUMENT_NAME =
  /^(?:entity|sensor|device|station|meter|node|channel|machine|instrument|logger|probe)(?:[ _.-]?(?:id|name|code|no|nr))?$/i;

/** The only column of text that is called after instruments, where each of some has several readings. */
function instrumentAmong(table: Columns, free: readonly Column[], warn: Warn): Column | undefined {
  const called = free.filter(
    (column) =>
      column.kind === "text" &&
      INSTRUMENT_NAME.test(column.name) &&
      couldBeId(table, column) &&
      2 * column.labels.size <= table.rows,
  );
  if (called.length !== 1) return undefined;
  const [{ name }] = called;
  warn(
    `${displayName(table.name)}: column "${name}" is taken to name the series, whose dates differ; choose with --id`,
  );
  return called[0];
}

/** The only column of texts that stand in the first row of each series only. */
function mergedNames(
  table: Columns,
  free: readonly Column[],
  time: Times,
  warn: Warn,
): Column | undefined {
  const merged = free.filter(
    (column) => column.kind === "text" && namesRepeated(column, time) !== undefined,
  );
  if (merged.length !== 1) return undefined;
  const [{ name }] = merged;
  warn(
    `${displayName(table.name)}: dates repeat, so column "${name}" is taken to name the series; choose with --id`,
  );
  return merged[0];
}

/** A text in every row that is neither always the same nor a time of day, a time zone or a period. */
function couldBeId(table: Columns, column: TextColumn): boolean {
  const { labels } = column;
  if (labels.size < 2 || labels.size >= table.rows) return false;
  const texts = Array.from({ length: labels.size }, (_, code) => labels.text(code));
  // Values with what is said of them, as `78.0 [77.0-79.0]`.
  if (columnCalled([column], TARGET_NAMES) && texts.every((text) => /^[-+]?\d/.test(text))) {
    return false;
  }
  const tellsTime = clocksOf(column) !== undefined || isZone(column);
  return !texts.includes("") && !tellsTime && partCoded(column) === undefined;
}

/** Share of the dates that must repeat before a column that tells the rows apart names series. */
const MIN_REPEATS = 0.1;

/**
 * The names of columns that tell rows of the same date apart, as those that name series do; when there
 * are none, of columns of text that may do so together.
 */
export function columnsTellingApart(
  table: Columns,
  time: Times,
  columns: readonly Column[],
): string[] {
  const possible = columns.filter((column) =>
    column.kind === "text" ? couldBeId(table, column) : couldNumber(table, column),
  );
  const fitting = possible.filter((column) => {
    if (column.kind === "text") return tellsApart(column, time, table.rows);
    const written = namesAsWritten(table, column);
    if (!isWhole(column) && !areVersions(written)) return false;
    const least = isWhole(column) ? MIN_COVERAGE : 1;
    return tellsApart(written, time, table.rows) && isBalanced(written, time, table.rows, least);
  });
  const texts = possible.filter(({ kind }) => kind === "text");
  // A number beside names that do so, such as a population, is rather a property of theirs.
  const named = fitting.filter(({ kind }) => kind === "text");
  const together = named.length > 0 ? undefined : textsTellingApart(table, time, texts);
  if (together !== undefined) return [together];
  const numbers = fitting.filter((column) => !isOnlyMeasure(column, columns, table.rows));
  if (named.length + numbers.length === 0) {
    const pair = pairTellingApart(table, time, possible);
    if (pair !== undefined) return [pair];
  }
  const best = named.length > 0 ? named : numbers;
  return (best.length > 0 ? best : texts).map(({ name }) => name);
}

/** Whether no other column of numbers could be forecast instead, as those number rows. */
function isOnlyMeasure(column: Column, columns: readonly Column[], rows: number): boolean {
  const isNumbering = (one: Column) =>
    (columnCalled([one], ID_NAMES) !== undefined || isLabel(one.name)) && isDistinct(one, rows);
  return !columns.some((one) => one.kind === "number" && one !== column && !isNumbering(one));
}

/** The fewest of the texts that tell rows of the same date apart together, as `country,shop,product`. */
function textsTellingApart(
  table: Columns,
  time: Times,
  texts: readonly Column[],
): string | undefined {
  const fits = (some: readonly Column[]) => {
    const column = combined(table, some);
    return (
      tellsApart(column, time, table.rows) && isBalanced(column, time, table.rows) && column.name
    );
  };
  let kept = texts.slice(0, MAX_PAIRED);
  let name = kept.length > 1 && fits(kept);
  for (const column of name ? kept.toReversed() : []) {
    const others = kept.filter((one) => one !== column);
    const shorter = others.length > 1 && fits(others);
    if (shorter) [kept, name] = [others, shorter];
  }
  return name || undefined;
}

/** Columns whose pairs are tried. */
const MAX_PAIRED = 8;

/** The first two columns that tell rows of the same date apart together, as `store,item`. */
function pairTellingApart(
  table: Columns,
  time: Times,
  possible: readonly Column[],
): string | undefined {
  const columns = possible.slice(0, MAX_PAIRED);
  for (const [i, one] of columns.entries()) {
    for (const other of columns.slice(i + 1)) {
      const together = combined(table, [one, other]);
      if (tellsApart(together, time, table.rows) && isBalanced(together, time, table.rows)) {
        return together.name;
      }
    }
  }
  return undefined;
}

/** Numbers that are not called after a measure, other ones in other rows or at least written otherwise. */
function couldNumber(table: Columns, column: Exclude<Column, TextColumn>): boolean {
  const { kind, name } = column;
  if (kind !== "number" || MEASURE_NAME.test(name) || columnCalled([column], TARGET_NAMES)) {
    return false;
  }
  return namesAsWritten(table, column).labels.size > 1;
}

/** Whether texts are numbers with more and fewer digits behind the point, of which some end in 0: 3.9 and 3.10. */
function areVersions({ labels }: TextColumn): boolean {
  const texts = Array.from({ length: labels.size }, (_, code) => labels.text(code));
  const digits = new Set(texts.map((text) => /\.(\d+)$/.exec(text)?.[1].length));
  return digits.size > 1 && texts.some((text) => /\.\d*0$/.test(text));
}

/** Whether all numbers are whole; those of versions, 3.9 and 3.10, have each date for all of them. */
function isWhole({ values }: Exclude<Column, TextColumn>): boolean {
  return values.every(Number.isInteger);
}

/** Share of the dates that each series has on average, where numbers name them rather than count something. */
const MIN_COVERAGE = 0.5;

function isBalanced(
  { labels }: TextColumn,
  { stamps }: Times,
  rows: number,
  least = MIN_COVERAGE,
): boolean {
  const dates = new Set<number>();
  for (let row = 0; row < rows; row++) dates.add(stamps.at(row));
  return rows >= least * labels.size * dates.size;
}

/** Whether no date repeats among rows of the same value, and dates repeat often enough between values. */
export function tellsApart(column: Column, { stamps }: Times, rows: number): boolean {
  const keys = column.kind === "text" ? column.codes : column.values;
  const seen = new Map<number, Set<number>>();
  const dates = new Set<number>();
  for (let row = 0; row < rows; row++) {
    const stamp = stamps.at(row);
    const own = seen.get(keys[row]) ?? new Set<number>();
    if (own.has(stamp)) return false;
    seen.set(keys[row], own.add(stamp));
    dates.add(stamp);
  }
  return rows - dates.size >= MIN_REPEATS * rows && 2 * seen.size <= rows;
}

/** Measurement, field and tags name a series of InfluxDB together, those that are not all the same. */
function influxSeries(table: Columns, free: readonly Column[], warn: Warn): Column | undefined {
  const tags = free.filter((column) => column.kind === "text" && column.labels.size > 1);
  if (tags.length === 0) return undefined;
  const id = combined(table, tags);
  const names = tags.length === 1 ? `column ${id.name} is` : `columns ${id.name} are`;
  warn(`${displayName(table.name)}: ${names} taken to name the series; choose with --id`);
  return id;
}

function isDistinct(column: Column, rows: number): boolean {
  if (column.kind === "text") {
    if (column.labels.size < rows) return false;
    const seen = new Uint8Array(column.labels.size);
    return column.codes.every((code) => ++seen[code] === 1);
  }
  return !hasDuplicates(column.values);
}

/**
 * A column that names the series: the only one as text, or a text of all values such as `north/tea`. Empty
 * cells are left out of it.
 *
 * @throws DataError when all are empty, or two rows would have the same name by different columns
 */
export function combined(table: Columns, columns: readonly Column[]): TextColumn {
  if (columns.length === 1) return idText(table, columns[0]);
  const labels = new Dictionary();
  const codes = new Int32Array(table.rows);
  const encoder = new TextEncoder();
  const shortened = new Map<string, string>();
  for (let row = 0; row < table.rows; row++) {
    const parts = columns.map((column) =>
      column.kind === "text" ? column.labels.text(column.codes[row]) : table.cell(row, column),
    );
    const filled = parts.filter((part) => part !== "");
    const name = filled.join("/");
    if (filled.length < parts.length) {
      const whole = parts.join("/");
      const before = shortened.get(name) ?? whole;
      if (name === "" || before !== whole) {
        const empty = columns[parts.indexOf("")];
        throw cellError(table, row, empty, "part of the name of a series");
      }
      shortened.set(name, whole);
    }
    const bytes = encoder.encode(name);
    codes[row] = labels.code(bytes, 0, bytes.length);
  }
  return { name: columns.map(({ name }) => name).join(","), kind: "text", codes, labels };
}

/**
 * The names of the series as they were written.
 *
 * @throws DataError when a row names none
 */
export function idText(table: Columns, column: Column): TextColumn {
  const isUnnamed = (value: number, row: number) =>
    Number.isNaN(value) && table.cell(row, column).trim() === "";
  const row = column.kind === "text" ? -1 : column.values.findIndex(isUnnamed);
  if (row >= 0) throw cellError(table, row, column, "the name of a series");
  return namesAsWritten(table, column);
}

/** The texts of a column; words for a missing value, such as `null`, are names among numbers. */
function namesAsWritten(table: Columns, column: Column): TextColumn {
  if (column.kind === "text" || !column.values.some(Number.isNaN))
    return writtenText(table, column);
  const labels = new Dictionary();
  const encoder = new TextEncoder();
  const codes = column.values.map((_, row) => {
    const bytes = encoder.encode(table.cell(row, column).trim());
    return labels.code(bytes, 0, bytes.length);
  });
  return { name: column.name, kind: "text", codes: Int32Array.from(codes), labels };
}

/** The column of that name, or the combined ones whose names it lists, as `combined` called it. */
export function idNamed(table: Columns, name: string): TextColumn {
  return combined(
    table,
    columnNames(table, name).map((one) => columnNamed(table, one)),
  );
}
