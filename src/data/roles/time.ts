import { DataError, type Warn } from "../../errors.js";
import { displayName } from "../source/errors.js";
import { cellError } from "../table/column.js";
import { holdsValues } from "../table/column-numbers.js";
import type { Column, Columns, TimeColumn } from "../table/columns.js";
import { Stamps } from "../table/timestamps.js";
import { DAY, daysInMonth } from "../time/calendar.js";
import { isDayNumberName } from "../time/day-numbers.js";
import { monthOf } from "../time/month-names.js";
import { timesFromNumbers } from "../time/numeric-times.js";
import { regularityOf } from "../time/regularity.js";
import { inZone } from "../time/time-zone.js";
import { columnCalled, columnNamed, columnNames, listNames } from "./columns-by-name.js";
import { beginsDated, type Times, timesOf, YEARLESS_HINT } from "./date-column.js";
import { columnOfPart, partNamed } from "./date-part.js";
import { datedTexts, foreignDates } from "./foreign-dates.js";
import { tellsApart } from "./id.js";
import { ID_NAMES, INDEX_NAMES, TARGET_NAMES, TIME_NAMES } from "./known-names.js";
import { timesBesideClock, timesOfColumns, timesOfParts } from "./multi-column-dates.js";
import { areUndatedStamps, datesOfNumbers } from "./number-readings.js";
import { datesInNumbers } from "./numeric-dates.js";
import { stepsOfSeries } from "./steps-of-series.js";
import { clocksOf } from "./time-of-day.js";
import { timesOfUnnamedParts } from "./unnamed/index.js";

export function findTime(
  table: Columns,
  named: readonly Column[] | undefined,
  id: Column | undefined,
  taken: ReadonlySet<Column>,
  warn: Warn,
): Times | undefined {
  if (named !== undefined) return timesOfNamed(table, named, warn);
  const free = table.columns.filter((column) => !taken.has(column));
  const series = id ?? columnCalled(free, ID_NAMES);
  const time = datesAmong(table, free, series, warn);
  if (time !== undefined) return timesBesideClock(table, time, free, series, warn) ?? time;

  const unnamed = timesOfUnnamedParts(table, warn);
  if (unnamed !== undefined) return unnamed;
  const called =
    columnCalled(withoutTimes(table, free), TIME_NAMES) ??
    columnOfPart("year", free) ??
    yearsCalledTimes(free) ??
    free.find((column) => column.kind === "number" && isDayNumberName(column.name)) ??
    foreignDates(table, free);
  const part =
    called === undefined ||
    partNamed(called) !== undefined ||
    clocksOf(called) !== undefined ||
    (called.kind === "number" && !isDayNumberName(called.name) && !datesOfNumbers(table, called));
  const together = part ? timesOfParts(table, free, series, warn) : undefined;
  if (together !== undefined) return together;
  const broken = free.find((c) => c.kind === "text" && c.broken?.kind === "time");
  const sure = called ?? broken;
  const rising = sure === undefined ? risingDates(table, free, series, warn) : undefined;
  const likely = sure ?? worded(table, free) ?? datedTexts(table, free);
  const guess = likely ?? columnCalled(free, INDEX_NAMES);
  const found = rising ?? (guess && timesOf(table, guess, warn, guess === likely));
  if (found === undefined && table.dates !== undefined) {
    throw new DataError(
      `no column of ${displayName(table.name)} holds dates as ${table.dates.text}`,
      {
        hint: "Name it with --time, or leave --date-format out to have the format found.",
      },
    );
  }
  const packed = found === undefined ? packedPeriods(table, free) : undefined;
  const steps =
    found ?? (packed && timesOf(table, packed, warn, true)) ?? stepsOfSeries(table, free, id, warn);
  if (steps === undefined) {
    rejectDaysWithoutYears(table, free);
    rejectMonthsWithoutYears(table, free);
    warn(
      `${displayName(table.name)}: no column holds dates; rows are counted 0, 1, 2, …`,
      "rows-counted",
    );
    return undefined;
  }
  return timesBesideClock(table, steps, free, series, warn) ?? steps;
}

/** Names of the dimension of time in answers of statistical offices: `TimeDim`, `REF_PERIOD`, `Survey year`. */
const DIMENSION_OF_TIME =
  /^(?:(?:ref(?:erence)?|obs|survey|data)[ _]?(?:time|year|period)|(?:time|year|period)[ _]?(?:dim(?:ension)?|id|code|value))$/i;

/** A column of years that is called so. */
function yearsCalledTimes(free: readonly Column[]): Column | undefined {
  return free.find(
    (column) =>
      column.kind === "number" &&
      DIMENSION_OF_TIME.test(column.name.trim()) &&
      timesFromNumbers(column.values)?.as === "year",
  );
}

/** Names of days, whose numbers count nothing. */
const DAY_NAME = /(?:^|[\s_./-]|(?<=[a-z])(?=[A-Z]))date$|datum$|fecha$/i;

/** Rows from which on numbers that are all days and months are no chance. */
const MIN_DAYS = 5;

/** @throws DataError for a column that is called a date and holds 201 for the second of January */
function rejectDaysWithoutYears(table: Columns, free: readonly Column[]): void {
  for (const column of free) {
    if (column.kind !== "number" || !DAY_NAME.test(column.name)) continue;
    const known = column.values.filter((value) => !Number.isNaN(value));
    const parts = (value: number) => [Math.floor(value / 100), value % 100] as const;
    const dayFirst = known.every((value) => isDayOfMonth(...parts(value)));
    const monthFirst = known.every((value) => isDayOfMonth(parts(value)[1], parts(value)[0]));
    if (known.length < MIN_DAYS || !(dayFirst || monthFirst)) continue;
    throw cellError(table, 0, column, "a date", YEARLESS_HINT);
  }
}

/** Months from which on their names are no chance. */
const MIN_MONTHS = 6;

/** @throws DataError for a column of names of months, alone or below their years as pivot tables have them */
function rejectMonthsWithoutYears(table: Columns, free: readonly Column[]): void {
  for (const column of free) {
    if (column.kind !== "text" || column.codes.length < MIN_MONTHS) continue;
    const texts = Array.from(column.codes, (code) => column.labels.text(code).trim());
    const months = texts.filter((text) => !/\d/.test(text) && monthOf(text) > 0).length;
    const years = texts.filter((text) => /^(?:19|20)\d\d$/.test(text)).length;
    if (months < MIN_MONTHS || months + years < texts.length - 2) continue;
    const hint =
      years === 0
        ? YEARLESS_HINT
        : "Years and their months stand below each other: write the year beside each month, and leave the rows of whole years out.";
    throw cellError(table, 0, column, "a date", hint);
  }
}

function isDayOfMonth(day: number, month: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(2000, month);
}

/** Rows from which on it is no chance that numbers which rise unevenly are dates in even steps. */
const MIN_PACKED_ROWS = 6;

/** A column of large numbers in uneven steps that are periods in even ones: 202351, 202352, 202401. */
function packedPeriods(table: Columns, free: readonly Column[]): Column | undefined {
  return free.find((column) => {
    if (column.kind !== "number" || table.rows < MIN_PACKED_ROWS) return false;
    if (columnCalled([column], TARGET_NAMES) || !areUndatedStamps(column)) return false;
    const dates = datesOfNumbers(table, column);
    return dates !== undefined && !dates.as.startsWith("Unix") && levelOf(dates.times) >= 2;
  });
}

/** The last word of names such as `StartDate` and `Fiscal Week`. */
const TIME_WORD =
  /(?:^|[\s_./-]|(?<=[a-z])(?=[A-Z]))(?:date|week|month|quarter|year|period|datum|fecha)$|^(?:year|yr|yyyy)[ _-]?(?:week|wk|ww|month|mth|mm|quarter|qtr)$/i;

/** A column of numbers named after dates in its last word, if they are dates in even steps. */
function worded(table: Columns, free: readonly Column[]): Column | undefined {
  return free.find((column) => {
    if (column.kind !== "number" || !TIME_WORD.test(column.name)) return false;
    const dates = datesOfNumbers(table, column);
    const level = dates && regularityOf(dates.times.subarray(0, MAX_ROWS)).level;
    return level !== undefined && level >= 2;
  });
}

/** The stamps of the first column of numbers that rise as dates do, beside others to forecast. */
function risingDates(
  table: Columns,
  free: readonly Column[],
  id: Column | undefined,
  warn: Warn,
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
  const isOther = (c: Column) => c.kind === "number" && c !== times.column && holdsValues(c);
  if (!table.columns.some(isOther)) return undefined;
  const also = listNames(others.map((other) => other.times.column.name));
  warn(
    `${displayName(table.name)}: column "${times.column.name}" rises as dates do and is read as ${as}${also && `, not ${also}`}; choose with --time`,
  );
  return times;
}

/** The stamps of the columns that hold nothing but dates, and not numbers that may be some. */
function datesAmong(
  table: Columns,
  free: readonly Column[],
  series: Column | undefined,
  warn: Warn,
): Times | undefined {
  const matching = table.dates === undefined ? [] : free.filter((c) => beginsDated(table, c));
  if (matching.length > 0) {
    const other = matching.find(({ kind }) => kind !== "number");
    return timesOf(table, columnCalled(matching, TIME_NAMES) ?? other ?? matching[0], warn, true);
  }
  const all = free.filter((column) => column.kind === "time");
  const moving = all.filter((column) => changes(column, table.rows));
  const elsewhere =
    columnCalled(withoutTimes(table, free), TIME_NAMES) ??
    columnOfPart("year", free) ??
    yearsCalledTimes(free);
  // A date of the whole table, such as that of its last update, is none of its rows.
  const isElsewhere = () =>
    (elsewhere?.kind === "number" && clocksOf(elsewhere) === undefined) ||
    (all.length > 0 && table.rows > 1 && datesInNumbers(free, series).length > 0);
  if (moving.length === 0 && isElsewhere()) return undefined;
  const dated = withoutDaysAlone(table, moving.length > 0 ? moving : all);
  const others = series ? [series] : free;
  const called = columnCalled(dated, TIME_NAMES);
  const column = called
    ? withTimesOfDay(table, called, dated, others)
    : distinctAmong(table, mostRegular(dated), dated, others);
  if (column === undefined) return undefined;
  if (called !== undefined && column !== called) {
    warn(
      `${displayName(table.name)}: the days of "${called.name}" stand in "${column.name}" too, with times; taking "${column.name}", choose with --time`,
    );
  }
  if (dated.length > 1 && columnCalled(dated, TIME_NAMES) === undefined) {
    warn(
      `${displayName(table.name)}: several columns hold dates (${listNames(dated.map((c) => c.name))}); taking "${column.name}", choose with --time`,
    );
  }
  const packed = packedBeside(table, column, free);
  if (packed !== undefined) {
    warn(
      `${displayName(table.name)}: dates in "${packed.name}" step evenly and those in "${column.name}" ${isOrdered(column, table.rows) ? "do not" : "go back and forth"}; taking "${packed.name}", choose with --time`,
    );
    return timesOf(table, packed, warn, true);
  }
  return timesOf(table, column, warn, true);
}

/** The columns without those of dates, which are none of the rows where they are always the same. */
function withoutTimes({ rows }: Columns, columns: readonly Column[]): readonly Column[] {
  return rows > 1 ? columns.filter(({ kind }) => kind !== "time") : columns;
}

/** The dates that were chosen, or the first others that do not repeat where nothing tells rows of a date apart. */
function distinctAmong(
  table: Columns,
  chosen: TimeColumn | undefined,
  dated: readonly TimeColumn[],
  others: readonly Column[],
): TimeColumn | undefined {
  if (chosen === undefined || dated.length < 2) return chosen;
  if (!repeatsForNoReason(table, chosen, others)) return chosen;
  return dated.find((one) => !stampsOf(one).hasDuplicates) ?? chosen;
}

/** The days that were chosen, or those of another column that has times with them where days repeat. */
function withTimesOfDay(
  table: Columns,
  chosen: TimeColumn,
  dated: readonly TimeColumn[],
  others: readonly Column[],
): TimeColumn {
  if (dated.length < 2) return chosen;
  const days = stampsOf(chosen);
  const finer = dated.find((one) => one !== chosen && isFiner(stampsOf(one), days, table.rows));
  return finer !== undefined && repeatsForNoReason(table, chosen, others) ? finer : chosen;
}

/** Whether stamps have the same days, and times of day besides. */
function isFiner(stamps: Stamps, days: Stamps, rows: number): boolean {
  let timed = false;
  for (let row = 0; row < rows; row++) {
    const [stamp, day] = [stamps.at(row), days.at(row)];
    if (Number.isNaN(stamp) && Number.isNaN(day)) continue;
    if (day % DAY !== 0 || Math.floor(stamp / DAY) * DAY !== day) return false;
    timed ||= stamp !== day;
  }
  return timed;
}

/** Whether dates repeat, and neither a column that tells their rows apart nor times of day say why. */
function repeatsForNoReason(
  table: Columns,
  column: TimeColumn,
  others: readonly Column[],
): boolean {
  const stamps = stampsOf(column);
  if (!stamps.hasDuplicates) return false;
  const times: Times = { column, stamps, dated: true };
  const apart = (one: Column) => one.kind !== "time" && tellsApart(one, times, table.rows);
  return !others.some((one) => apart(one) || clocksOf(one) !== undefined);
}

function stampsOf({ stamps, values }: TimeColumn): Stamps {
  return stamps ?? Stamps.of(values);
}

/**
 * A column of numbers such as 20240131 that step evenly, beside dates that go back and forth; or of Unix time
 * that is called a time, beside dates about records.
 */
function packedBeside(
  table: Columns,
  column: TimeColumn,
  free: readonly Column[],
): Column | undefined {
  const others = free.filter(({ kind }) => kind === "number");
  if (others.length === 0) return undefined;
  const about = RECORD_NAME.test(column.name);
  if (isOrdered(column, table.rows) && !(about && levelOf(column.values) < 2)) return undefined;
  const days = datesInNumbers(others, undefined).filter(
    ({ as, times }) => as === "day" || (about && UNIX_NAME.test(times.column.name)),
  );
  return days.find(({ times }) => levelOf(times.stamps.values) >= 2)?.times.column;
}

const UNIX_NAME = /date|time|stamp|epoch|unix|day/i;

/** Whether the first dates only rise or only fall; `values` of all would take more memory. */
function isOrdered(column: TimeColumn, rows: number): boolean {
  const { stamps } = column;
  let [rises, falls, before] = [true, true, Number.NaN];
  for (let row = 0; row < Math.min(rows, MAX_ROWS) && (rises || falls); row++) {
    const ds = stamps === undefined ? column.values[row] : stamps.at(row);
    if (ds < before) rises = false;
    if (ds > before) falls = false;
    if (!Number.isNaN(ds)) before = ds;
  }
  return rises || falls;
}

function levelOf(values: Float64Array): number {
  return regularityOf(values.subarray(0, MAX_ROWS)).level;
}

/** Whether a column has different dates. They are looked at one by one, as `values` take more memory. */
function changes(column: TimeColumn, rows: number): boolean {
  const { stamps } = column;
  if (stamps === undefined) return column.values.some((ds) => ds !== column.values[0]);
  for (let row = 1; row < rows; row++) if (stamps.at(row) !== stamps.at(0)) return true;
  return false;
}

/** The columns without those of `January 01`, which have no year, where others do. */
function withoutDaysAlone(table: Columns, columns: readonly TimeColumn[]): readonly TimeColumn[] {
  const withYears = columns.filter((column) => !DAY_ALONE.test(table.cell(0, column)));
  return withYears.length > 0 ? withYears : columns;
}

const DAY_ALONE = /^\p{L}{3,11}\.?[ -]\d{1,2}$/u;

/** Names of dates about a record or a person rather than about what was observed. */
const RECORD_NAME =
  /creat|updat|modif|insert|load|import|export|birth|dob|expir|due|sign.?up|regist|valid[ _.-]?(?:from|to|until|thru|through)|closed|resolved|completed|finished|issue|publi|releas|vintage|forecast[ _.-]?(?:date|time)|(?:^|[ _.-])(?:init|run)(?:$|[ _.-])/i;

/** The column of dates in the most even steps, those about records last. */
function mostRegular(columns: readonly TimeColumn[]): TimeColumn | undefined {
  if (columns.length < 2) return columns[0];
  const ranks = columns.map((column) => ({
    column,
    about: RECORD_NAME.test(column.name) ? 1 : 0,
    level: levelOf(column.values),
  }));
  return ranks.toSorted((a, b) => a.about - b.about || b.level - a.level)[0].column;
}

/** Rows that are looked at for even steps. */
const MAX_ROWS = 10_000;

/** The stamps in the column of that name, or in those that it lists. */
export function timesNamed(table: Columns, name: string, warn: Warn): Times | undefined {
  return timesOfNamed(
    table,
    columnNames(table, name).map((one) => columnNamed(table, one)),
    warn,
  );
}

function timesOfNamed(table: Columns, columns: readonly Column[], warn: Warn): Times | undefined {
  const [first] = columns;
  return columns.length === 1
    ? timesOf(table, first, warn, true)
    : timesOfColumns(table, columns, warn);
}

/** The stamps in the time zone that was named, if one was. */
export function zoned(time: Times, zone: string | undefined, warn: Warn): Times {
  const { column, stamps, dated } = time;
  if (zone === undefined || !dated) return time;
  const written =
    time.written ?? (column.kind === "time" ? column.written : { offsets: "all" as const });
  const local = { name: column.name, values: stamps.values, ...(written && { written }) };
  const { values, utc } = inZone(local, zone, warn);
  return { ...time, stamps: Stamps.of(values), ...(utc && { zone }) };
}

/** Whether a column has a name of dates or steps. */
export function hasTimeName(column: Column): boolean {
  return columnCalled([column], [...TIME_NAMES, ...INDEX_NAMES]) !== undefined;
}
