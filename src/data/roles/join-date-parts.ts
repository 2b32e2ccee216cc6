import { cellError } from "../table/column.js";
import type { Column, Columns } from "../table/columns.js";
import { Stamps } from "../table/timestamps.js";
import { DAY, daysFromCivil, daysInMonth } from "../time/calendar.js";
import { dayOfWeek } from "../time/parse-date.js";
import type { Times } from "./date-column.js";
import { type DatePart, describePart, misfit, numbersOfPart } from "./date-part.js";
import { continuesAbove, repeatedDown } from "./merged-cells.js";
import { clocksOf } from "./time-of-day.js";

/** Columns that tell dates together. */
export interface DateColumns {
  /** In the order in which they are named. */
  readonly columns: readonly Column[];
  /** Whole days; else the parts tell them, at least a year. */
  readonly date?: Times;
  readonly parts: ReadonlyMap<DatePart, Column>;
  /** Times of day. */
  readonly clock?: Column;
}

/** Stamps that several columns tell together. */
export interface JoinedTimes extends Times {
  readonly parts: readonly Column[];
  /** Those whose empty cells take the value above. */
  readonly repeated?: readonly Column[];
}

/**
 * Puts dates together; a row that lacks any part has none, unless a coarser one stands in the first row of each
 * block only.
 *
 * @throws DataError for a cell that is not such a part, or for a day that does not exist, with file:line
 */
export function joinTimes(
  table: Columns,
  { columns, date, parts, clock }: DateColumns,
): JoinedTimes {
  const numbers: Numbers = {};
  for (const [part, column] of parts) {
    const values = numbersOfPart(part, column);
    const row = misfit(part, values);
    if (row >= 0) throw cellError(table, row, column, describePart(part), hintFor(part));
    numbers[part] = values;
  }
  const clocks = clock && clocksOf(clock);
  const written = date?.written ?? (date?.column.kind === "time" ? date.column.written : undefined);
  const name = columns.map((column) => column.name).join(",");
  const joined = (stamps: Float64Array, repeated: readonly Column[]): JoinedTimes => ({
    column: { name, kind: "time", values: stamps, ...(written && { written }) },
    stamps: Stamps.of(stamps),
    dated: true,
    parts: columns,
    ...(repeated.length > 0 && { repeated }),
  });
  const days = date?.stamps.values;
  const stamps = stampsOf(table, parts, numbers, days, clocks);
  if (!stamps.some(Number.isNaN)) return joined(stamps, []);
  // Merged cells stand above the parts within them.
  const repeatedDays = days && repeatedDown(days);
  const repeated: Column[] = repeatedDays === undefined ? [] : [date!.column];
  const filled = { ...numbers };
  for (const [part, column] of parts) {
    const values = repeatedDown(numbers[part]!);
    if (values === undefined) continue;
    filled[part] = values;
    repeated.push(column);
  }
  if (repeated.length === 0) return joined(stamps, []);
  const all = stampsOf(table, parts, filled, repeatedDays ?? days, clocks);
  const isTaken = (row: number) => Number.isNaN(stamps[row]);
  return continuesAbove(table, all, isTaken, columns) ? joined(all, repeated) : joined(stamps, []);
}

/** Milliseconds by row, NaN where a part is missing. */
function stampsOf(
  table: Columns,
  parts: ReadonlyMap<DatePart, Column>,
  numbers: Numbers,
  days: Float64Array | undefined,
  clocks: ((row: number) => number) | undefined,
): Float64Array {
  const { hour, minute, second } = numbers;
  const dayOf = days === undefined ? dayReader(table, parts, numbers) : undefined;
  const stamps = new Float64Array(table.rows);
  for (let row = 0; row < stamps.length; row++) {
    let stamp = dayOf === undefined ? days![row] : dayOf(row) * DAY;
    if (clocks !== undefined) stamp += clocks(row);
    if (hour !== undefined) stamp += hour[row] * 3_600_000;
    if (minute !== undefined) stamp += minute[row] * 60_000;
    if (second !== undefined) stamp += second[row] * 1000;
    stamps[row] = stamp;
  }
  return stamps;
}

/** Periods beyond the last one of a year are its average, and hours beyond those of a day its change of clocks. */
function hintFor(part: DatePart): string | undefined {
  if (part === "hour") {
    return "A 25th hour on the day that clocks go back? Write such dates in UTC, or as they stand on the clock with --tz.";
  }
  return part === "month" || part === "quarter"
    ? "Averages of a whole year, such as M13? Leave those rows out."
    : undefined;
}

type Numbers = Partial<Record<DatePart, Float64Array>>;

/** Days since 1970 by row. */
function dayReader(
  table: Columns,
  parts: ReadonlyMap<DatePart, Column>,
  numbers: Numbers,
): (row: number) => number {
  const { year, quarter, month, week, day } = numbers;
  const dayOfYear = numbers["day of the year"];
  const none = (row: number, part: DatePart) => {
    const of = part === "day" ? `-${String(month![row]).padStart(2, "0")}` : "";
    return cellError(table, row, parts.get(part)!, `a ${part} of ${year![row]}${of}`);
  };
  return (row) => {
    const y = year![row];
    if (quarter !== undefined) return daysFromCivil(y, 3 * quarter[row] - 2, 1);
    if (week !== undefined) {
      const monday = dayOfWeek(y, week[row], 1);
      if (Number.isNaN(monday) && !Number.isNaN(y + week[row])) throw none(row, "week");
      return monday;
    }
    const number = day?.[row] ?? dayOfYear?.[row] ?? 1;
    const days = daysFromCivil(y, month?.[row] ?? 1, 1) + number - 1;
    if (day !== undefined && number > daysInMonth(y, month![row])) throw none(row, "day");
    if (number > 31 && days >= daysFromCivil(y + 1, 1, 1)) throw none(row, "day of the year");
    return days;
  };
}
