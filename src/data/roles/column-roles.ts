import { DataError, UsageError, type Warn } from "../../errors.js";
import { nearest } from "../../suggest.js";
import { displayName } from "../source/source.js";
import { cellError, firstRow, hasDuplicates } from "../table/column.js";
import type { Column, Columns, NumberColumn, TextColumn } from "../table/columns.js";
import { Dictionary } from "../table/dictionary.js";
import { isMissing, parseNumber } from "../table/parse-number.js";
import { Stamps } from "../table/timestamps.js";
import { inZone } from "../time/time-zone.js";
import { beginsDated, type Times, timesOf } from "./date-column.js";
import { columnOfPart, partNamed } from "./date-part.js";
import { timesBesideClock, timesOfColumns, timesOfParts } from "./multi-column-dates.js";
import { datesInNumbers } from "./numeric-dates.js";
import { clocksOf } from "./time-of-day.js";

/** Which columns a person named. */
export interface RoleOptions {
  /** Column of dates, or several that tell them together, such as `date,time` or `year,month`. */
  readonly time?: string | undefined;
  /** Time zone of the dates, such as `Europe/Berlin`. */
  readonly tz?: string | undefined;
  readonly target?: readonly string[] | undefined;
  /** Column that names the series, or several whose values do so together. */
  readonly id?: string | readonly string[] | undefined;
  /** Exogenous columns known only up to the last observation. */
  readonly past?: readonly string[] | undefined;
  /** Exogenous columns known ahead. */
  readonly future?: readonly string[] | undefined;
  /**
   * Exogenous columns of which the data say whether they are known ahead: those with values beyond the
   * last observation are. `auto` stands for all columns of numbers that have no other role.
   */
  readonly exogenous?: readonly string[] | undefined;
  /** Columns with one value a series. */
  readonly static?: readonly string[] | undefined;
}

/** What each column is for. */
export interface Roles {
  /** Undefined: count the rows. */
  readonly time: Times | undefined;
  readonly targets: readonly NumberColumn[];
  readonly id: Column | undefined;
  readonly past: readonly NumberColumn[];
  readonly future: readonly NumberColumn[];
  readonly static: readonly Column[];
}

/** What InfluxDB calls the time of a point; `_start` and `_stop` are those of the query. */
const INFLUX_TIME = "_time";

const TIME_NAMES = [
  ...["ds", "date", "datetime", "date_time", "timestamp", "time", "day", "week", "month"],
  ...["quarter", "year", "period", INFLUX_TIME],
];
const INDEX_NAMES = ["t", "index", "step"];
const TARGET_NAMES = ["y", "value", "values", "target", "observation", "sales", "demand", "_value"];
/** What a column that names the series is called. */
export const ID_NAMES: readonly string[] = ["unique_id", "series_id", "item_id", "id", "series"];

/**
 * Decides which columns hold the time, the values and the series' names: as told, else by name, else
 * by content. What could have been decided otherwise is said through `warn`.
 *
 * @throws UsageError when a named column does not exist, the nearest name is suggested, or when one is
 *   named for two roles
 * @throws DataError when a column does not hold what its role needs, or none holds numbers
 */
export function findRoles(table: Columns, options: RoleOptions, warn: Warn): Roles {
  const told = new Map<Column, string>();
  const named = (name: string, option: string) => {
    const column = columnNamed(table, name);
    const before = told.get(column);
    if (before !== undefined) throw namedTwice(column, before, option);
    told.set(column, option);
    return column;
  };
  const ids = typeof options.id === "string" ? columnNames(table, options.id) : options.id;
  const toldId =
    ids &&
    combined(
      table,
      ids.map((name) => named(name, "--id")),
    );
  const toldTargets = options.target?.map((name) => named(name, "--target"));
  const toldTime =
    options.time === undefined
      ? undefined
      : columnNames(table, options.time).map((name) => named(name, "--time"));
  const past = options.past?.map((name) => named(name, "--past")) ?? [];
  const future = options.future?.map((name) => named(name, "--future")) ?? [];
  const fixed = options.static?.map((name) => named(name, "--static")) ?? [];
  const automatic = options.exogenous?.length === 1 && options.exogenous[0] === "auto";
  const undecided = automatic
    ? []
    : (options.exogenous?.map((name) => named(name, "--exogenous")) ?? []);

  const taken = new Set(told.keys());
  const found = findTime(table, toldTime, toldId, taken, warn);
  for (const part of found?.parts ?? []) taken.add(part);
  const time = found && zoned(found, options.tz, warn);
  const id = toldId ?? findId(table, time, taken, warn);
  const targets = toldTargets ?? [findTarget(table, time?.column, id, taken, warn)];
  const numbers = (columns: readonly Column[]) => columns.map((c) => numbersOf(table, c));
  if (automatic) {
    const others = table.columns.filter(
      (c) => c.kind === "number" && c !== time?.column && c !== id && !targets.includes(c),
    );
    undecided.push(...others.filter((c) => !taken.has(c) && holdsValues(c as NumberColumn)));
  }
  const observed = numbers(targets);
  const ahead =
    undecided.length === 0 ? [] : reachingBeyond(numbers(undecided), observed, id, time);
  const behind = numbers(undecided).filter((column) => !ahead.includes(column));
  warnKnown(table, ahead, behind, warn);
  for (const column of [...observed, ...numbers(past), ...numbers(future), ...ahead, ...behind]) {
    warnMarks(table, column, warn);
  }
  return {
    time,
    id,
    targets: observed,
    past: [...numbers(past), ...behind],
    future: [...numbers(future), ...ahead],
    static: fixed,
  };
}

/** The stamps in the time zone that was named, if one was. */
export function zoned(
  time: NonNullable<Roles["time"]>,
  zone: string | undefined,
  warn: (message: string) => void,
): NonNullable<Roles["time"]> {
  const { column, stamps, dated } = time;
  if (zone === undefined || !dated) return time;
  const written =
    time.written ?? (column.kind === "time" ? column.written : { offsets: "all" as const });
  const told = { name: column.name, values: stamps.values, ...(written && { written }) };
  const { values, utc } = inZone(told, zone, warn);
  return { ...time, stamps: Stamps.of(values), ...(utc && { zone }) };
}

/** One column that names the series: the only one, or a text of all values such as `north/tea`. */
export function combined(table: Columns, columns: readonly Column[]): Column {
  const [first] = columns;
  if (columns.length === 1) return first;
  const labels = new Dictionary();
  const codes = new Int32Array(table.rows);
  const encoder = new TextEncoder();
  for (let row = 0; row < table.rows; row++) {
    const parts = columns.map((column) =>
      column.kind === "text" ? column.labels.text(column.codes[row]) : table.cell(row, column),
    );
    const empty = parts.indexOf("");
    if (empty >= 0) throw cellError(table, row, columns[empty], "part of the name of a series");
    const bytes = encoder.encode(parts.join("/"));
    codes[row] = labels.code(bytes, 0, bytes.length);
  }
  return { name: columns.map(({ name }) => name).join(","), kind: "text", codes, labels };
}

/** The column of that name, or the combined ones whose names it lists, as `combined` called it. */
export function idNamed(table: Columns, name: string): Column {
  return combined(
    table,
    columnNames(table, name).map((one) => columnNamed(table, one)),
  );
}

/** The names that one lists, of columns in the table. A column's name may hold commas itself. */
export function columnNames(table: Columns, name: string): string[] {
  return table.columns.some((column) => column.name === name) ? [name] : name.split(",");
}

/** The stamps in the column of that name, or in those that it lists. */
export function timesNamed(
  table: Columns,
  name: string,
  warn: (message: string) => void,
): Times | undefined {
  return timesToldBy(
    table,
    columnNames(table, name).map((one) => columnNamed(table, one)),
    warn,
  );
}

function timesToldBy(
  table: Columns,
  columns: readonly Column[],
  warn: (message: string) => void,
): Found | undefined {
  const [first] = columns;
  return columns.length === 1
    ? timesOf(table, first, warn, true)
    : timesOfColumns(table, columns, warn);
}

/** Those with a value in a row beyond the last observation of its series. */
function reachingBeyond(
  columns: readonly NumberColumn[],
  targets: readonly NumberColumn[],
  id: Column | undefined,
  time: Roles["time"],
): NumberColumn[] {
  const rows = targets[0].values.length;
  const keys = id === undefined ? undefined : id.kind === "text" ? id.codes : id.values;
  const stampOf = (row: number) => time?.stamps.at(row) ?? row;
  const last = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    if (targets.every(({ values }) => Number.isNaN(values[row]))) continue;
    const key = keys?.[row] ?? 0;
    if (!(stampOf(row) <= last.get(key)!)) last.set(key, stampOf(row));
  }
  return columns.filter(({ values }) => {
    for (let row = 0; row < rows; row++) {
      if (!Number.isNaN(values[row]) && stampOf(row) > last.get(keys?.[row] ?? 0)!) return true;
    }
    return false;
  });
}

function warnKnown(
  table: Columns,
  ahead: readonly NumberColumn[],
  behind: readonly NumberColumn[],
  warn: (message: string) => void,
): void {
  if (ahead.length > 0) {
    warn(
      `${sourceOf(table)}: ${list(ahead.map((c) => c.name))}: values beyond the last observation, taken as known ahead (--future)`,
    );
  }
  if (behind.length > 0) {
    warn(
      `${sourceOf(table)}: ${list(behind.map((c) => c.name))}: no values beyond the last observation, taken as known in the past (--past)`,
    );
  }
}

/** Signs that were left out change the meaning of a number if only some have them. */
function warnMarks(table: Columns, column: NumberColumn, warn: (message: string) => void): void {
  if (column.marks === undefined) return;
  const count = column.values.reduce((sum, v) => (Number.isNaN(v) ? sum : sum + 1), 0);
  const names = [...column.marks.keys()];
  const units = names.filter((mark) => !/ /.test(mark) && column.marks!.get(mark)! < count);
  const some = units.length > 0 ? `; only some values have ${units.join(" and ")}` : "";
  warn(`${sourceOf(table)}: column "${column.name}" is read without ${names.join(", ")}${some}`);
}

function namedTwice({ name }: Column, before: string, option: string): UsageError {
  return before === option
    ? new UsageError(`${option} names column "${name}" twice`)
    : new UsageError(
        `column "${name}" cannot be both ${before} and ${option}`,
        "Each column has one role.",
      );
}

/**
 * The column of that name; upper and lower case count as equal where no other has the very name.
 *
 * @throws UsageError with the nearest name
 */
export function columnNamed(table: Columns, name: string): Column {
  const names = table.columns.map((column) => column.name);
  const column =
    table.columns.find((c) => c.name === name) ??
    table.columns.find((c) => c.name.toLowerCase() === name.toLowerCase());
  if (column !== undefined) return column;
  const meant = nearest(name, names);
  throw new UsageError(
    `there is no column "${name}" in ${sourceOf(table)}`,
    `${meant === undefined ? "" : `Did you mean "${meant}"? `}Columns: ${list(names)}.`,
  );
}

/** Whether a column is called as those of dates or steps are. */
export function hasTimeName(column: Column): boolean {
  return columnCalled([column], [...TIME_NAMES, ...INDEX_NAMES]) !== undefined;
}

/** First column that goes by one of these names, in their order. */
function columnCalled<C extends Column>(
  columns: readonly C[],
  names: readonly string[],
): C | undefined {
  for (const name of names) {
    const column = columns.find((c) => c.name.toLowerCase() === name);
    if (column !== undefined) return column;
  }
  return undefined;
}

/** Stamps and, where several columns tell them together, these. */
interface Found extends Times {
  readonly parts?: readonly Column[];
}

function findTime(
  table: Columns,
  told: readonly Column[] | undefined,
  id: Column | undefined,
  taken: ReadonlySet<Column>,
  warn: Warn,
): Found | undefined {
  if (told !== undefined) return timesToldBy(table, told, warn);
  const free = table.columns.filter((column) => !taken.has(column));
  const series = id ?? columnCalled(free, ID_NAMES);
  const time = datesAmong(table, free, warn);
  if (time !== undefined) return timesBesideClock(table, time, free, series, warn) ?? time;

  const called = columnCalled(free, TIME_NAMES) ?? columnOfPart("year", free);
  const part =
    called === undefined || partNamed(called) !== undefined || clocksOf(called) !== undefined;
  const together = part ? timesOfParts(table, free, series, warn) : undefined;
  if (together !== undefined) return together;
  const broken = free.find((c) => c.kind === "text" && c.broken?.kind === "time");
  const sure = called ?? broken;
  const guess = sure ?? columnCalled(free, INDEX_NAMES);
  const found =
    (sure === undefined ? risingDates(table, free, series, warn) : undefined) ??
    (guess && timesOf(table, guess, warn, guess === sure));
  if (found === undefined && table.dates !== undefined) {
    throw new DataError(`no column of ${sourceOf(table)} holds dates as ${table.dates.text}`, {
      hint: "Name it with --time, or leave --date-format out to have the format found.",
    });
  }
  if (found === undefined) {
    warn(`${sourceOf(table)}: no column holds dates; rows are counted 0, 1, 2, …`, "rows-counted");
    return undefined;
  }
  return timesBesideClock(table, found, free, series, warn) ?? found;
}

/** The stamps of the first column of numbers that rise as dates do, beside others to forecast. */
function risingDates(
  table: Columns,
  free: readonly Column[],
  id: Column | undefined,
  warn: (message: string) => void,
): Times | undefined {
  const texts = free.filter(
    (column) => column.kind === "text" && column.labels.size < table.rows && !clocksOf(column),
  );
  const series = id ?? (texts.length === 1 ? texts[0] : undefined);
  const candidates = free.filter(
    (column) => column !== series && !columnCalled([column], TARGET_NAMES),
  );
  const [first, ...others] = datesInNumbers(candidates, series);
  if (first === undefined) return undefined;
  const { times, as } = first;
  const rest = free.filter((c) => c.kind === "number" && c !== times.column && holdsValues(c));
  if (rest.length === 0) return undefined;
  const also = list(others.map((other) => other.times.column.name));
  warn(
    `${sourceOf(table)}: column "${times.column.name}" rises as dates do and is read as ${as}${also && `, not ${also}`}; choose with --time`,
  );
  return times;
}

/** The stamps of the columns that hold nothing but dates, and not numbers that may be some. */
function datesAmong(
  table: Columns,
  free: readonly Column[],
  warn: (message: string) => void,
): Times | undefined {
  const matching = table.dates === undefined ? [] : free.filter((c) => beginsDated(table, c));
  if (matching.length > 0) {
    const other = matching.find(({ kind }) => kind !== "number");
    return timesOf(table, columnCalled(matching, TIME_NAMES) ?? other ?? matching[0], warn, true);
  }
  const dated = free.filter((column) => column.kind === "time");
  const column = columnCalled(dated, TIME_NAMES) ?? dated[0];
  if (column === undefined) return undefined;
  if (dated.length > 1 && columnCalled(dated, TIME_NAMES) === undefined) {
    warn(
      `${sourceOf(table)}: several columns hold dates (${list(dated.map((c) => c.name))}); taking "${column.name}", choose with --time`,
    );
  }
  return timesOf(table, column, warn, true);
}

function findId(
  table: Columns,
  time: Roles["time"],
  taken: ReadonlySet<Column>,
  warn: (message: string) => void,
): Column | undefined {
  const free = table.columns.filter((column) => !taken.has(column) && column !== time?.column);
  const called = columnCalled(free, ID_NAMES);
  if (called !== undefined) {
    if (table.rows < 2 || !isDistinct(called, table.rows)) return called;
    warn(
      `column "${called.name}" has another value in each row: taken for row numbers, not series`,
    );
  }
  if (time?.column.name === INFLUX_TIME) return influxSeries(table, free, warn);
  const texts = free.filter(
    (column) =>
      column !== called &&
      column.kind === "text" &&
      column.labels.size < table.rows &&
      clocksOf(column) === undefined,
  );
  if (texts.length !== 1 || time === undefined || !time.stamps.hasDuplicates) return undefined;
  warn(`dates repeat, so column "${texts[0].name}" is taken to name the series; choose with --id`);
  return texts[0];
}

/** Measurement, field and tags name a series of InfluxDB together, those that are not all the same. */
function influxSeries(
  table: Columns,
  free: readonly Column[],
  warn: (message: string) => void,
): Column | undefined {
  const tags = free.filter((column) => column.kind === "text" && column.labels.size > 1);
  if (tags.length === 0) return undefined;
  const id = combined(table, tags);
  const names = tags.length === 1 ? `column ${id.name} is` : `columns ${id.name} are`;
  warn(`${sourceOf(table)}: ${names} taken to name the series; choose with --id`);
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

function findTarget(
  table: Columns,
  time: Column | undefined,
  id: Column | undefined,
  taken: ReadonlySet<Column>,
  warn: (message: string) => void,
): Column {
  const free = table.columns.filter(
    (column) => column !== time && column !== id && !taken.has(column),
  );
  const called = columnCalled(free, TARGET_NAMES);
  if (called !== undefined && (called.kind === "number" || called.kind === "text")) return called;

  const numeric = free.filter(
    (c): c is NumberColumn => c.kind === "number" && holdsValues(c) && !isRowNumber(c),
  );
  const first = numeric.find(isVaried) ?? numeric[0];
  if (first === undefined) {
    const nearly = free.find(
      (c) => c.kind === "text" && (c.broken?.kind === "number" || looksNumeric(c)),
    );
    if (nearly !== undefined) return nearly;
    throw new DataError(`no column of ${sourceOf(table)} holds numbers to forecast`, {
      hint: `Columns: ${list(table.columns.map((c) => c.name))}.`,
    });
  }
  if (numeric.length > 1) {
    warn(
      `${numeric.length} columns hold numbers (${list(numeric.map((c) => c.name))}); forecasting "${first.name}", choose with --target`,
    );
  }
  return first;
}

function holdsValues(column: NumberColumn): boolean {
  return column.values.some((v) => !Number.isNaN(v));
}

/** Not so the number of a station, or a flag that is always set. */
function isVaried({ values }: NumberColumn): boolean {
  const first = values.find((v) => !Number.isNaN(v));
  return values.some((v) => !Number.isNaN(v) && v !== first);
}

/** A column that counts rows: 0, 1, 2, … or 1, 2, 3, …, without a name as data frames write it, or so called. */
function isRowNumber({ name, values }: NumberColumn): boolean {
  if (!/^(?:|unnamed: \d+|no\.?|nr\.?|row|instant|record|#)$/i.test(name)) return false;
  return values.every((v, i) => v === values[0] + i);
}

/** Whether the first text is a number but for its decimal comma, grouping or sign of a currency. */
function looksNumeric(column: TextColumn): boolean {
  const row = firstRow(column, (text) => text !== "");
  return (
    row !== undefined && /^\D{0,3}\d[\d.,'\s]*\D{0,3}$/.test(column.labels.text(column.codes[row]))
  );
}

/**
 * A column's numbers.
 *
 * @throws DataError that names the first cell that holds none
 */
export function numbersOf(table: Columns, column: Column): NumberColumn {
  if (column.kind === "number") return column;
  if (column.kind === "time") {
    const row = column.values.findIndex((v) => !Number.isNaN(v));
    throw cellError(table, row, column, "a number");
  }
  const row = firstRow(column, (text) => {
    const bytes = new TextEncoder().encode(text);
    return !isMissing(bytes, 0, bytes.length) && Number.isNaN(parseNumber(bytes, 0, bytes.length));
  });
  const at = column.broken?.row ?? row ?? 0;
  throw cellError(table, at, column, "a number", numberHint(table.cell(at, column)));
}

function numberHint(cell: string): string | undefined {
  if (/^[-+]?[\d.\s]*,\d+$/.test(cell)) return "Decimal commas? Try --decimal ','.";
  return /^[A-Za-z]{1,20}$/.test(cell)
    ? `Does it stand for a missing value? --na ${cell} says so.`
    : undefined;
}

/** @throws DataError that names the first cell that is infinite */
export function rejectInfinite(table: Columns, column: NumberColumn): void {
  const row = column.values.findIndex((v) => v === Infinity || v === -Infinity);
  if (row >= 0) throw cellError(table, row, column, "a finite number");
}

function sourceOf(table: Columns): string {
  return displayName(table.name);
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(", ");
  return names.length > 8 ? `${shown}, … (${names.length})` : shown;
}
