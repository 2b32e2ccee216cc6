import { DataError } from "../../../errors.js";
import { shellQuoted } from "../../../wording.js";
import { displayName } from "../../source/errors.js";
import type { Column, Columns } from "../../table/columns.js";
import type { Stamps } from "../../table/timestamps.js";
import { DAY } from "../../time/calendar.js";
import { monthOf } from "../../time/month-names.js";
import { parseDate } from "../../time/parse-date.js";
import { isPartOfYear } from "../date-part.js";
import type { Guess } from "./guess.js";

/** Rows that are looked at. */
const MAX_ROWS = 5000;

/** As many texts stand beside each day where they are its hours or parts of them, and beside each year. */
const [PARTS_OF_DAY, PARTS_OF_YEAR] = [
  [23, 24, 25, 48, 96, 144, 288],
  [4, 12, 13, 52, 53],
];

/** Names of seasons. */
const SEASON =
  /^(?:winter|spring|summer|autumn|fall|monsoon|fr[üu]hling|fr[üu]hjahr|sommer|herbst|hiver|printemps|[ée]t[ée]|automne|invierno|primavera|verano|oto[ñn]o|inverno|estate|autunno)$/i;

/** Words for parts of days. */
const PART_OF_DAY = /\d|^(?:noon|midnight|mid|am|pm)\b/i;

/** @throws DataError where what tells the rows of a date apart is rather a part of it than the name of a series */
export function rejectPartsAsSeries(table: Columns, { time, id }: Guess): void {
  if (id === undefined || !time?.dated || id.labels.size < 2 || id.labels.size > 288) return;
  const texts = Array.from({ length: id.labels.size }, (_, code) => id.labels.text(code));
  const areHours =
    PARTS_OF_DAY.includes(texts.length) && texts.every((text) => PART_OF_DAY.test(text));
  const areCoded =
    PARTS_OF_YEAR.includes(texts.length) &&
    texts.every((text) => /^\p{L}{0,6}[ ._-]?\d{1,2}$|^\p{Lu}{3}$/u.test(text));
  const areNamed = texts.every((text) => SEASON.test(text.trim())) || isPartOfYear(id);
  const arePeriods = (areCoded || areNamed) && beginYears(time.stamps, table.rows);
  if (!(areHours && areDays(time.stamps, table.rows)) && !arePeriods) return;
  const row = id.codes.indexOf(id.codes[0]);
  const location = table.locate?.(row, id);
  throw new DataError(
    `each ${areHours ? "day" : "year"} has ${texts.length} rows, told apart by "${id.name}", such as "${texts[0]}" and "${texts[1]}": ${areHours ? "times of day" : "parts of the year"}, or series of their own`,
    {
      hint: `Times? Write them into the dates, as 2024-01-31${areHours ? " 14:30" : ""}. Series? Say so with --id ${shellQuoted(id.name)}.`,
      ...(location && { location }),
    },
  );
}

function areDays(stamps: Stamps, rows: number): boolean {
  for (let row = 0; row < Math.min(rows, MAX_ROWS); row++)
    if (stamps.at(row) % DAY !== 0) return false;
  return true;
}

function beginYears(stamps: Stamps, rows: number): boolean {
  for (let row = 0; row < Math.min(rows, MAX_ROWS); row++) {
    const date = new Date(stamps.at(row));
    if (date.getUTCMonth() > 0 || date.getUTCDate() > 1) return false;
  }
  return true;
}

/** Names of columns that number years, quarters, months, weeks, days or hours. */
const PERIOD_NAME =
  /^(?:P|M|Q|W|D|H|HE|Y|YR|FY|period|month|quarter|week|day|hour|year)[ _.-]?\d{1,4}$/i;

const WEEKDAY_NAME = /^(?:mon|tue|wed|thu|fri|sat|sun)(?:\.|[a-z]{0,3}day)?$/i;

function isWeekday({ kind, name }: Column): boolean {
  return kind === "number" && WEEKDAY_NAME.test(name.trim());
}

/** Days across beside a year and a month, of the shortest month at least. */
const DAY_OF_MONTH = /^(?:day|tag|jour|d[ií]a|d)?[ _.-]?(?:[1-9]|[12]\d|3[01])$/i;
const DAYS_OF_MONTH = 28;

function isDayOfMonth({ kind, name }: Column): boolean {
  return kind === "number" && DAY_OF_MONTH.test(name.trim());
}

/** Most characters of a name that is a year with little beside it: `2012A`, `2023年第四季度`, `FY2021 est`. */
const MAX_PERIOD_LENGTH = 12;

/** `MO012021` and `M202101`. */
const YEAR_AND_MONTH =
  /^\p{L}{1,3}(?:(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2]))$/u;

function holdsYear(name: string): boolean {
  return /(?<!\d)(?:19|20)\d\d(?!\d)|\bFY ?\d\d\b/i.test(name) || YEAR_AND_MONTH.test(name);
}

/** Columns from which on such names are no chance. */
const MIN_PERIODS = 4;

/** @throws DataError where the column to forecast is called after a time, as others are, or rows are counted beside these */
export function rejectPeriodsAsMeasures(table: Columns, { time, target, free }: Guess): void {
  // Beside days of their own, columns of years are compared; those of weekdays are parts of their weeks.
  const areWeekdays = free.filter(isWeekday).length >= 7 && isWeekday(target!);
  const areDates = isDayOfMonth(target!) && free.filter(isDayOfMonth).length >= DAYS_OF_MONTH;
  const arePartsOfRows = areWeekdays || areDates;
  if (time?.dated && !beginYears(time.stamps, table.rows) && !arePartsOfRows) return;
  const isPeriod = ({ name }: Column) =>
    (areDates && DAY_OF_MONTH.test(name.trim())) ||
    PERIOD_NAME.test(name.trim()) ||
    WEEKDAY_NAME.test(name.trim()) ||
    monthOf(name.trim()) > 0 ||
    (holdsYear(name) && (time === undefined || name.trim().length <= MAX_PERIOD_LENGTH)) ||
    !Number.isNaN(parseDate(name.trim(), "dmy"));
  if (time !== undefined && !isPeriod(target!)) return;
  const numbers = free.filter(({ kind }) => kind === "number");
  const periods = numbers.filter(isPeriod);
  if (periods.length < MIN_PERIODS || 2 * periods.length < numbers.length) return;
  const names = periods.map(({ name }) => name);
  const one = names.includes(target!.name) ? target!.name : names[0];
  const lacksYear = time === undefined && names.every((name) => monthOf(name.trim()) > 0);
  throw new DataError(
    `${displayName(table.name)}: columns are called after times, ${names[0]}, ${names[1]}, … ${names.at(-1)}, but are not read as dates`,
    {
      hint: `${lacksYear ? "Of which year? " : ""}Write a row for each time, with its date. To forecast one of these columns, name it: --target ${shellQuoted(one)}.`,
    },
  );
}
