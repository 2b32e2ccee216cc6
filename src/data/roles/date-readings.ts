import { DataError } from "../../errors.js";
import type { Column, Columns, TextColumn, TimeColumn } from "../table/columns.js";
import { writtenText } from "../table/written-text.js";
import { civilFromDays, DAY, daysFromCivil, daysInMonth } from "../time/calendar.js";
import { monthOf } from "../time/month-names.js";
import { type Century, type DateOrder, dayOfWeek, orderOf, parseDate } from "../time/parse-date.js";
import { regularityOf } from "../time/regularity.js";
import { formatTime } from "../time/timestamp.js";
import { misfit, partNamed } from "./date-part.js";
import { clocksOf } from "./time-of-day.js";

/** The dates of a column in the reading that was chosen. */
export interface ChosenReading {
  /** Milliseconds by row. */
  readonly times: Float64Array;
  /** For messages and reports: `year, month, day: 2024-01-01 to 2024-02-09`. */
  readonly as: string;
  /** Other readings that would fit. */
  readonly instead: readonly string[];
}

/** Rows that are looked at for order and even steps. */
const MAX_ROWS = 10_000;

/**
 * The dates of a column that may be read in several ways: short years with the year first or last, of
 * this or the last century, `2001/02` as a month or a financial year, `2021-05` as a month or a week.
 * Each reading is tried on the whole column, and taken when it alone makes even steps.
 *
 * @returns undefined when there is only one reading
 * @throws DataError when readings are equally likely, with the options that decide
 */
export function chooseDates(table: Columns, column: TimeColumn): ChosenReading | undefined {
  const { written } = column;
  if (written?.yearMonths) return monthsOrElse(table, column);
  if (written !== undefined && !written.shortYears && written.order === undefined) {
    const quarters = quartersOrMonths(table, column);
    if (quarters !== undefined) return quarters;
  }
  if (!written?.shortYears) return undefined;
  const texts = writtenText(table, column);
  if (areDaysOfMonths(texts)) {
    throw open(table, column, texts.labels.text(texts.codes[0]), [
      ["a month and a short year", "--date-format %b-%y"],
      ["a day without a year", undefined],
    ]);
  }
  const orders = written.orders ?? [written.order ?? "dmy"];
  const readings = orders.flatMap((order) => readingsIn(texts, order));
  const [best] = readings.toSorted(byLikelihood);
  if (best === undefined) return undefined;
  const equal = readings.filter((one) => one.order !== best.order && !isLikelier(best, one));
  if (equal.length > 0) {
    const row = texts.codes.findIndex((code) => texts.labels.text(code) !== "");
    const code = texts.codes[row];
    const orders = new Set([best.order]);
    const others = equal.filter(({ order }) => !orders.has(order) && orders.add(order));
    const alike = [best, ...others].map(
      ({ order, ofLabels }) =>
        [
          `${ORDER_WORDS[order]} (${formatTime(ofLabels[code], "day")})`,
          `--date-format ${order}`,
        ] as const,
    );
    throw open(table, column, texts.labels.text(code), alike);
  }
  const times = byRow(texts, best.ofLabels, texts.codes.length);
  const changed = times.some((time, row) => !Object.is(time, column.values[row]));
  const instead = readings
    .filter((one) => one !== best && one.level >= (changed ? 2 : best.level))
    .filter((one) => one.equal || !best.equal || best.order === "ymd" || one.order === best.order)
    .map(({ as }) => as);
  return changed || instead.length > 0 ? { times, as: best.as, instead } : undefined;
}

/**
 * The dates of a column that may have the day or the month first, where one of the two alone makes every
 * step from row to row the same part of a day: with the times of day in the dates, or in the only other
 * column that holds some. A name such as `Date (dd/mm/yyyy)` tells the order itself.
 *
 * @returns undefined where that is open
 */
export function chooseByClock(table: Columns, column: TimeColumn): ChosenReading | undefined {
  const named = orderInName(column.name);
  if (table.rows < MIN_CLOCK_ROWS && named === undefined) return undefined;
  const texts = writtenText(table, column);
  const clocks = table.columns.flatMap((one) => clocksOf(one) ?? hoursOf(one) ?? []);
  const readings = (["dmy", "mdy"] as const).flatMap((order) => {
    const ofLabels = readLabels(texts, (text) => parseDate(text, order));
    if (ofLabels === undefined) return [];
    const times = byRow(texts, ofLabels, texts.codes.length);
    const days = times.every((time) => time % DAY === 0);
    const lone = days && clocks.length !== 1;
    if (lone && named === undefined) return [];
    const even =
      !lone && stepsWithinDays(days ? times.map((time, row) => time + clocks[0](row)) : times);
    return [{ times, as: ORDER_WORDS[order], even }];
  });
  const said = readings.findIndex(({ as }) => named !== undefined && as === ORDER_WORDS[named]);
  if (readings.length === 2 && said >= 0) {
    const { times, as } = readings[said];
    return { times, as, instead: [readings[1 - said].as] };
  }
  const even = readings.filter((one) => one.even);
  if (readings.length < 2 || even.length !== 1) return undefined;
  const [{ times, as }] = even;
  return { times, as, instead: readings.filter((one) => !one.even).map((one) => one.as) };
}

/** Rows from which on even steps go on over a year, where days and months are both at most 12. */
const MIN_STEPPED_ROWS = 13;

/**
 * The same where one order alone makes all steps equal, in days or in months: 1/1/1985, 2/1/1985, …, 12/1/1989
 * are months, as days would leave out most of each year.
 *
 * @returns undefined where that is open
 */
export function chooseBySteps(table: Columns, column: TimeColumn): ChosenReading | undefined {
  if (table.rows < MIN_STEPPED_ROWS) return undefined;
  const texts = writtenText(table, column);
  const readings = (["dmy", "mdy"] as const).flatMap((order) => {
    const ofLabels = readLabels(texts, (text) => parseDate(text, order));
    const times = ofLabels && byRow(texts, ofLabels, texts.codes.length);
    return times ? [{ times, as: ORDER_WORDS[order], even: areStepsEqual(times) }] : [];
  });
  const [best, ...others] = readings.toSorted((a, b) => Number(b.even) - Number(a.even));
  if (!best?.even || others.length !== 1 || others[0].even) return undefined;
  return { times: best.times, as: best.as, instead: [others[0].as] };
}

/** Whether each date is as many days after the one before, or as many months on the same day. */
function areStepsEqual(times: Float64Array): boolean {
  const months = times.map((time) => {
    const { year, month, day } = civilFromDays(Math.floor(time / DAY));
    return 12 * year + month + day / 100;
  });
  const equal = (values: Float64Array) =>
    values[1] !== values[0] &&
    values.every((v, i) => i === 0 || Math.abs(v - values[i - 1] - (values[1] - values[0])) < 1e-3);
  return equal(times) || equal(months);
}

/** The order that a name such as `Date (dd/mm/yyyy)` tells. */
function orderInName(name: string): DateOrder | undefined {
  if (/(?:^|[^a-z])d{1,2}[./ -]m{1,3}[./ -]y/i.test(name)) return "dmy";
  return /(?:^|[^a-z])m{1,2}[./ -]d{1,2}[./ -]y/i.test(name) ? "mdy" : undefined;
}

/** The hours of a column that is called so, in milliseconds. */
function hoursOf(column: Column): ((row: number) => number) | undefined {
  if (column.kind !== "number" || partNamed(column) !== "hour") return undefined;
  const { values } = column;
  return misfit("hour", values) < 0 ? (row) => values[row] * HOUR : undefined;
}

const HOUR = DAY / 24;

/** Rows from which on even steps over midnight are no chance. */
const MIN_CLOCK_ROWS = 12;

/**
 * Whether times rise or fall by the same part of a day from each row to the next, over midnight too; each series
 * below another one begins again.
 */
function stepsWithinDays(times: Float64Array): boolean {
  const step = times[1] - times[0];
  const [first, last] = [times[0], times[times.length - 1]];
  return (
    step !== 0 &&
    Math.abs(step) < DAY &&
    Math.floor(first / DAY) !== Math.floor(last / DAY) &&
    times.every((time, row) => row === 0 || time - times[row - 1] === step || time === first)
  );
}

/** Orders in words, for messages and reports. */
export const ORDER_WORDS: Readonly<Record<DateOrder, string>> = {
  dmy: "day, month, year",
  mdy: "month, day, year",
  ymd: "year, month, day",
};

/** The column in one order, its short years in one century. */
interface Candidate {
  readonly order: DateOrder;
  readonly as: string;
  /** Milliseconds of each distinct text. */
  readonly ofLabels: Float64Array;
  readonly level: number;
  /** Milliseconds from the first to the last date. */
  readonly span: number;
  /** Whether many rows are each as far from the one before. */
  readonly equal: boolean;
}

/** Spans that differ by this factor tell the years of some dates from the days of others. */
const MIN_SPAN_RATIO = 5;

/** Whether evidence is enough to take one order and not the other. */
function isLikelier(one: Candidate, other: Candidate): boolean {
  // The days of a few weeks and the first days of months step as evenly.
  if (one.order !== "ymd" && other.order !== "ymd") {
    return (one.level >= 2 && other.level === 0) || (one.equal && !other.equal);
  }
  return one.level > other.level || MIN_SPAN_RATIO * one.span <= other.span;
}

function byLikelihood(a: Candidate, b: Candidate): number {
  return Number(b.equal) - Number(a.equal) || b.level - a.level || a.span - b.span;
}

/** The column in one order, its short years in the last century where that makes as good steps. */
function readingsIn(texts: TextColumn, order: DateOrder): Candidate[] {
  const earlier = candidate(texts, order, 2029);
  const later = candidate(texts, order, 2068);
  if (earlier === undefined || later === undefined) return [];
  if (later.level > earlier.level) return [later];
  const differ = earlier.ofLabels.some((time, code) => !Object.is(time, later.ofLabels[code]));
  return differ && later.level === earlier.level ? [earlier, later] : [earlier];
}

function candidate(texts: TextColumn, order: DateOrder, century: Century): Candidate | undefined {
  const ofLabels = readLabels(texts, (text) => parseDate(text, order, century));
  if (ofLabels === undefined) return undefined;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of ofLabels) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  const times = byRow(texts, ofLabels, MAX_ROWS);
  const { level } = regularityOf(times);
  const equal = times.length >= MIN_STEPPED_ROWS && areStepsEqual(times);
  const dates = `${formatTime(first, "day")} to ${formatTime(last, "day")}`;
  const isNumeric = orderOf(texts.labels.text(texts.codes[0])) !== undefined;
  const as = isNumeric ? `${ORDER_WORDS[order]}: ${dates}` : dates;
  return { ofLabels, order, level, span: last - first, equal, as };
}

/** What a function reads of each distinct text, undefined when it cannot read one that is not empty. */
function readLabels(
  { labels }: TextColumn,
  read: (text: string) => number,
): Float64Array | undefined {
  const times = new Float64Array(labels.size);
  for (let code = 0; code < times.length; code++) {
    const text = labels.text(code);
    times[code] = text === "" ? Number.NaN : read(text);
    if (text !== "" && Number.isNaN(times[code])) return undefined;
  }
  return times;
}

/** Milliseconds of the first `rows` rows. */
function byRow({ codes }: TextColumn, ofLabels: Float64Array, rows: number): Float64Array {
  const times = new Float64Array(Math.min(rows, codes.length));
  for (let row = 0; row < times.length; row++) times[row] = ofLabels[codes[row]];
  return times;
}

/** Whether `Jan-01`, `Jan-02`, … count the days of months. */
function areDaysOfMonths(texts: TextColumn): boolean {
  const days = readLabels(texts, (text) => {
    const found = /^([\p{L}\p{M}]{3,11})\.?[ -](\d{2})$/u.exec(text);
    const [month, day] = [monthOf(found?.[1] ?? ""), Number(found?.[2])];
    return day >= 1 && day <= daysInMonth(2000, month)
      ? daysFromCivil(2000, month, day) * DAY
      : Number.NaN;
  });
  return days !== undefined && regularityOf(byRow(texts, days, MAX_ROWS)).step?.days === 1;
}

const YEAR_MONTH = /^(\d{4})[-/](\d{1,2})$/;

/** `1/2010`, `1-2010` and `2010/1`, of one digit in front of or behind the year. */
const NUMBER_OF_YEAR = /^(?:([1-4])[./-](\d{4})|(\d{4})[./-]([1-4]))$/;

/** Years from which on it is no chance that no number is above 4. */
const MIN_QUARTERED = 3;

/**
 * Dates such as `1/2010` to `4/2010`: quarters under such a name.
 *
 * @throws DataError where they may be quarters or months
 */
function quartersOrMonths(table: Columns, column: TimeColumn): ChosenReading | undefined {
  const first = table.cell(0, column).trim();
  if (!NUMBER_OF_YEAR.test(first)) return undefined;
  const texts = writtenText(table, column);
  const years = new Set<string>();
  const numbers = new Set<string>();
  const quarters = readLabels(texts, (text) => {
    const [, before, behind, year = behind, number = before] = NUMBER_OF_YEAR.exec(text) ?? [];
    if (year === undefined) return Number.NaN;
    years.add(year);
    numbers.add(number!);
    return daysFromCivil(Number(year), 3 * Number(number) - 2, 1) * DAY;
  });
  if (quarters === undefined || numbers.size < 3) return undefined;
  if (partNamed(column) === "quarter") {
    const times = byRow(texts, quarters, texts.codes.length);
    return { times, as: "quarters", instead: ["months"] };
  }
  if (years.size < MIN_QUARTERED || numbers.size < 4) return undefined;
  const sign = first.replaceAll(/\d/g, "");
  const pattern = /^\d{4}/.test(first) ? `%Y${sign}%m` : `%m${sign}%Y`;
  const readings = [
    ["a quarter", undefined],
    ["a month", `--date-format ${pattern}`],
  ] as const;
  throw open(table, column, first, readings, "call the column quarter");
}

function monthsOrElse(table: Columns, column: TimeColumn): ChosenReading | undefined {
  const either = partNamed(column) === "week" ? undefined : quartersOrMonths(table, column);
  if (either !== undefined) return either;
  const texts = writtenText(table, column);
  const first = texts.labels.text(texts.codes[0]);
  if (partNamed(column) === "week") {
    const weeks = readLabels(texts, (text) => {
      const found = YEAR_MONTH.exec(text);
      return found === null ? Number.NaN : dayOfWeek(Number(found[1]), Number(found[2]), 1) * DAY;
    });
    return weeks && chosen(texts, weeks, "weeks of ISO 8601");
  }
  if (partNamed(column) === "quarter") {
    const quarters = quartersOf(texts);
    if (quarters !== undefined) return chosen(texts, quarters, "quarters");
  }
  const years = readLabels(texts, (text) => {
    const found = YEAR_MONTH.exec(text);
    const follows = found !== null && Number(found[2]) === (Number(found[1]) + 1) % 100;
    return follows ? daysFromCivil(Number(found[1]), 1, 1) * DAY : Number.NaN;
  });
  if (years === undefined || (texts.labels.size < 2 && first.length > 0)) return undefined;
  return chosen(texts, years, "financial years");
}

/** The quarters of `2020/1` to `2020/4`; undefined where the numbers may be those of months. */
function quartersOf(texts: TextColumn): Float64Array | undefined {
  let between = false;
  const quarters = readLabels(texts, (text) => {
    const [, year, part] = (YEAR_MONTH.exec(text) ?? []).map(Number);
    between ||= part === 2 || part === 3;
    return part >= 1 && part <= 4 ? daysFromCivil(year, 3 * part - 2, 1) * DAY : Number.NaN;
  });
  return between ? quarters : undefined;
}

function chosen(texts: TextColumn, ofLabels: Float64Array, as: string): ChosenReading {
  const areMonths = readLabels(texts, (text) => {
    const month = Number(YEAR_MONTH.exec(text)?.[2]);
    return month >= 1 && month <= 12 ? month : Number.NaN;
  });
  return {
    times: byRow(texts, ofLabels, texts.codes.length),
    as,
    instead: areMonths === undefined ? [] : ["months"],
  };
}

function open(
  table: Columns,
  column: TimeColumn,
  text: string,
  readings: readonly (readonly [string, string | undefined])[],
  instead = "write the year into the dates",
): DataError {
  const location = table.locate?.(0, column);
  const words = readings.map(([words]) => words);
  const options = readings.flatMap(([, option]) => (option === undefined ? [] : [option]));
  return new DataError(
    `column "${column.name}": "${text}" may be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}, and so may all its dates`,
    {
      hint: `Say which it is: ${options.join(" or ")}${options.length < readings.length ? `, or ${instead}` : ""}.`,
      ...(location && { location }),
    },
  );
}
