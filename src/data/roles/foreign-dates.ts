import type { Column, Columns, TextColumn } from "../table/columns.js";
import { withoutNote } from "../time/date-note.js";
import { monthOf, withoutAccents } from "../time/month-names.js";
import { parseDate } from "../time/parse-date.js";
import { parseTime } from "../time/timestamp.js";
import { FOREIGN_TIME_NAMES } from "./known-names.js";
import { datesOfNumbers } from "./number-readings.js";
import { isFiscalWeek } from "./text-dates.js";
import { clocksOf } from "./time-of-day.js";

const NAMES = new Set(FOREIGN_TIME_NAMES.map(plainName));

/** The first column that is called after dates in another language than English, unless it holds a measure. */
export function foreignDates(table: Columns, free: readonly Column[]): Column | undefined {
  return free.find((column) => {
    if (!NAMES.has(plainName(column.name))) return false;
    if (column.kind === "text") {
      return clocksOf(column) === undefined && everyText(column, (text) => /\p{Nd}/u.test(text));
    }
    // In English `data` is anything.
    if (column.kind === "time" || column.name.toLowerCase() === "data") return false;
    return datesOfNumbers(table, column) !== undefined;
  });
}

/** A column of texts that stand for one row each and hold years or months as dates do. */
export function datedTexts(table: Columns, free: readonly Column[]): Column | undefined {
  return free.find(
    (column) =>
      column.kind === "text" &&
      column.labels.size >= MIN_TEXTS &&
      column.labels.size >= MIN_DISTINCT * table.rows &&
      clocksOf(column) === undefined &&
      (everyText(column, isDated) || areNearlyDates(column)),
  );
}

/** Texts of which so many are dates, and the share of them, beside a note or a line about columns. */
const [MIN_DATES, MIN_DATED] = [10, 0.9];

/** Whether nearly all texts are whole dates; the others are to be named. */
function areNearlyDates({ labels }: TextColumn): boolean {
  if (labels.size <= MIN_DATES) return false;
  let dates = 0;
  for (let code = 0; code < labels.size; code++) {
    const text = labels.text(code);
    const isDay = /\d.*\d/.test(text) && [...text].length <= 40;
    if (isDay && ORDERS.some((order) => !Number.isNaN(dateOf(text, order)))) dates++;
    // Nearly no text is a date in most columns: look no further.
    if (code + 1 - dates > (1 - MIN_DATED) * labels.size) return false;
  }
  return dates >= MIN_DATES;
}

/** The first row whose text is no date where most are; undefined where few or all are. */
export function firstUndated({ labels, codes }: TextColumn): number | undefined {
  const isDate = Array.from({ length: labels.size }, (_, code) => {
    const text = labels.text(code);
    const plain = withoutNote(text);
    return text === "" || ORDERS.some((order) => !Number.isNaN(dateOf(plain, order)));
  });
  const dates = isDate.filter(Boolean).length;
  if (2 * dates <= isDate.length) return undefined;
  const row = codes.findIndex((code) => !isDate[code]);
  return row < 0 ? undefined : row;
}

const ORDERS = ["dmy", "mdy"] as const;

function dateOf(text: string, order: (typeof ORDERS)[number]): number {
  const bytes = new TextEncoder().encode(text);
  const iso = bytes.length > 4 ? parseTime(bytes, 0, bytes.length) : Number.NaN;
  return Number.isNaN(iso) ? parseDate(text, order) : iso;
}

/** Texts from which on a year in each is no chance. */
const MIN_TEXTS = 5;

/** Share of rows with texts of their own. */
const MIN_DISTINCT = 0.9;

/** A year that stands alone, behind a day and month, or before them. */
const YEAR = /(?:^|[^\d.,]|\d\.\d{1,2}\.)(?:19|20)\d{2}(?!\d)|(?<!\d)(?:19|20)\d{6}(?!\d)/;

/** A day with a short year, 22/10/23. */
const SHORT =
  /(?<![\d./-])\d{1,2}([/-])\d{1,2}\1\d{2}(?![\d./-])|(?<![\d.])\d{2}\.\d{2}\.\d{2}(?![\d.])/;

/** `wk01-22` */
const WEEK_OF_YEAR = /^(?:wk|kw|cw|week)\.? ?\d{1,2}[ /-]\d{2}$/i;

/** A day of the years from 1912 on, 113/01/02. */
const YEAR_OF_REPUBLIC = /^1\d{2}([./-])\d{1,2}\1\d{1,2}(?: |$)/;

function isDated(text: string): boolean {
  if (text.length > 40 || !/\d/.test(text)) return false;
  return (
    isFiscalWeek(text) ||
    WEEK_OF_YEAR.test(text) ||
    YEAR_OF_REPUBLIC.test(text) ||
    YEAR.test(text) ||
    SHORT.test(text) ||
    text.split(/[^\p{L}]+/u).some((word) => monthOf(word) > 0)
  );
}

function everyText({ labels }: TextColumn, condition: (text: string) => boolean): boolean {
  let any = false;
  for (let code = 0; code < labels.size; code++) {
    const text = labels.text(code);
    if (text === "") continue;
    if (!condition(text)) return false;
    any = true;
  }
  return any;
}

function plainName(name: string): string {
  return withoutAccents(name)
    .trim()
    .replace(/[\s.-]+/g, "_");
}
