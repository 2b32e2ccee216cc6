import { DAY, daysFromCivil, daysInMonth } from "./calendar.js";
import { dayOfWeek } from "./parse-date.js";

/** How numbers can encode dates. */
export type NumericTime =
  | "year"
  | "year and month"
  | "day"
  | "day and hour"
  | "day, hour and minute"
  | "day, hour, minute and second"
  | "days of a spreadsheet"
  | "days since 1970"
  | "short year and day of the year"
  | "year and week after the point"
  | "short years"
  | "Unix seconds"
  | "Unix milliseconds"
  | "Unix microseconds"
  | "Unix nanoseconds"
  | "year and week"
  | "year, week and weekday"
  | "year and quarter"
  | "year and day of the year"
  | "short year, month, day"
  | "day, month, year"
  | "month, day, year"
  | "month and year"
  | "years and months as decimals"
  | "year and month after the point"
  | "year and quarter after the point"
  | "month and year after the point"
  | "quarter and year after the point"
  | "year and month of three digits"
  | "financial years by their first"
  | "years of the Republic of China";

/** 1899-12-30, day 0 of spreadsheets. */
const SPREADSHEET_ORIGIN = daysFromCivil(1899, 12, 30) * DAY;

/** A reading of numbers with its name. */
type Reading = readonly [NumericTime, (value: number) => number];

/** In the order in which they are tried. */
const READINGS: readonly Reading[] = [
  ["year", (v) => (v >= 1000 && v < 3000 ? daysFromCivil(v, 1, 1) * DAY : Number.NaN)],
  ["year and month", (v) => (v >= 150_001 && v < 300_000 ? packedDay(v * 100 + 1) : Number.NaN)],
  ["day", (v) => (v >= 15_000_101 && v < 30_000_000 ? packedDay(v) : Number.NaN)],
  [
    "days of a spreadsheet",
    (v) =>
      v >= 10_000 && v < 100_000 ? SPREADSHEET_ORIGIN + Math.round(v * 86_400) * 1000 : Number.NaN,
  ],
  // Before Unix time, few values of which have the digits of a month, day and clock.
  ["day and hour", (v) => packedStamp(v * 10_000, 1900, 2100)],
  ["day, hour and minute", (v) => packedStamp(v * 100, 1500, 3000)],
  ["day, hour, minute and second", (v) => packedStamp(v, 1500, 3000)],
  ["Unix seconds", (v) => (v >= 1e8 && v < 1e11 ? Math.round(v * 1000) : Number.NaN)],
  ["Unix milliseconds", (v) => (v >= 1e11 && v < 1e14 ? v : Number.NaN)],
  ["Unix microseconds", (v) => (v >= 1e14 && v < 1e17 ? Math.round(v / 1000) : Number.NaN)],
  ["Unix nanoseconds", (v) => (v >= 1e17 && v < 1e20 ? Math.round(v / 1e6) : Number.NaN)],
];

const MONTHS_AFTER_POINT = "year and month after the point";

/** The month of 2020.01 to 2020.12, whose last zero may be left out. */
function monthAfterPoint(v: number): number {
  const packed = Math.round(v * 100);
  const isMonth = v >= 1000 && v < 3000 && Math.abs(v * 100 - packed) < 1e-6;
  return isMonth ? packedDay(packed * 100 + 1) : Number.NaN;
}

const QUARTERS_AFTER_POINT = "year and quarter after the point";

/** The quarter of 2020.1 to 2020.4. */
function quarterAfterPoint(v: number): number {
  const packed = Math.round(v * 10);
  if (Math.abs(v * 10 - packed) > 1e-6) return Number.NaN;
  return digitsAsDay(Math.floor(packed / 10), quarterMonth(packed % 10), 1);
}

const WEEKS_AFTER_POINT = "year and week after the point";

/** The Monday of 2021.05, the fifth week. */
function weekAfterPoint(v: number): number {
  const packed = Math.round(v * 100);
  const isWeek = Math.abs(v * 100 - packed) < 1e-6;
  return isWeek ? weekday(Math.floor(packed / 100), packed % 100, 1) : Number.NaN;
}

/** As some ledgers write the periods of years: 2024001 to 2024012. */
const PERIODS = "year and month of three digits";

const YEARS_AFTER_POINT = "month and year after the point";

/** The month of 001.2024, as SAP writes the periods of fiscal years. */
function yearAfterPoint(v: number): number {
  const [month, year] = [Math.floor(v), Math.round((v % 1) * 1e4)];
  const isYear = Math.abs((v % 1) * 1e4 - year) < 1e-6;
  return isYear ? digitsAsDay(year, month, 1) : Number.NaN;
}

const QUARTER_AND_YEAR = "quarter and year after the point";

/** The quarter of 1.2010 to 4.2010. */
function quarterBeforePoint(v: number): number {
  return yearAfterPoint(quarterMonth(Math.floor(v)) + (v % 1));
}

const DECIMAL_YEARS = "years and months as decimals";

/** How far a twelfth of a year with two decimals may be off, in months. */
const MAX_ROUNDING = 0.07;

/** The first of the month of 1949.083, as R writes the dates of months and quarters. */
function decimalYear(v: number, shift = 0): number {
  const months = Math.round(v * 12 - shift);
  const isMonth = Math.abs(v * 12 - shift - months) <= MAX_ROUNDING;
  if (!(v >= 1000 && v < 3000 && isMonth)) return Number.NaN;
  return daysFromCivil(Math.floor(months / 12), (months % 12) + 1, 1) * DAY;
}

/** The same of 1990.0417, the middle of a month. */
function decimalMiddle(v: number): number {
  return decimalYear(v, 0.5);
}

/** 2050-01-01 in days since 1970. */
const MAX_DAYS = 29_220;

/** Readings of numbers that only a column with a name of dates has. */
const NAMED_READINGS: readonly Reading[] = [
  ["year and week", (v) => weekday(Math.floor(v / 100), v % 100, 1)],
  [
    "year, week and weekday",
    (v) => weekday(Math.floor(v / 1000), Math.floor(v / 10) % 100, v % 10),
  ],
  ["year and quarter", (v) => digitsAsDay(Math.floor(v / 10), quarterMonth(v % 10), 1)],
  ["year and quarter", (v) => digitsAsDay(Math.floor(v / 100), quarterMonth(v % 100), 1)],
  [PERIODS, (v) => digitsAsDay(Math.floor(v / 1000), v % 1000, 1)],
  ["year and day of the year", (v) => ordinalDay(Math.floor(v / 1000), v % 1000)],
  ["days since 1970", (v) => (v >= 10_000 && v < MAX_DAYS ? v * DAY : Number.NaN)],
  [
    "short year and day of the year",
    (v) =>
      v >= 10_000 && v < 100_000
        ? ordinalDay((v < 69_000 ? 2000 : 1900) + Math.floor(v / 1000), v % 1000)
        : Number.NaN,
  ],
  ["short year, month, day", (v) => packedDay((v < 300_000 ? 20_000_000 : 19_000_000) + v)],
  ["day, month, year", (v) => digitsAsDay(v % 1e4, Math.floor(v / 1e4) % 100, Math.floor(v / 1e6))],
  ["month, day, year", (v) => digitsAsDay(v % 1e4, Math.floor(v / 1e6), Math.floor(v / 1e4) % 100)],
  ["month and year", (v) => digitsAsDay(v % 1e4, Math.floor(v / 1e4), 1)],
  [MONTHS_AFTER_POINT, monthAfterPoint],
  [QUARTERS_AFTER_POINT, quarterAfterPoint],
  [YEARS_AFTER_POINT, yearAfterPoint],
  [QUARTER_AND_YEAR, quarterBeforePoint],
  [WEEKS_AFTER_POINT, weekAfterPoint],
  [DECIMAL_YEARS, (v) => decimalYear(v)],
  [DECIMAL_YEARS, decimalMiddle],
  ["Unix seconds", (v) => (Math.abs(v) >= 1e6 ? v * 1000 : Number.NaN)],
  ["Unix milliseconds", (v) => (Math.abs(v) >= 1e9 ? v : Number.NaN)],
];

/** Years that dates lie in, unless there is no other reading. */
const [EARLIEST, LATEST] = [Date.UTC(1800), Date.UTC(2150)];

/**
 * Every way to decode a whole column of numbers, those of {@link timesFromNumbers} first and then ones
 * that only a column with a name of dates is read in: `202453` (a week), `2024531` (its
 * Monday), `20244` and `202404` (quarters), `2024366`
 * (a day of the year), `240131`, `31012024`, `1312024` (month first), `12024` (a month), `1949.083` and `2020.01` (a
 * month), and Unix time before 1973.
 */
export function readingsOfNumbers(
  values: Float64Array,
): { times: Float64Array; as: NumericTime; plausible: boolean }[] {
  const first = values.find((v) => !Number.isNaN(v));
  if (first === undefined) return [];
  return [...READINGS, ...NAMED_READINGS].flatMap(([as, read]) => {
    if (Number.isNaN(read(first))) return [];
    const times = decode(values, as, read);
    const plausible = times?.every((t) => Number.isNaN(t) || (t >= EARLIEST && t < LATEST));
    return times === undefined ? [] : [{ times, as, plausible: plausible! }];
  });
}

/**
 * Decodes a whole column of numbers as dates: `1984`, `198401`, `19840131`, `1984013114` to
 * `19840131142530`, days since 1899-12-30 as in spreadsheets (1927 to 2173), Unix seconds, milliseconds,
 * microseconds or nanoseconds, the first that fits every value. Only spreadsheets' days may have a
 * fraction, which is rounded to seconds, and Unix seconds.
 *
 * @returns undefined when no encoding fits all values; missing values stay NaN
 */
export function timesFromNumbers(
  values: Float64Array,
): { times: Float64Array; as: NumericTime } | undefined {
  const first = values.find((v) => !Number.isNaN(v));
  if (first === undefined) return undefined;
  for (const [as, read] of READINGS) {
    if (Number.isNaN(read(first))) continue;
    const times = decode(values, as, read);
    if (times !== undefined) return { times, as };
  }
  return undefined;
}

/** Whether all dates lie in years that most tables are about. */
export function arePlausible(
  times: Float64Array,
  [from, to]: readonly [number, number] = PLAUSIBLE,
): boolean {
  return times.every((time) => time >= from && time < to);
}

const PLAUSIBLE = [Date.UTC(1900), Date.UTC(2100)] as const;

/** Years from which on 200102, 200203, … are no months. */
const MIN_FINANCIAL = 3;

/**
 * Financial and academic years such as 202021, each as the first of January of its first year.
 *
 * @returns undefined for other numbers, and for fewer than three years
 */
export function datesOfFinancialYears(
  values: Float64Array,
): { times: Float64Array; as: NumericTime } | undefined {
  const years = new Set<number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const year = Math.floor(value / 100);
    if (!(year >= 1900 && year < 2100) || value % 100 !== (year + 1) % 100) return undefined;
    years.add(year);
  }
  if (years.size < MIN_FINANCIAL) return undefined;
  const times = values.map((value) => daysFromCivil(Math.floor(value / 100), 1, 1) * DAY);
  return { times, as: "financial years by their first" };
}

/**
 * Years of two digits that go on from 99 to 0, each as its first of January.
 *
 * @returns undefined for other numbers
 */
export function datesOfShortYears(
  values: Float64Array,
): { times: Float64Array; as: NumericTime } | undefined {
  let passes = false;
  for (let row = 0; row < values.length; row++) {
    if (!(Number.isInteger(values[row]) && values[row] >= 0 && values[row] < 100)) return undefined;
    const step = row === 0 ? 0 : values[row] - values[row - 1];
    passes ||= step === -99 || step === 99;
  }
  if (!passes) return undefined;
  const times = values.map(
    (year) => daysFromCivil(year < 69 ? 2000 + year : 1900 + year, 1, 1) * DAY,
  );
  return { times, as: "short years" };
}

/** Seconds before 1970 from which on numbers are rather Unix time than a count around 0. */
const MIN_UNIX_ACROSS = 86_400;

/** Whole minutes in milliseconds, which are no days in seconds; and seconds of a generation. */
const [MINUTE, MIN_MILLISECONDS] = [60_000, 1e9];

/** Names of columns of Unix time. */
const UNIX_NAME = /epoch|unix|stamp|date|^ts$/i;

/**
 * Unix seconds or milliseconds on both sides of 1970, all of them whole minutes, as other readings leave out
 * small numbers.
 *
 * @returns undefined for other numbers, and under other names
 */
export function unixAcross1970(
  name: string,
  values: Float64Array,
): { times: Float64Array; as: NumericTime } | undefined {
  if (!UNIX_NAME.test(name)) return undefined;
  let [least, most, areMinutes] = [0, 0, true];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (value % 60 !== 0) return undefined;
    areMinutes &&= value % MINUTE === 0;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (areMinutes && Math.max(most, -least) >= MIN_MILLISECONDS) {
    const isAcross = least <= -MIN_UNIX_ACROSS * 1000 && most < 1e14;
    return isAcross ? { times: Float64Array.from(values), as: "Unix milliseconds" } : undefined;
  }
  if (least > -MIN_UNIX_ACROSS || most < 0 || most >= 1e11) return undefined;
  return { times: values.map((value) => value * 1000), as: "Unix seconds" };
}

/** The year before the first one of the Republic of China. */
export const REPUBLIC_BEGINS = 1911;

/** Chinese words for dates, with which numbers may count the years from 1912. */
const CHINESE_DATE = /[年月日期]/;

/** Years from 1991 to 2061; at least one must have three digits. */
const [FIRST_COUNT, LAST_COUNT] = [80, 150];

/**
 * Numbers under a Chinese word for dates that count years from 1912: `113`, `11301` and `1130102`, which other
 * columns hold for days of spreadsheets and short years.
 */
export function datesOfRepublic(
  name: string,
  values: Float64Array,
): { times: Float64Array; as: NumericTime } | undefined {
  if (!CHINESE_DATE.test(name)) return undefined;
  const as = "years of the Republic of China";
  for (const unit of [1, 100, 10_000]) {
    const rest = { 1: 101, 100: 1, 10000: 0 }[unit]!;
    const read = (v: number) => {
      const count = Math.floor(v / unit);
      if (!(count >= FIRST_COUNT && count <= LAST_COUNT)) return Number.NaN;
      return packedDay((v + REPUBLIC_BEGINS * unit) * (10_000 / unit) + rest);
    };
    if (!values.some((v) => v >= 100 * unit)) continue;
    const times = decode(values, as, read);
    if (times !== undefined) return { times, as };
  }
  return undefined;
}

const WITH_FRACTIONS: readonly NumericTime[] = [
  ...(["days of a spreadsheet", "Unix seconds"] as const),
  ...([DECIMAL_YEARS, MONTHS_AFTER_POINT, QUARTERS_AFTER_POINT, YEARS_AFTER_POINT] as const),
  ...([WEEKS_AFTER_POINT, QUARTER_AND_YEAR] as const),
];

/** Undefined when a value cannot be read. */
function decode(
  values: Float64Array,
  as: NumericTime,
  read: (value: number) => number,
): Float64Array | undefined {
  const fractions = WITH_FRACTIONS.includes(as);
  const times = values.map((v) => (fractions || Number.isInteger(v) ? read(v) : Number.NaN));
  return times.every((ds, i) => !Number.isNaN(ds) || Number.isNaN(values[i])) ? times : undefined;
}

function weekday(year: number, week: number, day: number): number {
  const isWeek = year >= 1000 && year < 3000 && day >= 1 && day <= 7;
  return isWeek ? dayOfWeek(year, week, day) * DAY : Number.NaN;
}

function ordinalDay(year: number, day: number): number {
  if (year < 1000 || year >= 3000) return Number.NaN;
  const days = daysFromCivil(year, 1, 1) + day - 1;
  return day >= 1 && days < daysFromCivil(year + 1, 1, 1) ? days * DAY : Number.NaN;
}

function quarterMonth(quarter: number): number {
  return quarter >= 1 && quarter <= 4 ? 3 * quarter - 2 : Number.NaN;
}

function digitsAsDay(year: number, month: number, day: number): number {
  return year >= 1000 && year < 3000 && month <= 12 && day <= 31
    ? packedDay(year * 10_000 + month * 100 + day)
    : Number.NaN;
}

/** Milliseconds of YYYYMMDD, NaN when there is no such day. */
function packedDay(value: number): number {
  const year = Math.floor(value / 10_000);
  const month = Math.floor(value / 100) % 100;
  const day = value % 100;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  return daysFromCivil(year, month, day) * DAY;
}

/** Milliseconds from midnight of a time of day written hhmmss, such as 143000; NaN when there is none. */
export function packedClock(digits: number): number {
  const hour = Math.floor(digits / 10_000);
  const minute = Math.floor(digits / 100) % 100;
  const second = digits % 100;
  if (!(hour >= 0 && hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Milliseconds of YYYYMMDDhhmmss in years from `first` up to `end`, NaN when there is no such second. */
function packedStamp(value: number, first: number, end: number): number {
  const clock = value % 1e6;
  const day = (value - clock) / 1e6;
  if (!(day >= first * 1e4 && day < end * 1e4)) return Number.NaN;
  return packedDay(day) + packedClock(clock);
}
