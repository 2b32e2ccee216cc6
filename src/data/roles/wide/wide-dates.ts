import { DataError } from "../../../errors.js";
import { listed, shellQuoted } from "../../../wording.js";
import { displayName } from "../../source/errors.js";
import type { Column, Columns } from "../../table/columns.js";
import { flaggedBy } from "../../table/flag-names.js";
import { inferColumn } from "../../table/infer-column.js";
import type { ParseOptions } from "../../table/parse-options.js";
import { civilFromDays, DAY, daysFromCivil } from "../../time/calendar.js";
import { noteBehind, withoutNote } from "../../time/date-note.js";
import { monthOf } from "../../time/month-names.js";
import { timesFromNumbers } from "../../time/numeric-times.js";
import { parseDate } from "../../time/parse-date.js";
import { parseTime } from "../../time/timestamp.js";
import { columnCalled, columnNames } from "../columns-by-name.js";
import { columnOfPart, misfit, numbersOfPart, partNamed } from "../date-part.js";
import { ID_NAMES, TARGET_NAMES } from "../known-names.js";
import { isLabel } from "../measure.js";
import { datesInNumbers } from "../numeric-dates.js";
import type { RoleOptions } from "../roles.js";
import { hasTimeName } from "../time.js";
import { timesOfUnnamedParts } from "../unnamed/index.js";
import { oneOfTables } from "./tables-beside.js";
import { isDistinct, unpivot, type WideDates } from "./unpivot.js";
import { hoursBesideDay } from "./wide-hours.js";
import { numberedColumns } from "./wide-steps.js";

/**
 * A table whose dates stand beside each other (`country,1990,1991,…`) as one with a row a date: `ds` and `y`
 * beside its other columns, and `unique_id` unless one of them is called so. Months or quarters may also
 * stand beside the year they are of, years beside months, and hours beside their day. Numbered columns (`id,d_1,d_2,…`) are steps where
 * a column names each row. Any other table is given back as it is.
 *
 * @throws DataError where the order of day and month is open, a cell holds no number, or nothing says whether
 *   rows or columns of numbers are series
 */
export function unpivotDates(
  given: Columns,
  options: ParseOptions & RoleNames,
  warn: (message: string) => void,
): Columns {
  const table = oneOfTables(given, options, warn);
  const across =
    partsBesideYear(table) ??
    yearsBesideMonth(table, options) ??
    (options.target === undefined ? hoursBesideDay(table) : undefined) ??
    seriesByRow(table, options) ??
    stepsByRow(table, options);
  if (across !== undefined) return unpivot(table, across, warn);
  if (options.time === undefined && options.target === undefined) rejectDatesWithinNames(table);
  return table;
}

/** A date and what a column holds of it: `Jan-24 Plan`. */
const DATE_AND_WORD = /^(.*\d) *[-_:|/ ] *(\p{L}[\p{L} ]*)$/u;

/** Columns from which on dates in their names are no chance. */
const MIN_DATED_NAMES = 4;

/** @throws DataError for columns that are named after dates and what they hold of each */
function rejectDatesWithinNames(table: Columns): void {
  const { columns } = table;
  if (columns.some((one) => one.kind === "time" || hasTimeName(one))) return;
  const numbers = columns.filter(({ kind }) => kind === "number");
  const found = numbers.map(({ name }) => DATE_AND_WORD.exec(name.trim()));
  if (found.length < MIN_DATED_NAMES || !found.every((one) => one && couldBeDate(one[1]))) return;
  const [dates, words] = [1, 2].map((group) => [...new Set(found.map((one) => one![group]))]);
  if (dates.length < 2 || words.length < 2) return;
  throw new DataError(
    `${displayName(table.name)}: columns are named after dates and what they hold, such as "${numbers[0].name}"`,
    {
      hint: `Write a row for each date, with the columns ${listed(words.slice(0, 4))}, or keep the columns of one of them.`,
    },
  );
}

const BESIDE_YEAR: readonly [number, (name: string) => number][] = [
  [12, monthOf],
  [12, Number],
  [4, (name) => Number(/^Q(?:tr)?\.? ?([1-4])$/i.exec(name)?.[1] ?? Number.NaN)],
];

/** `Year,Jan,Feb,…,Dec` or `Year,Q1,…,Q4`. */
function partsBesideYear({ columns }: Columns): WideDates | undefined {
  const year = columnOfPart("year", columns);
  if (year?.kind !== "number") return undefined;
  const others = columns.slice(0, columns.indexOf(year));
  const after = columns.slice(others.length + 1);
  for (const [count, read] of BESIDE_YEAR) {
    const dates = after.slice(0, count);
    if (dates.length < count || !dates.every(({ name }, i) => read(name) === i + 1)) continue;
    const left = after.slice(count).map(({ name }) => name);
    return {
      ...{ dates, others, byDate: false, series: false },
      stampOf: (row, i) => daysFromCivil(year.values[row], (i * 12) / count + 1, 1) * DAY,
      words: `${span(dates)} are read as the ${count === 12 ? "months" : "quarters"} of ${year.name}${left.length > 0 ? `, without ${left.join(", ")}` : ""}`,
    };
  }
  return undefined;
}

/** Rows below the months that hold sums or means of them. */
const TOTALS = /^(?:(?:grand )?total|sum|average|mean|gesamt|summe|jahr|year|avg|ytd)\b/i;

/** `Month,2022,2023,2024`, with a row a month. */
function yearsBesideMonth(table: Columns, options: ParseOptions): WideDates | undefined {
  const [first, ...dates] = table.columns;
  if (first === undefined || partNamed(first) !== "month") return undefined;
  const found = datesOf(dates, options);
  if (found?.as !== "year") return undefined;
  const months = numbersOfPart("month", first);
  const totals = months.findIndex((_, row) => TOTALS.test(table.cell(row, first)));
  const last = totals < 0 ? table.rows : totals;
  const known = months.subarray(0, last);
  if (misfit("month", known) >= 0 || known.some(Number.isNaN) || new Set(known).size < last) {
    return undefined;
  }
  const without = totals < 0 ? "" : `, without the rows from "${table.cell(totals, first)}" on`;
  return {
    ...{ dates, others: [], byDate: true, series: false },
    stampOf: (row, i) =>
      daysFromCivil(civilFromDays(found.times[i] / DAY).year, months[row], 1) * DAY,
    skips: (row) => row >= last,
    words: `${span(dates)} are read as the years of each ${first.name}${without}`,
  };
}

/** A row a series: its names, and then its values by date. */
function seriesByRow(table: Columns, options: ParseOptions): WideDates | undefined {
  const { columns } = withoutFlags(table);
  let begin = 0;
  while (begin < columns.length && !couldBeDate(columns[begin].name)) begin++;
  let end = begin;
  while (end < columns.length && (couldBeDate(columns[end].name) || isTotal(columns[end]))) end++;
  const run = columns.slice(begin, end);
  const others = [...columns.slice(0, begin), ...columns.slice(end)];
  const isTime = (one: Column) =>
    one.kind === "time" || hasTimeName(one) || partNamed(one) !== undefined;
  const rest = namesRows(columns[0]) ? others.filter((one) => one !== columns[0]) : others;
  // A row that has a date of its own, or a part of one, is not a series; a single row needs no name.
  if ((begin === 0 && table.rows !== 1) || rest.some(isTime)) return undefined;
  if (run.length < MIN_SURE_DATES && !areNames(others)) return undefined;
  if (others.length > 0 && others.every(isMeasured)) return undefined;
  const { dates, found } = datesWithin(run, options);
  if (found === undefined) return undefined;
  if (found.ambiguous) {
    throw new DataError(
      `${displayName(table.name)}: dates run across the columns, and "${dates[0].name}" may be day or month first`,
      { hint: "Say which it is: --date-format dmy or --date-format mdy." },
    );
  }
  return {
    ...{ dates, others, byDate: false, series: begin > 0 },
    stampOf: (_, i) => found.times[i],
    words: `dates run across the columns, ${span(dates)}: each row is read as a series${withoutWords([...run, ...others.filter(isDated)], dates)}${estimateWords(dates)}`,
  };
}

/** Whether a column holds numbers with decimals, by which nobody calls rows. */
function isMeasured(column: Column): boolean {
  if (column.kind !== "number" || hasIdName(column) || isLabel(column.name)) return false;
  return column.values.some((value) => !Number.isNaN(value) && !Number.isInteger(value));
}

/** Totals between months or quarters, of which some are called after their years. */
const TOTAL_NAME = /\b(?:total|sum|ytd|avg|average|mean|gesamt|summe)\b/i;

function isTotal({ name, kind }: Column): boolean {
  return kind === "number" && TOTAL_NAME.test(name);
}

/** Whether numbers are those of a time that is not read: `2022 plan`. */
function isDated(column: Column): boolean {
  return isTotal(column) || (column.kind === "number" && /(?<!\d)20\d\d(?!\d)/.test(column.name));
}

/** Whether a column names rows although it is called after dates, as the corner of a sheet that was turned is. */
function namesRows(column: Column): boolean {
  if (column.kind !== "text" || !hasTimeName(column)) return false;
  const { labels } = column;
  for (let code = 0; code < Math.min(labels.size, MAX_LABELS); code++) {
    const text = labels.text(code).trim();
    if (/\d/.test(text) || monthOf(text) > 0 || WEEKDAY.test(text)) return false;
  }
  return true;
}

const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)(?:\.|[a-z]{0,3}day)?$/i;

/** Texts that are looked at. */
const MAX_LABELS = 1000;

/** The columns of dates of a run, without years among the quarters or months that they are the totals of. */
function datesWithin(run: readonly Column[], options: ParseOptions) {
  const named = run.filter((one) => couldBeDate(one.name));
  const all = datesOf(named, options);
  if (all !== undefined) return { dates: named, found: all };
  const parts = named.filter(({ name }) => !WHOLE_YEAR.test(name.trim()));
  const few = parts.length === named.length || parts.length < MIN_SURE_DATES;
  return { dates: parts, found: few ? undefined : datesOf(parts, options) };
}

const WHOLE_YEAR = /^(?:FY|CY|year)? ?(?:\d{4}|(?<=\D)\d{2})$/i;

/** What is left out of a run of dates. */
function withoutWords(run: readonly Column[], dates: readonly Column[]): string {
  const left = run.filter((one) => !dates.includes(one)).map(({ name }) => name);
  return left.length === 0 ? "" : `, without ${listed(left)}`;
}

/** What to know of years such as `2025E`. */
function estimateWords(dates: readonly Column[]): string {
  const estimates = dates.filter(({ name }) => /^\d{4} ?[EFPB]$/.test(name));
  const noted = dates.filter(({ name }) => noteBehind(name.trim()) !== undefined);
  if (estimates.length === 0) {
    return noted.length === 0
      ? ""
      : `, ${listed(noted.map(({ name }) => `"${name}"`))} without the ${noted.length === 1 ? "note" : "notes"}`;
  }
  const last = dates.findLast((one) => !estimates.includes(one));
  const names = estimates.map(({ name }) => `"${name}"`);
  const until = last === undefined ? "" : `; --until ${last.name.slice(0, 4)}-12-31 leaves out`;
  return `${until} ${listed(names)}, which may be estimates`;
}

/** Fewer dates side by side may be names of other columns, unless nothing but names stands beside them. */
const MIN_SURE_DATES = 3;

/** Whether columns hold names alone, of which one is another in each row. */
function areNames(columns: readonly Column[]): boolean {
  const isName = (one: Column) => one.kind === "text" || hasIdName(one) || isLabel(one.name);
  return columns.every(isName) && columns.some(isDistinct);
}

/** The columns without those of flags and notes that stand beside columns of dates. */
function withoutFlags({ columns }: Columns): Pick<Columns, "columns"> {
  const dates = new Set(columns.filter(({ name }) => couldBeDate(name)).map(({ name }) => name));
  return { columns: columns.filter(({ name }) => !dates.has(flaggedBy(name))) };
}

/** Columns that were named for a role. */
export type RoleNames = Pick<RoleOptions, "time" | "target" | "id">;

/** Columns of numbers without names and dates from which on it is open whether they are series. */
const MIN_OPEN_COLUMNS = 12;

/** A row a series: its names, and then its values by step. */
function stepsByRow(table: Columns, { time, target, id }: RoleNames): WideDates | undefined {
  if (time !== undefined || target !== undefined || table.dates !== undefined) return undefined;
  const ids = typeof id === "string" ? columnNames(table, id) : (id ?? []);
  const found = numberedColumns(table.columns.filter(({ name }) => !ids.includes(name)));
  if (found === undefined) return undefined;
  const { columns, first } = found;
  const others = table.columns.filter((column) => !columns.includes(column));
  const isTime = (one: Column) => one.kind === "time" || hasTimeName(one) || partNamed(one);
  if (others.some((one) => isTime(one) || columnCalled([one], TARGET_NAMES))) return undefined;
  if (datesInNumbers(table.columns, undefined).length > 0) return undefined;
  if (timesOfUnnamedParts(table, () => {}) !== undefined) return undefined;
  const named =
    ids.length > 0 ||
    others.some((one) => (one.kind === "text" || hasIdName(one)) && isDistinct(one));
  if (!named) {
    if (columns.length < MIN_OPEN_COLUMNS || others.some(({ kind }) => kind === "text")) {
      return undefined;
    }
    throw new DataError(
      `${displayName(table.name)} has ${columns.length} columns of numbers and no dates: each row may be a series, or each column`,
      {
        hint: `Columns? Say which with --target ${shellQuoted(columns[0].name)}. Rows? ${idAdvice(others)}`,
      },
    );
  }
  const year = YEAR_BEHIND_NAME.exec(columns[0].name.trim())?.[1];
  if (year !== undefined) {
    return {
      ...{ dates: columns, others, byDate: false, series: true },
      stampOf: (_, i) => daysFromCivil(Number(year) + i, 1, 1) * DAY,
      words: `${span(columns)} are read as years: each row is read as a series`,
    };
  }
  return {
    ...{ dates: columns, others, byDate: false, series: true, counted: true },
    stampOf: (_, i) => first + i,
    words: `${span(columns)} are read as steps: each row is read as a series`,
  };
}

/** As in `Sales 2015` and `pop_1990`. */
const YEAR_BEHIND_NAME = /\D((?:19|20)\d\d)$/;

/** How to say that rows are series: by the only column beside them, or by one that is yet to be put in front. */
function idAdvice(others: readonly Column[]): string {
  const [only] = others;
  if (others.length === 1 && isDistinct(only)) {
    return `Say so with --id ${shellQuoted(only.name)}, the column that tells them apart.`;
  }
  return "Name the column that tells them apart with --id, or put one with names in front.";
}

function couldBeDate(name: string): boolean {
  const plain = plainYear(name);
  if (/^\d+$/.test(plain)) return /^(?:\d{4}|\d{6}|\d{8})$/.test(plain);
  const bytes = new TextEncoder().encode(plain);
  const read = [
    parseTime(bytes, 0, bytes.length),
    parseDate(plain, "dmy"),
    parseDate(plain, "mdy"),
  ];
  return read.some((time) => !Number.isNaN(time));
}

/** The dates that names of columns tell, if they follow each other; years must do so evenly or be plausible. */
function datesOf(
  columns: readonly Column[],
  options: ParseOptions,
): { times: Float64Array; as: "year" | "other"; ambiguous: boolean } | undefined {
  if (columns.length === 0) return undefined;
  const names = columns.map(({ name }) => plainYear(name));
  const column = inferColumn("ds", names, options);
  const numbers = column.kind === "number" ? timesFromNumbers(column.values) : undefined;
  const times = column.kind === "time" ? column.values : numbers?.times;
  const falls = times !== undefined && times[1] < times[0];
  const follows = (time: number, i: number) =>
    i === 0 || (falls ? time < times[i - 1] : time > times![i - 1]);
  if (times === undefined || !times.every(follows)) return undefined;
  if (column.kind === "number") {
    const { values } = column;
    const packed = numbers!.as === "day" || numbers!.as === "year and month";
    const step = values[1] - values[0];
    const even = values.every((value, i) => i === 0 || value - values[i - 1] === step);
    const plausible = values.every((year) => year >= 1800 && year < 2100);
    const years =
      numbers!.as === "year" && (plausible || (even && values.length >= MIN_SURE_DATES));
    if (!packed && !years) return undefined;
  }
  const ambiguous = column.kind === "time" && column.written?.ambiguous === true;
  return { times, as: numbers?.as === "year" ? "year" : "other", ambiguous };
}

/**
 * Some programs write `YR1990`, `1990 [YR1990]` or `X1990`, as the name of a column must begin with a letter, and
 * analysts `2024A` and `2025E` for what is actual, estimated, forecast, projected or budgeted.
 */
function plainYear(name: string): string {
  const plain = withoutNote(name.trim());
  return /^(?:X|Y|YR|CY)?(\d{4})(?: \[YR\d{4}\]| ?[AEFPB])?$/.exec(plain)?.[1] ?? plain;
}

function span(columns: readonly Column[]): string {
  if (columns.length === 1) return columns[0].name;
  return `${columns[0].name} to ${columns.at(-1)!.name}`;
}

function hasIdName({ name }: Column): boolean {
  return ID_NAMES.includes(name.toLowerCase());
}
