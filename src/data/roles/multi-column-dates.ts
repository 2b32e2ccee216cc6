import { UsageError } from "../../errors.js";
import { displayName } from "../source/errors.js";
import { cellError } from "../table/column.js";
import type { Column, Columns, NumberColumn } from "../table/columns.js";
import { Stamps } from "../table/timestamps.js";
import { civilFromDays, DAY, daysFromCivil } from "../time/calendar.js";
import { timesFromNumbers } from "../time/numeric-times.js";
import { regularityOf } from "../time/regularity.js";
import { type Times, timesOf, totalsHint } from "./date-column.js";
import {
  CLOCK_PARTS,
  columnOfPart,
  type DatePart,
  describePart,
  hasClockName,
  misfit,
  numbersOfPart,
  partCoded,
  partNamed,
} from "./date-part.js";
import { type DateColumns, type JoinedTimes, joinTimes } from "./join-date-parts.js";
import { repeatedWords } from "./merged-cells.js";
import { clocksOf, hasBrokenClocks, rejectBrokenClocks } from "./time-of-day.js";

/**
 * The dates that columns named by a person tell together: a date and a time of day, or a year and what is
 * finer. Columns that are not called after a part stand in the order of year, month, day, hour, minute
 * and second.
 *
 * @throws UsageError when they do not make a date
 * @throws DataError for a cell that is not such a part, with file:line
 */
export function timesOfColumns(
  table: Columns,
  columns: readonly Column[],
  warn: (message: string) => void,
): JoinedTimes {
  let date: Times | undefined;
  let clock: Column | undefined;
  let last: DatePart | undefined;
  const parts = new Map<DatePart, Column>();
  for (const column of columns) {
    const called = partNamed(column) ?? partCoded(column);
    if (last !== undefined) rejectBrokenClocks(table, column);
    if (date !== undefined && columns.length === 2 && isPeriod(column)) {
      const joined = joinPeriods(table, date, columns, column);
      if (joined !== undefined) return joined;
    }
    if (clock === undefined && last !== undefined && clocksOf(column) !== undefined) {
      clock = column;
    } else if (
      last === undefined &&
      (called === undefined || holdsDates(column)) &&
      !holdsYears(column)
    ) {
      date = timesOf(table, column, warn, true);
      if (!date?.dated) throw noDate(columns);
      last = "day";
    } else {
      const part = called ?? ORDER[last === undefined ? 0 : ORDER.indexOf(last) + 1];
      if (part === undefined || parts.has(part)) throw noDate(columns);
      parts.set(part, column);
      last = part;
    }
  }
  if (!tellDates(date !== undefined, parts, clock !== undefined)) throw noDate(columns);
  const times = joinTimes(table, {
    columns,
    parts,
    ...(date && { date }),
    ...(clock && { clock }),
  });
  if (times.repeated) warn(`${displayName(table.name)}: ${repeatedWords(times.repeated)}`);
  return times;
}

const ORDER: readonly DatePart[] = ["year", "month", "day", ...CLOCK_PARTS];

function holdsYears(column: Column): boolean {
  return column.kind === "number" && timesFromNumbers(column.values)?.as === "year";
}

/** A column of whole dates may be called `day`. */
function holdsDates(column: Column): boolean {
  const packed = column.kind === "number" && timesFromNumbers(column.values) !== undefined;
  return column.kind === "time" || packed;
}

const DAYS: readonly DatePart[] = ["year", "quarter", "month", "week", "day of the year", "day"];

/** Parts that name a day, and those that name the first day of something longer. */
const DAY_PARTS = ["year,month,day", "year,day of the year"];
const PERIOD_PARTS = ["year", "year,quarter", "year,month", "year,week"];

/** Whether the parts make a date: no part is missing between the year and the finest one. */
function tellDates(
  dated: boolean,
  parts: ReadonlyMap<DatePart, Column>,
  clocked: boolean,
): boolean {
  const names = DAYS.filter((part) => parts.has(part)).join(",");
  const finer = CLOCK_PARTS.filter((part) => parts.has(part));
  if (!finer.every((part, i) => part === CLOCK_PARTS[i]) || (clocked && finer.length > 0)) {
    return false;
  }
  if (dated) return names === "";
  return (
    DAY_PARTS.includes(names) || (PERIOD_PARTS.includes(names) && !clocked && finer.length === 0)
  );
}

function noDate(columns: readonly Column[]): UsageError {
  return new UsageError(
    `--time ${columns.map(({ name }) => name).join(",")}: these columns do not make a date together`,
    "Name a date and a time of day, or a year and then its month, day, hour, minute and second.",
  );
}

/**
 * The dates that columns tell together by their names: a year and its quarter, month, week or day, the
 * last with an hour or time of day where days repeat in a series.
 *
 * @param id names the series
 * @returns undefined when there are no such columns
 * @throws DataError for a cell that is not such a part, with file:line
 */
export function timesOfParts(
  table: Columns,
  free: readonly Column[],
  id: Column | undefined,
  warn: (message: string) => void,
): JoinedTimes | undefined {
  const within = (part: DatePart) =>
    free.find((column) => partNamed(column) === part) ??
    free.find((column) => partCoded(column) === part) ??
    (part === "month" ? (monthCalledMinute(free) ?? numberedPeriods(free)) : undefined);
  const finer = PARTS_OF_YEAR.find((part) => within(part) !== undefined);
  const coded = finer === undefined ? undefined : partCoded(within(finer)!);
  const year =
    columnOfPart("year", free) ??
    (coded && free.find((column) => areYearsOf(table, column, coded, within(coded)!)));
  if (year === undefined && finer !== undefined) rejectBrokenYear(table, free);
  if (year === undefined || finer === undefined) return undefined;
  const parts = new Map<DatePart, Column>([
    ["year", year],
    [finer, within(finer)!],
  ]);
  const day = finer === "month" ? columnOfPart("day", free) : undefined;
  if (day !== undefined) parts.set("day", day);
  const found: DateColumns = { columns: [...parts.values()], parts };
  const days = joinTimes(table, found);
  const whole = day !== undefined || finer === "day of the year";
  const times = (whole && withClock(table, days, found, free, id)) || days;
  warnTogether(table, times, warn);
  return times;
}

/** Years that numbers of another name may be. */
const [EARLIEST_YEAR, LATEST_YEAR] = [1800, 2100];

/** Whether numbers that are not called so are the years of codes of months or quarters beside them. */
function areYearsOf(table: Columns, column: Column, part: DatePart, codes: Column): boolean {
  if (column.kind !== "number" || !holdsYears(column)) return false;
  if (!column.values.every((year) => year >= EARLIEST_YEAR && year < LATEST_YEAR)) return false;
  const parts = new Map<DatePart, Column>([
    ["year", column],
    [part, codes],
  ]);
  const { stamps } = joinTimes(table, { columns: [column, codes], parts });
  const { step } = regularityOf(stamps.values);
  return (
    step !== undefined && ((step.months ?? 0) === (part === "quarter" ? 3 : 1) || step.days === 7)
  );
}

/** A column called `Mn` with 1 to 12, where there are no hours. */
function monthCalledMinute(free: readonly Column[]): Column | undefined {
  const column = columnOfPart("minute", free);
  if (column === undefined || columnOfPart("hour", free) !== undefined) return undefined;
  return misfit("month", numbersOfPart("month", column)) < 0 ? column : undefined;
}

/**
 * @throws DataError for a cell among years that is none, such as that of a row of totals
 */
function rejectBrokenYear(table: Columns, free: readonly Column[]): void {
  for (const column of free) {
    if (column.kind !== "text" || column.broken?.kind !== "number") continue;
    if (partNamed(column) !== "year") continue;
    const { row } = column.broken;
    throw cellError(table, row, column, describePart("year"), totalsHint(table, row, column));
  }
}

const PARTS_OF_YEAR = ["month", "quarter", "day of the year", "week"] as const;

/**
 * Dates with the times of day that stand in other columns, where the days repeat in a series.
 *
 * @param id names the series
 * @returns undefined when the dates have times themselves, or there are no such columns
 */
export function timesBesideClock(
  table: Columns,
  date: Times,
  free: readonly Column[],
  id: Column | undefined,
  warn: (message: string) => void,
): JoinedTimes | undefined {
  if (!date.dated) return undefined;
  const fiscal = withFiscalPeriods(date, free);
  if (fiscal !== undefined) {
    warnTogether(table, fiscal, warn);
    return fiscal;
  }
  if (holdsYears(date.column)) return undefined;
  const found: DateColumns = { columns: [date.column], parts: new Map(), date };
  const times = withClock(table, date, found, free, id);
  if (times !== undefined) warnTogether(table, times, warn);
  return times;
}

function withClock(
  table: Columns,
  days: Times,
  found: DateColumns,
  free: readonly Column[],
  id: Column | undefined,
): JoinedTimes | undefined {
  const others = free.filter((column) => !found.columns.includes(column));
  const clocks = clockAmong(others, days.column);
  if (clocks.length === 0 && !others.some(mayTellTime)) return undefined;
  if (!areDays(days.stamps, table.rows)) return undefined;
  if (!repeatWithin(days.stamps, id, table.rows)) return undefined;
  if (clocks.length === 0) return withPeriods(table, days, found, others);
  const columns = [...found.columns, ...clocks];
  const [clock] = clocks;
  if (clocksOf(clock) !== undefined) return joinTimes(table, { ...found, clock: clock, columns });
  const parts = new Map(found.parts);
  clocks.forEach((column, i) => {
    parts.set(CLOCK_PARTS[i], column);
  });
  return joinTimes(table, { ...found, parts, columns });
}

const FISCAL_PERIOD = /^P(\d{2})$/i;

/** The periods of a column by row, if all are `P01` to `P12` or 1 to 12. */
function monthsOfPeriods(column: Column): Float64Array | undefined {
  let months = column.kind === "text" ? new Float64Array() : column.values;
  if (column.kind === "text") {
    if (column.labels.size > 12) return undefined;
    const ofLabels = Array.from({ length: column.labels.size }, (_, code) =>
      Number(FISCAL_PERIOD.exec(column.labels.text(code))?.[1]),
    );
    months = Float64Array.from(column.codes, (code) => ofLabels[code]);
  } else if (!/period/i.test(column.name)) return undefined;
  const areMonths = months.every((v) => Number.isInteger(v) && v >= 1 && v <= 12);
  return areMonths && months.some((v) => v > 4) ? months : undefined;
}

/** A column called `Period` with 1 to 12, which number the months of a fiscal year. */
function numberedPeriods(free: readonly Column[]): Column | undefined {
  return free.find((column) => column.kind === "number" && monthsOfPeriods(column) !== undefined);
}

/** The first months of the quarters of a column by row, if all are `Q1` to `Q4`. */
function monthsOfQuarters(column: Column): Float64Array | undefined {
  if (partCoded(column) !== "quarter") return undefined;
  const months = numbersOfPart("quarter", column).map((quarter) => 3 * quarter - 2);
  return months.every((month) => month >= 1 && month <= 10) ? months : undefined;
}

/**
 * Fiscal years with the periods `P01` to `P12` or 1 to 12 beside them, which are read as the months of that
 * number, or with quarters.
 */
function withFiscalPeriods(years: Times, free: readonly Column[]): JoinedTimes | undefined {
  if (!years.stamps.hasDuplicates) return undefined;
  const column =
    free.find((one) => one.kind !== "time" && PERIOD_NAME.test(one.name)) ??
    free.find((one) => partCoded(one) === "quarter");
  const months = column && (monthsOfPeriods(column) ?? monthsOfQuarters(column));
  if (column === undefined || months === undefined) return undefined;
  const stamps = months.map((period, row) => {
    const { year, month, day } = civilFromDays(Math.floor(years.stamps.at(row) / DAY));
    return month === 1 && day === 1 ? daysFromCivil(year, period, 1) * DAY : Number.NaN;
  });
  if (stamps.some(Number.isNaN)) return undefined;
  const columns = [years.column, column];
  const name = columns.map((one) => one.name).join(",");
  return {
    column: { name, kind: "time", values: stamps },
    stamps: Stamps.of(stamps),
    dated: true,
    parts: columns,
  };
}

/** Periods of hours, half hours and quarters of an hour in a day, as power markets count them. */
const PERIODS_OF_DAY = [24, 48, 96];
const PERIOD_NAME = /period|interval|slot|\bmtu\b|half.?hour|quarter.?hour/i;

/**
 * Dates with the periods of the day that stand in a column of that name, 1 to 24, 48 or 96.
 *
 * @returns undefined when there is no such column
 * @throws DataError for a broken time of day, and for hours and periods that no day has
 */
function withPeriods(
  table: Columns,
  days: Times,
  found: DateColumns,
  others: readonly Column[],
): JoinedTimes | undefined {
  for (const column of others) rejectBrokenClocks(table, column);
  const hour = others.find(isHour);
  if (hour !== undefined) {
    const parts = new Map<DatePart, Column>([["hour", hour]]);
    return joinTimes(table, { ...found, parts, columns: [...found.columns, hour] });
  }
  const column = others.find(isPeriod);
  return column && joinPeriods(table, days, [...found.columns, column], column);
}

function mayTellTime(column: Column): boolean {
  return hasBrokenClocks(column) || isHour(column) || isPeriod(column);
}

function isHour(column: Column): column is NumberColumn {
  return column.kind === "number" && partNamed(column) === "hour";
}

function isPeriod(column: Column): column is NumberColumn {
  return column.kind === "number" && PERIOD_NAME.test(column.name);
}

function joinPeriods(
  table: Columns,
  days: Times,
  columns: readonly Column[],
  column: NumberColumn,
): JoinedTimes | undefined {
  const { values } = column;
  const last = values.reduce((max, value) => Math.max(max, value), 0);
  const count = PERIODS_OF_DAY.find(
    (periods) => last <= periods * (26 / 24) && last >= 0.9 * periods,
  );
  if (count === undefined) return undefined;
  const row = values.findIndex(
    (value) => !(Number.isInteger(value) && value >= 1 && value <= count),
  );
  if (row >= 0) {
    throw cellError(
      table,
      row,
      column,
      `a period from 1 to ${count}`,
      "More periods on the day that clocks go back? Write the dates of that day in UTC.",
    );
  }
  const stamps = new Float64Array(table.rows);
  for (let at = 0; at < stamps.length; at++) {
    stamps[at] = days.stamps.at(at) + ((values[at] - 1) * DAY) / count;
  }
  const name = columns.map((one) => one.name).join(",");
  return {
    column: { name, kind: "time", values: stamps },
    stamps: Stamps.of(stamps),
    dated: true,
    parts: columns,
  };
}

/** Names of when something begins, beside when it ends. */
const START_NAME =
  /\b(?:start|begin|from|von|van|fra|från|od|début|debut|inicio|início|inizio|desde)/i;

/**
 * The only column of times of day, the one that is called so or the start of the two, or those of hour, minute
 * and second.
 *
 * @param date is named with the same word as its time of day, as in `Start date` and `Start time`
 */
function clockAmong(free: readonly Column[], date: Column): Column[] {
  const clocks = free.filter((column) => clocksOf(column) !== undefined);
  if (clocks.length === 1) return clocks;
  if (clocks.length > 1) {
    const called = clocks.filter(hasClockName);
    if (called.length === 1) return called;
    const same = clocks.filter((one) => firstWord(one) === firstWord(date));
    if (same.length === 1) return same;
    const starts = clocks.filter(({ name }) => START_NAME.test(name));
    return clocks.length === 2 && starts.length === 1 ? starts : [];
  }
  const parts: Column[] = [];
  for (const part of CLOCK_PARTS) {
    const column = columnOfPart(part, free);
    if (column === undefined) break;
    parts.push(column);
  }
  return parts;
}

function firstWord({ name }: Column): string {
  return name.toLowerCase().split(/[\s_.-]+/)[0];
}

function areDays(stamps: Stamps, rows: number): boolean {
  for (let row = 0; row < rows; row++) {
    const stamp = stamps.at(row);
    if (stamp % DAY !== 0 && !Number.isNaN(stamp)) return false;
  }
  return true;
}

function repeatWithin(stamps: Stamps, id: Column | undefined, rows: number): boolean {
  const keys = id && (id.kind === "text" ? id.codes : id.values);
  // Dates that rise in each series need no memory of all before.
  const latest = new Map<number, number>();
  let row = 0;
  for (; row < rows; row++) {
    const key = keys?.[row] ?? 0;
    const stamp = stamps.at(row);
    const before = latest.get(key);
    if (before === stamp) return true;
    if (before !== undefined && !(stamp > before)) break;
    latest.set(key, stamp);
  }
  if (row === rows) return false;
  const seen = new Map<number, Set<number>>();
  for (row = 0; row < rows; row++) {
    const key = keys?.[row] ?? 0;
    const own = seen.get(key) ?? new Set();
    if (own.has(stamps.at(row))) return true;
    seen.set(key, own.add(stamps.at(row)));
  }
  return false;
}

function warnTogether(
  table: Columns,
  { column, parts, repeated }: JoinedTimes,
  warn: (message: string) => void,
): void {
  const weeks = parts.some((one) => partNamed(one) === "week") ? ", its weeks by ISO 8601" : "";
  const names = parts.map(({ name }) => name);
  const together = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  warn(
    `${displayName(table.name)}: columns ${together} make up the date together${weeks} (--time ${column.name})`,
  );
  if (repeated) warn(`${displayName(table.name)}: ${repeatedWords(repeated)}`);
}
