import { cellError } from "../table/column.js";
import type { Column, Columns, TextColumn } from "../table/columns.js";
import { inferColumn } from "../table/infer-column.js";
import { DAY, daysFromCivil, daysInMonth } from "../time/calendar.js";
import { readClock } from "../time/clock.js";
import { noteBehind, withoutNote } from "../time/date-note.js";
import { monthOf } from "../time/month-names.js";
import { REPUBLIC_BEGINS } from "../time/numeric-times.js";
import { dayOfWeek, fullYear } from "../time/parse-date.js";
import { regularityOf } from "../time/regularity.js";
import { formatTime } from "../time/timestamp.js";
import { visibleText } from "../time/visible-text.js";
import { partNamed } from "./date-part.js";

/** Dates that texts tell only as a whole column, and how they are read, for the warning. */
export interface DatesOfTexts {
  /** Milliseconds by row. */
  readonly times: Float64Array;
  readonly as: string;
  readonly words: string;
}

/**
 * The dates of a column of texts of which each alone may be anything: years of the Republic of China
 * (`113/01/02`), weeks of fiscal years (`FY23 W01`), months behind short years (`19-Jan`), and dates of which some have a note behind them
 * (`2003 (r)`).
 *
 * @returns undefined for other texts
 * @throws DataError for a week that no year has
 */
export function datesOfTexts(table: Columns, column: TextColumn): DatesOfTexts | undefined {
  return (
    datesOfRepublic(column) ??
    weeksOfYears(column) ??
    quartersOfYears(column) ??
    weeksOfFiscalYears(table, column) ??
    monthsBehindYears(column) ??
    halvesOfYears(column) ??
    romanQuarters(column) ??
    datesWithNotes(column)
  );
}

const NUMBERED_STEP = /^(\p{L}{3,9})[ _.-]?(\d{1,4})$/u;

/** Words for steps of time that are counted. */
const STEP_WORD =
  /^(?:year|month|week|day|quarter|period|step|hour|jahr|monat|woche|tag|stunde|mois|semaine|jour|mes|semana|dia)$/i;

/** The steps that `Year 1`, `Year 2`, … count; undefined for other texts, and where a number comes twice. */
export function stepsOfTexts(column: TextColumn): Float64Array | undefined {
  let word: string | undefined;
  const steps = timesOfLabels(column, (text) => {
    const found = NUMBERED_STEP.exec(text);
    if (found === null || !STEP_WORD.test(found[1])) return Number.NaN;
    word ??= found[1];
    return found[1] === word ? Number(found[2]) : Number.NaN;
  });
  const first = steps?.[0] ?? Number.NaN;
  return first === 0 || first === 1 ? steps : undefined;
}

const WEEK_OF_YEAR = /^(?:(\d{4})[-/ .]{1,3}(\d{1,2})|(\d{1,2})[-/ .]{1,3}(\d{4}))$/;

/** `2023-13` and `13/2023`, which no month is, in a column that is called after weeks. */
function weeksOfYears(column: TextColumn): DatesOfTexts | undefined {
  if (partNamed(column) !== "week") return undefined;
  const times = timesOfLabels(column, (text) => {
    const found = WEEK_OF_YEAR.exec(text);
    if (found === null) return Number.NaN;
    return dayOfWeek(Number(found[1] ?? found[4]), Number(found[2] ?? found[3]), 1) * DAY;
  });
  const as = "weeks of ISO 8601";
  return times && { times, as, words: `column "${column.name}" is read as ${as}` };
}

const QUARTER_OF_YEAR = /^(?:(\d{4})[-/ .:]{1,3}([1-4])|([1-4])[-/ .:]{1,3}(\d{4}))$/;

/** `1 2010` in a column that is called after quarters. */
function quartersOfYears(column: TextColumn): DatesOfTexts | undefined {
  if (partNamed(column) !== "quarter") return undefined;
  const times = timesOfLabels(column, (text) => {
    const found = QUARTER_OF_YEAR.exec(text);
    if (found === null) return Number.NaN;
    const month = 3 * Number(found[2] ?? found[3]) - 2;
    return daysFromCivil(Number(found[1] ?? found[4]), month, 1) * DAY;
  });
  const as = "quarters";
  return times && { times, as, words: `column "${column.name}" is read as ${as}` };
}

const MONTH_BEHIND_YEAR = /^(\d{2})[-/ .']?([\p{L}\p{M}]{3,12})\.?$/u;

/** Months from which on it is no chance that each follows the one before. */
const MIN_MONTHS = 12;

/** `19-Jan`, where each month follows the one before, as days of no year would not. */
function monthsBehindYears(column: TextColumn): DatesOfTexts | undefined {
  const times = timesOfLabels(column, (text) => {
    const [, year, month] = MONTH_BEHIND_YEAR.exec(text) ?? [];
    const number = month === undefined ? Number.NaN : monthOf(month);
    return number > 0 ? daysFromCivil(fullYear(year), number, 1) * DAY : Number.NaN;
  });
  if (times === undefined || new Set(times).size < MIN_MONTHS) return undefined;
  if (regularityOf(times.subarray(0, MAX_ROWS)).step?.months !== 1) return undefined;
  const as = "months behind their years";
  const text = column.labels.text(0);
  return {
    ...{ times, as },
    words: `column "${column.name}" is read as ${as}: ${text} is ${formatTime(times[0], "day")}`,
  };
}

const SHORT_HALF = /^(?:([12])H|H([12])[ '’-])['’]?(\d{2})$/i;

/** `1H19`, which stands for 1:19 in a column of times of day. */
function halvesOfYears(column: TextColumn): DatesOfTexts | undefined {
  const times = timesOfLabels(column, (text) => {
    const found = SHORT_HALF.exec(text);
    if (found === null) return Number.NaN;
    return daysFromCivil(fullYear(found[3]), 6 * Number(found[1] ?? found[2]) - 5, 1) * DAY;
  });
  if (times === undefined || new Set(times).size < MIN_HALVES) return undefined;
  if (regularityOf(times.subarray(0, MAX_ROWS)).step?.months !== 6) return undefined;
  const as = "half-years";
  return { times, as, words: `column "${column.name}" is read as ${as}` };
}

const ROMAN = ["I", "II", "III", "IV"];
const ROMAN_QUARTER = /^(?:(\d{4})[ /.:-]?(I{1,3}|IV)|(I{1,3}|IV)[ /.:-](\d{4}))$/;

/** `2015-I` to `2015-IV`, which are months where a fifth follows. */
function romanQuarters(column: TextColumn): DatesOfTexts | undefined {
  const times = timesOfLabels(column, (text) => {
    const [, before, first, second, behind] = ROMAN_QUARTER.exec(text) ?? [];
    const month = 3 * ROMAN.indexOf(first ?? second) + 1;
    return month < 1 ? Number.NaN : daysFromCivil(Number(before ?? behind), month, 1) * DAY;
  });
  // More than the first months of one year.
  if (times === undefined || new Set(times).size <= ROMAN.length) return undefined;
  if (regularityOf(times.subarray(0, MAX_ROWS)).step?.months !== 3) return undefined;
  const as = "quarters in Roman numbers";
  return { times, as, words: `column "${column.name}" is read as ${as}` };
}

/** Half-years from which on it is no chance that each follows the one before. */
const MIN_HALVES = 4;

/** Rows that are looked at for even steps. */
const MAX_ROWS = 10_000;

const REPUBLIC =
  /^(?:民[國国] ?)?(\d{2,3})(?:([./-])(\d{1,2})(?:\2(\d{1,2}))?| ?年 ?(\d{1,2}) ?月(?: ?(\d{1,2}) ?日)?)(?: (\d.*))?$/;

/** Years of three digits tell that they count from 1912; those of two stand beside them. */
function datesOfRepublic(column: TextColumn): DatesOfTexts | undefined {
  let long = false;
  let example: readonly [string, number] | undefined;
  const times = timesOfLabels(column, (text) => {
    const found = REPUBLIC.exec(text);
    if (found === null) return Number.NaN;
    const [, count, , month, day, , , clock] = found;
    long ||= count.length === 3;
    const year = Number(count) + REPUBLIC_BEGINS;
    const [m, d] = [Number(month ?? found[5]), Number(day ?? found[6] ?? 1)];
    if (!(m >= 1 && m <= 12 && d >= 1 && d <= daysInMonth(year, m))) return Number.NaN;
    const time = daysFromCivil(year, m, d) * DAY + readClock(clock);
    example ??= [text, time];
    return time;
  });
  if (times === undefined || !long || example === undefined) return undefined;
  const [text, time] = example;
  const as = "years of the Republic of China";
  return {
    ...{ times, as },
    words: `column "${column.name}" is read as ${as}, whose first is 1912: ${text} is ${formatTime(time, "day")}`,
  };
}

const FISCAL_WEEK =
  /^(?:FY ?(\d{4}|\d{2})[ /_-]{0,3}W(?:EE)?K?\.? ?(\d{1,2})|W(?:EE)?K?\.? ?(\d{1,2})[ /_-]{0,3}FY ?(\d{4}|\d{2}))$/i;

/** Whether a text is a week of a fiscal year. */
export function isFiscalWeek(text: string): boolean {
  return FISCAL_WEEK.test(text);
}

const SINGLE_WEEK_HINT =
  "Weeks of fiscal years are counted on from the first row of a table: read this row with those before it.";

/** Weeks that a fiscal year may have. */
const MAX_WEEKS = 53;

/**
 * Weeks of fiscal years, one after the other: the first is taken for the ISO week of that number, as nothing says
 * when the years begin.
 */
function weeksOfFiscalYears(table: Columns, column: TextColumn): DatesOfTexts | undefined {
  const { labels, codes } = column;
  /** The last week of each year. */
  const lengths = new Map<number, number>();
  const parts = Array.from({ length: labels.size }, (_, code) => {
    const found = FISCAL_WEEK.exec(visibleText(labels.text(code)));
    if (found === null) return undefined;
    const year = fullYear((found[1] ?? found[4])!);
    const week = Number(found[2] ?? found[3]);
    lengths.set(year, Math.max(lengths.get(year) ?? 52, week));
    return { year, week };
  });
  if (parts.some((part, code) => part === undefined && labels.text(code) !== "")) return undefined;
  if (lengths.size === 0) return undefined;
  if (labels.size < 2) throw cellError(table, 0, column, "a date", SINGLE_WEEK_HINT);
  const broken = parts.findIndex((part) => part && !(part.week >= 1 && part.week <= MAX_WEEKS));
  if (broken >= 0) {
    const row = codes.indexOf(broken);
    throw cellError(table, row, column, `a week from 1 to ${MAX_WEEKS}`);
  }
  const first = Math.min(...lengths.keys());
  const begins = new Map<number, number>();
  let begin = dayOfWeek(first, 1, 1);
  for (let year = first; year <= Math.max(...lengths.keys()); year++) {
    begins.set(year, begin);
    begin += 7 * (lengths.get(year) ?? 52);
  }
  const ofLabels = parts.map((part) =>
    part === undefined ? Number.NaN : (begins.get(part.year)! + 7 * (part.week - 1)) * DAY,
  );
  const as = "weeks of fiscal years";
  const [text, time] = [labels.text(codes[0]), ofLabels[codes[0]]];
  return {
    times: Float64Array.from(codes, (code) => ofLabels[code]),
    as,
    words: `column "${column.name}" is read as ${as}, one after the other; when they begin is not known, so that ${text} is taken for the week of ${formatTime(time, "day")}`,
  };
}

/** Share of the texts that may have notes. */
const MAX_NOTED_SHARE = 0.5;

function datesWithNotes(column: TextColumn): DatesOfTexts | undefined {
  const { labels, codes } = column;
  const texts = Array.from({ length: labels.size }, (_, code) => labels.text(code).trim());
  const noted = texts.filter((text) => noteBehind(text) !== undefined);
  if (noted.length === 0 || noted.length > MAX_NOTED_SHARE * texts.length) return undefined;
  const dates = inferColumn(column.name, texts.map(withoutNote));
  const ofLabels = financialYears(texts.map(withoutNote)) ?? yearsOrDates(dates);
  if (ofLabels === undefined) return undefined;
  const notes = [...new Set(noted.map((text) => noteBehind(text)!))];
  return {
    times: Float64Array.from(codes, (code) => ofLabels[code]),
    as: "dates without notes",
    words: `column "${column.name}" is read without the ${notes.length === 1 ? "note" : "notes"} ${notes.join(", ")} behind its dates, such as ${noted[0]}`,
  };
}

/** Milliseconds of `1995/96` and so on, each the first of January of its first year; `2001/02` is one among them. */
function financialYears(texts: readonly string[]): number[] | undefined {
  const years = texts.map((text) => {
    const [, year, next] = /^(\d{4})[-/](\d{2})$/.exec(text) ?? [];
    const follows = year !== undefined && (Number(year) + 1) % 100 === Number(next);
    return follows ? daysFromCivil(Number(year), 1, 1) * DAY : Number.NaN;
  });
  return years.some(Number.isNaN) ? undefined : years;
}

/** Milliseconds of dates in one order, or of whole years. */
function yearsOrDates(column: Column): Float64Array | undefined {
  if (column.kind === "time") return column.written?.ambiguous ? undefined : column.values;
  if (column.kind !== "number") return undefined;
  const isYear = (v: number) => Number.isNaN(v) || (Number.isInteger(v) && v >= 1000 && v < 3000);
  if (!column.values.every(isYear)) return undefined;
  return column.values.map((year) => (Number.isNaN(year) ? year : daysFromCivil(year, 1, 1) * DAY));
}

/** Milliseconds by row; undefined when a text that is not empty cannot be read. */
function timesOfLabels(
  { labels, codes }: TextColumn,
  read: (text: string) => number,
): Float64Array | undefined {
  const ofLabels = new Float64Array(labels.size);
  for (let code = 0; code < ofLabels.length; code++) {
    const text = visibleText(labels.text(code));
    ofLabels[code] = text === "" ? Number.NaN : read(text);
    if (text !== "" && Number.isNaN(ofLabels[code])) return undefined;
  }
  return Float64Array.from(codes, (code) => ofLabels[code]);
}
