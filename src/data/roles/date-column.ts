import { DataError, type Warn } from "../../errors.js";
import { shellQuoted } from "../../wording.js";
import { cellError, firstRow } from "../table/column.js";
import type { Column, Columns, NumberColumn, TimeColumn } from "../table/columns.js";
import { FLAG } from "../table/formatted-number.js";
import { isMissing } from "../table/parse-number.js";
import { Stamps } from "../table/timestamps.js";
import { civilFromDays, DAY } from "../time/calendar.js";
import { isPlanned, noteBehind } from "../time/date-note.js";
import type { DatePattern } from "../time/date-pattern.js";
import { datesOfDayNumbers } from "../time/day-numbers.js";
import { elapsedSteps } from "../time/elapsed-time.js";
import { monthOf } from "../time/month-names.js";
import { timesFromNumbers } from "../time/numeric-times.js";
import { isBuddhist, isPartOfFiscalYear } from "../time/parse-date.js";
import { regularityOf } from "../time/regularity.js";
import { formatTime } from "../time/timestamp.js";
import { chooseByClock, chooseBySteps, chooseDates, ORDER_WORDS } from "./date-readings.js";
import { firstUndated } from "./foreign-dates.js";
import { areUndatedStamps, datesOfNumbers } from "./number-readings.js";
import { datesOfTexts, stepsOfTexts } from "./text-dates.js";
import { clocksOf } from "./time-of-day.js";
import { isRegion, zoneWithin } from "./zone-names.js";

/** The stamps of a table's rows. */
export interface Times {
  readonly column: Column;
  readonly stamps: Stamps;
  /** Milliseconds; else whole numbers that count steps. */
  readonly dated: boolean;
  /** How the stamps are written, when the column does not say. */
  readonly written?: NonNullable<TimeColumn["written"]>;
  /** How the cells are read where they may be read otherwise, and the other ways. */
  readonly as?: string;
  readonly instead?: readonly string[];
  /** The columns that tell the stamps, where they are not `column` itself. */
  readonly parts?: readonly Column[];
  /** The zone that the user named, when `stamps` are UTC. */
  readonly zone?: string;
}

/**
 * A column's stamps. Whole numbers that are not dates count steps.
 *
 * @param sure whether the column is known to hold dates, by name or by the user: others may be refused
 * @returns undefined when an unsure column holds neither dates nor steps
 * @throws DataError when a sure one does, with the first cell at fault
 */
export function timesOf(
  table: Columns,
  column: Column,
  warn: (message: string) => void,
  sure: boolean,
): Times | undefined {
  if (table.dates !== undefined && sure) return timesByPattern(table, table.dates, column);
  if (column.kind === "time") return timesOfDates(table, column, warn);
  if (column.kind === "text") {
    if (!sure) return undefined;
    const counted = stepsOfTexts(column);
    if (counted !== undefined) {
      warn(
        `column "${column.name}" is read as steps, by the numbers in "${table.cell(0, column)}" and so on`,
      );
      const read: NumberColumn = { name: column.name, kind: "number", values: counted };
      return { column: read, stamps: Stamps.of(counted), dated: false, parts: [column] };
    }
    const found = datesOfTexts(table, column);
    if (found !== undefined) {
      const { times, as, words } = found;
      warn(words);
      const read: TimeColumn = { name: column.name, kind: "time", values: times };
      return { column: read, stamps: Stamps.of(times), dated: true, as, parts: [column] };
    }
    const any = () => firstUndated(column) ?? firstRow(column, (text) => text !== "") ?? 0;
    const broken = column.broken?.row;
    // A note behind a date is read where nothing else is wrong.
    const isNoted = broken !== undefined && noteBehind(table.cell(broken, column)) !== undefined;
    const row = isNoted ? (firstUndated(column) ?? broken) : (broken ?? any());
    if (clocksOf(column) !== undefined) throw cellError(table, row, column, "a date", CLOCK_HINT);
    const cell = table.cell(row, column);
    const divided = table.columns.length === 1 ? dividedBy(cell, column.name) : undefined;
    throw cellError(table, row, column, "a date", divided ?? dateHint(cell, column.name));
  }
  return timesOfNumbers(table, column, warn, sure);
}

function timesOfNumbers(
  table: Columns,
  column: NumberColumn,
  warn: Warn,
  sure: boolean,
): Times | undefined {
  const { name, values } = column;
  const flags = [...(column.marks?.keys() ?? [])].filter((mark) => mark.startsWith(FLAG));
  if (flags.length > 0) warn(`column "${name}" is read without ${flags.join(", ")}`);
  const counted = datesOfDayNumbers(name, values);
  if (counted !== undefined) {
    const { times, as } = counted;
    warn(`column "${name}" is read as ${as}`);
    return { column, stamps: Stamps.of(times), dated: true, as };
  }
  const read = sure ? datesOfNumbers(table, column) : timesFromNumbers(values);
  const plain = read?.as === "year" || read?.as === "days of a spreadsheet";
  if (read?.as.startsWith("Unix")) rejectRounded(table, column, read.times);
  if (read !== undefined && (sure || !plain)) {
    const others = "instead" in read && read.instead.length > 0 ? read.instead.join(" or ") : "";
    if (read.as !== "year") {
      warn(`column "${name}" is read as ${read.as}${others && `, not as ${others}`}`);
    }
    const instead = "instead" in read ? read.instead : [];
    return { column, stamps: Stamps.of(read.times), dated: true, as: read.as, instead };
  }
  const fraction = values.findIndex((v) => !Number.isNaN(v) && !Number.isSafeInteger(v));
  if (fraction < 0 && !(sure && areUndatedStamps(column))) {
    return { column, stamps: Stamps.of(values), dated: false };
  }
  if (!sure) return undefined;
  const elapsed = fraction < 0 ? undefined : elapsedSteps(values);
  if (elapsed !== undefined) {
    warn(
      `column "${name}" holds no dates but rises in steps of ${Number(elapsed.step.toPrecision(6))}, which are counted 0, 1, 2, …`,
    );
    return { column, stamps: Stamps.of(elapsed.steps), dated: false };
  }
  const hint = fraction < 0 ? DATE_HINT : `${DATE_HINT} ${ELAPSED_HINT}`;
  throw cellError(table, Math.max(0, fraction), column, "a date", hint);
}

/** Digits that are lost where a spreadsheet writes Unix time as 1.704067E+12. */
const EXPONENT = /^\d(?:[.,]\d+)?E\+\d+$/i;

/** @throws DataError for Unix time whose last digits are lost, so that its steps are uneven */
function rejectRounded(table: Columns, column: NumberColumn, times: Float64Array): void {
  const row = column.values.findIndex((value) => !Number.isNaN(value));
  if (row < 0 || !EXPONENT.test(table.cell(row, column).trim())) return;
  if (regularityOf(times.subarray(0, MAX_ROWS)).level >= 2) return;
  throw cellError(
    table,
    row,
    column,
    "Unix time with all of its digits",
    "A spreadsheet has rounded these numbers: export them again as dates.",
  );
}

/** Rows that are looked at for even steps. */
const MAX_ROWS = 10_000;

function timesOfDates(table: Columns, column: TimeColumn, warn: Warn): Times {
  const { ambiguous, offsets, shortYears, order, intervals } = column.written ?? {};
  if (intervals) throw openOffset(table, column);
  const open = ambiguous && !shortYears;
  const byClock = open ? (chooseByClock(table, column) ?? chooseBySteps(table, column)) : undefined;
  if (open && byClock === undefined) throw ambiguousDates(table, column);
  if (offsets === "some") {
    warn(
      `column "${column.name}": only some dates have an offset from UTC; the others are taken as UTC`,
    );
  }
  const first = table.cell(0, column);
  if (isPartOfFiscalYear(first)) {
    warn(
      `column "${column.name}" counts fiscal years, which are taken for years of the calendar: "${first}" is read as ${formatTime(column.values[0], "day")}`,
    );
  }
  if (isBuddhist(first)) {
    warn(
      `column "${column.name}" counts the years of the Buddhist calendar, which are read less 543: "${first}" is ${formatTime(column.values[0], "day")}`,
    );
  }
  const chosen = byClock ?? chooseDates(table, column);
  if (chosen === undefined) {
    const stamps = column.stamps ?? Stamps.of(column.values);
    return { column, stamps, dated: true, ...(order && { as: ORDER_WORDS[order] }) };
  }
  const { times, as, instead } = chosen;
  const others = instead.join(" or ");
  warn(
    `column "${column.name}" is read as ${as}${others && `, not as ${others}`}; --date-format decides otherwise`,
  );
  return {
    ...{ column, dated: true, stamps: Stamps.of(times), as, instead },
    written: { ...(offsets && { offsets }), ...(order && { order }) },
  };
}

/** Whether the first value of a column fits the `--date-format` pattern. */
export function beginsDated(table: Columns, column: Column): boolean {
  for (let row = 0; row < table.rows; row++) {
    const cell = table.cell(row, column);
    if (!isMissingText(cell)) return !Number.isNaN(table.dates!.read(cell));
  }
  return false;
}

function timesByPattern(table: Columns, dates: DatePattern, column: Column): Times {
  const values = new Float64Array(table.rows);
  let before = { cell: "", value: Number.NaN };
  for (let row = 0; row < table.rows; row++) {
    const cell = table.cell(row, column);
    if (cell !== before.cell) before = { cell, value: dates.read(cell) };
    values[row] = before.value;
    if (Number.isNaN(before.value) && !isMissingText(cell)) {
      const hint = "Leave --date-format out to have the format found.";
      throw cellError(table, row, column, `a date as ${dates.text}`, hint);
    }
  }
  return {
    column,
    stamps: Stamps.of(values),
    dated: true,
    written: dates.offset ? { offsets: "all" } : {},
  };
}

function isMissingText(text: string): boolean {
  const bytes = new TextEncoder().encode(text);
  return isMissing(bytes, 0, bytes.length);
}

/** Rows of totals, of a year or of all. */
const TOTALS = /\b(?:sub-?)?totals?\b|\bgesamt|\bsumme?\b|\baverage\b|\bmean\b/i;

/** A day and a month, with a time of day or not. */
const YEARLESS =
  /^(?:\d{1,2}[月월](?: ?\d{1,2} ?[日일])?|\d{1,2}[./-]\d{1,2}[./]?|\d{1,2}[ .-]{1,2}[\p{L}\p{M}]{3,}\.?|[\p{L}\p{M}]{3,}[ .-]{1,2}\d{1,2})(?:[ T,]+\d{1,2}:\d{2}(?::\d{2})?)?$/u;

/** What divides columns of fixed width, and signs that do so in twos. */
const DIVIDERS = /(?<=\S) {2,}(?=\S)|(?<=\S)(::|\|\||;;|~~|--)(?=\S)/;

/** What to do with whole lines in a single column, which blanks or two signs divide in each. */
function dividedBy(cell: string, name: string): string | undefined {
  const found = DIVIDERS.exec(cell);
  if (found === null || !DIVIDERS.test(name)) return undefined;
  return found[1] === undefined
    ? "Blanks divide the columns, and some cells hold blanks themselves: save the table with commas or tabs between columns."
    : `"${found[1]}" divides the columns: save the table with one sign between them, such as a comma or a tab.`;
}

/** What to do with a cell that is no date as dates are read. */
function dateHint(cell: string, name: string): string {
  const zone = zoneWithin(cell);
  if (zone !== undefined && isRegion(zone)) {
    return `Zones within dates are not read: leave "${zone}" out and say --tz ${zone}.`;
  }
  if (zone !== undefined) {
    return `Abbreviations of time zones are not read, as several places share them: leave "${zone}" out and name the zone, such as --tz Europe/Berlin.`;
  }
  if (/\d:\d{2}-\d{2}:\d{2}$/.test(cell.trim())) return `${INTERVAL_HINT} ${DATE_HINT}`;
  const word = YEARLESS.test(cell.trim()) ? (/[\p{L}\p{M}]{3,}/u.exec(cell)?.[0] ?? "") : undefined;
  if (monthOf(cell.trim()) > 0 || (word !== undefined && (word === "" || monthOf(word) > 0)))
    return YEARLESS_HINT;
  if (OTHER_CALENDAR.test(cell.trim())) return OTHER_CALENDAR_HINT;
  if (isPlanned(cell)) {
    return `Is it planned rather than observed? Leave the row out: --where ${shellQuoted(`${name}!=${cell.trim()}`)}.`;
  }
  if (TOTALS.test(cell) || (/\p{L}{4}/u.test(cell) && !/\p{Nd}{3}/u.test(cell))) {
    return `${leaveOut(cell, name)} ${DATE_HINT}`;
  }
  return DATE_HINT;
}

/** What to do with a cell that is that of a note or of totals. */
export function totalsHint(table: Columns, row: number, column: Column): string {
  return leaveOut(table.cell(row, column), column.name);
}

function leaveOut(cell: string, name: string): string {
  // The row of a quoted value is found although it holds a comma.
  const value = cell.includes(",") ? `"${cell.trim()}"` : cell.trim();
  return `Is it a note or a row of totals? Leave the row out: --where ${shellQuoted(`${name}!=${value}`)}.`;
}

const DATE_HINT =
  "Dates are read as 2024-01-31, 2024-01-31T14:30:00Z, 31.01.2024, 1/31/2024, Jan 2024, 2024-W05, 2024Q1 or 2024; --date-format names any other pattern, such as %d%b%y.";

export const YEARLESS_HINT =
  "A date needs a year, of four digits where it stands beside a month alone: write it into the cells.";

/** A year of the Persian, the Islamic or the Buddhist calendar, in which other days exist. */
const OTHER_CALENDAR =
  /^(?:1[34]\d{2}|25\d{2})[./-]\d{1,2}[./-]\d{1,2}|[./-](?:1[34]\d{2}|25\d{2})$/;

const OTHER_CALENDAR_HINT =
  "Is it a date of the Persian, the Islamic or the Buddhist calendar? Write the dates in the Gregorian one.";

const INTERVAL_HINT =
  "Write blanks around the dash of intervals, as in 18:30 - 19:00, or leave their ends out.";

const CLOCK_HINT =
  "Times of day alone are no dates: name the column of days with them, as in --time date,time. Without the column rows are counted.";

const ELAPSED_HINT =
  "Time since a start must be evenly spaced, so that its steps can be counted; without the column rows are counted.";

/** The error for `18:30-19:00` in every row, where the second time may be an offset or an end. */
function openOffset(table: Columns, column: TimeColumn): DataError {
  const at = Math.max(
    0,
    column.values.findIndex((ds) => !Number.isNaN(ds)),
  );
  const location = table.locate?.(at, column);
  return new DataError(
    `column "${column.name}": "${table.cell(at, column)}" may end at the second time or have it as its offset from UTC, and so may all its dates`,
    {
      hint: INTERVAL_HINT,
      ...(location && { location }),
    },
  );
}

function ambiguousDates(table: Columns, column: TimeColumn): DataError {
  const row = column.values.findIndex((ds) => {
    const { month, day } = civilFromDays(Math.floor(ds / DAY));
    return month !== day;
  });
  const at = Math.max(0, row);
  const { month, day } = civilFromDays(Math.floor(column.values[at] / DAY));
  const location = table.locate?.(at, column);
  return new DataError(
    `column "${column.name}": "${table.cell(at, column)}" may be day ${day} of month ${month} or day ${month} of month ${day}, and so may all its dates`,
    {
      hint: "Say which it is: --date-format dmy or --date-format mdy.",
      ...(location && { location }),
    },
  );
}
