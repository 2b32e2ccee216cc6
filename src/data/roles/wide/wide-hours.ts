import type { Column, Columns, TimeColumn } from "../../table/columns.js";
import { DAY } from "../../time/calendar.js";
import { clockOf } from "../time-of-day.js";
import type { WideDates } from "./unpivot.js";

/** Hours, half hours and quarters of an hour of a day. */
const PERIODS_OF_DAY = [24, 48, 96];

/** `H1`, `Hour 01`, `h24`, and numbers alone. */
const NUMBERED_HOUR = /^(?:h|hr|hour|stunde|hora|heure)?[ _.-]?0?(\d{1,2})$/i;

/**
 * A row a day and its hours beside each other: `Date,H1,…,H24`, `Date,00:00,…,23:00` or `Date,0,…,23`. Numbers
 * from 1 to 24 are those of the hours that end then.
 *
 * @returns undefined for other tables, and where the order of day and month is open
 */
export function hoursBesideDay({ columns }: Columns): WideDates | undefined {
  // Most tables have fewer columns, and their dates stay packed where nobody looks at all of them.
  if (columns.length <= PERIODS_OF_DAY[0]) return undefined;
  const days = columns.filter((column): column is TimeColumn => column.kind === "time");
  const [day] = days;
  if (days.length !== 1 || day.written?.ambiguous || !areDays(day)) return undefined;
  for (const count of PERIODS_OF_DAY) {
    for (let begin = 0; begin + count <= columns.length; begin++) {
      const dates = columns.slice(begin, begin + count);
      if (!areHours(dates)) continue;
      const others = columns.filter((column) => column !== day && !dates.includes(column));
      return {
        ...{ dates, others, byDate: false, series: false },
        stampOf: (row, i) => day.values[row] + (i * DAY) / count,
        words: `${dates[0].name} to ${dates.at(-1)!.name} are read as the times of each ${day.name}, from 00:00 on`,
      };
    }
  }
  return undefined;
}

function areDays({ values }: TimeColumn): boolean {
  return values.every((ds) => Number.isNaN(ds) || ds % DAY === 0);
}

function areHours(columns: readonly Column[]): boolean {
  const { length } = columns;
  if (columns.some(({ kind }) => kind === "time")) return false;
  if (columns.every(({ name }, i) => clockOf(name) === (i * DAY) / length)) return true;
  const numbers = columns.map(({ name }) => Number(NUMBERED_HOUR.exec(name)?.[1] ?? Number.NaN));
  const [first] = numbers;
  return length === 24 && (first === 0 || first === 1) && numbers.every((n, i) => n === first + i);
}
