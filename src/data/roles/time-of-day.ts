import { cellError, firstRow } from "../table/column.js";
import type { Column, Columns, TextColumn } from "../table/columns.js";
import { readClock } from "../time/clock.js";
import { packedClock } from "../time/numeric-times.js";
import { visibleText } from "../time/visible-text.js";
import { hasClockName } from "./date-part.js";

const CLOCK_TIME =
  /^\d{1,2}([:.])\d{2}(?:\1\d{2}(?:[.,]\d{1,9})?)?(?: ?[AP](?:\.? ?M\.?)?| ?Z| ?[+-]\d{2}:?\d{2}| ?(?:Uhr|hrs?))?$/i;
/** `0100 UTC` and `01 UTC`; weather services write four digits. */
const UNIVERSAL_HOUR = /^(\d{2}):?(\d{2})? ?(?:UTC|GMT)$/i;
const HALF_DAY_HOUR =
  /^\d{1,2} ?[AP]\.? ?M\.?$|^(?:[上下]午|午[前後]|오[전후]) ?\d{1,2}:\d{2}(?::\d{2})?$/i;
const WRITTEN_HOUR = /^(\d{1,2}) ?h(?: ?(\d{2}))?$/i;
/** Hours of power markets: `HE1` ends at one o'clock, `HB0` begins at midnight. */
const MARKET_HOUR = /^(HE|HB) ?0?(\d{1,2})$/i;
/** `Hour 1` to `Hour 24`, which have no `Hour 0`. */
const COUNTED_HOUR = /^(?:hour|hr|h|stunde|std\.?|heure|hora|ora) ?0?(\d{1,2})$/i;
const CLOCK_RANGE = /^(\d{1,2}(?:[:.]\d{2}){0,2}) ?(?:-|–|to) ?(\d{1,2}(?:[:.]\d{2}){0,2})$/i;

const NOON = /^(?:12 ?)?(?:noon|midday|mittags?|midi|mediod[ií]a|mezzogiorno)$/i;
const MIDNIGHT = /^(?:12 ?)?(?:midnight|mitternachts?|minuit|medianoche|mezzanotte)$/i;

const HOUR = 3_600_000;

/** Share of the texts of a column that must be times of day before the others are mistakes. */
const MIN_CLOCK_SHARE = 0.8;

/** The same in a column that is called after times of day. */
const MIN_NAMED_SHARE = 0.5;

/**
 * The times of day in a column, in milliseconds from midnight by row, NaN where there is none: texts such
 * as `14:30`, `14.30.00`, `2:30 PM`, `1 AM`, `14h30`, `HE15`, `14:30Z` and, by its start, `14:00-14:30`,
 * and in a column that is called `time` also 1430 or 143000.
 *
 * @returns undefined when the column holds anything else, or nothing
 */
export function clocksOf(column: Column): ((row: number) => number) | undefined {
  if (column.kind === "number") return hasClockName(column) ? packed(column.values) : undefined;
  if (column.kind === "time") return undefined;
  const { codes } = column;
  const { clocks, missing, unreadable } = clocksOfLabels(column);
  const any = clocks.length > missing;
  return any && unreadable === 0 ? (row) => clocks[codes[row]] : undefined;
}

/**
 * Makes sure that no cell spoils a column of times of day.
 *
 * @throws DataError that names the first cell which is none, when nearly all others are
 */
export function rejectBrokenClocks(table: Columns, column: Column): void {
  if (column.kind !== "text" || !hasBrokenClocks(column)) return;
  const row = firstRow(column, (text) => text !== "" && Number.isNaN(clockOf(text)))!;
  throw cellError(
    table,
    row,
    column,
    "a time of day",
    "Times are read as 14:30, 14:30:00, 2:30 PM, 1 AM, HE15 or 14:00-14:30. An hour that clocks show twice has no name of its own: write such dates in UTC, or use --tz.",
  );
}

/** Whether nearly all texts of a column are times of day, and some are not. */
export function hasBrokenClocks(column: Column): boolean {
  if (column.kind !== "text") return false;
  const { clocks, missing, unreadable } = clocksOfLabels(column);
  const filled = clocks.length - missing;
  const least = hasClockName(column) ? MIN_NAMED_SHARE : MIN_CLOCK_SHARE;
  return unreadable > 0 && filled - unreadable >= least * filled;
}

/** The hours of a column of `Hour 1` to `Hour 24`, or `Hour 0` to `Hour 23`, by label. */
function countedHours({ labels }: TextColumn): Float64Array | undefined {
  if (labels.size < 2 || labels.size > 25) return undefined;
  const hours = Array.from({ length: labels.size }, (_, code) => {
    const text = labels.text(code);
    return text === ""
      ? Number.NaN
      : Number(COUNTED_HOUR.exec(text)?.[1] ?? Number.POSITIVE_INFINITY);
  });
  const first = hours.includes(0) ? 0 : 1;
  if (hours.some((hour) => hour - first > 23)) return undefined;
  return Float64Array.from(hours, (hour) => (hour - first) * HOUR);
}

const DASHED_RANGE = /^(\d{1,2}:\d{2})-(\d{1,2}:\d{2})$/;

/** The starts of `00:00-00:30` by label, whose ends are no offsets from UTC as they differ and follow the starts. */
function startsOfRanges({ labels }: TextColumn): Float64Array | undefined {
  if (!DASHED_RANGE.test(labels.text(0))) return undefined;
  const ends = new Set<number>();
  const starts = new Float64Array(labels.size);
  for (let code = 0; code < starts.length; code++) {
    const found = DASHED_RANGE.exec(labels.text(code));
    const [start, end] = [readClock(found?.[1] ?? ""), readClock(found?.[2] ?? "")];
    if (!(end > start || end === 0)) return undefined;
    starts[code] = start;
    ends.add(end);
  }
  return ends.size > 1 ? starts : undefined;
}

function clocksOfLabels(column: TextColumn) {
  const { labels } = column;
  const clocks =
    countedHours(column) ??
    startsOfRanges(column) ??
    new Float64Array(labels.size).fill(Number.NaN);
  let [missing, unreadable] = [0, 0];
  for (let code = 0; code < clocks.length; code++) {
    const text = labels.text(code);
    if (Number.isNaN(clocks[code])) clocks[code] = text === "" ? Number.NaN : clockOf(text);
    if (text === "") missing++;
    else if (Number.isNaN(clocks[code])) unreadable++;
    // The first cells are enough to rule out a column of names.
    if (unreadable > 20 && unreadable > code / 2) {
      unreadable = clocks.length - missing;
      break;
    }
  }
  return { clocks, missing, unreadable };
}

/** Milliseconds from midnight of one time of day as {@link clocksOf} reads it, NaN for another text. */
export function clockOf(written: string): number {
  const text = visibleText(written);
  const found = CLOCK_TIME.exec(text);
  if (found !== null || HALF_DAY_HOUR.test(text)) {
    return readClock(found?.[1] === "." ? text.replace(/(\d)\.(?=\d)/g, "$1:") : text);
  }
  const hour = WRITTEN_HOUR.exec(text) ?? UNIVERSAL_HOUR.exec(text);
  if (hour !== null) return readClock(`${hour[1]}:${hour[2] ?? "00"}`);
  const market = MARKET_HOUR.exec(text);
  if (market !== null) {
    const number = Number(market[2]) - (market[1].toUpperCase() === "HE" ? 1 : 0);
    return number >= 0 && number < 24 ? number * HOUR : Number.NaN;
  }
  if (MIDNIGHT.test(text)) return 0;
  if (NOON.test(text)) return 12 * HOUR;
  const range = CLOCK_RANGE.exec(text);
  if (range === null) return Number.NaN;
  const [start, end] = range.slice(1).map((one) => {
    const clock = one.replaceAll(".", ":");
    return readClock(clock.includes(":") ? clock : `${clock}:00`);
  });
  return end > start || end === 0 ? start : Number.NaN;
}

/** Quarters of an hour as minutes behind the point. */
const MINUTES = [0, 15, 30, 45];

/** Hours and minutes as 14.30, by quarters of an hour and up to 24. */
function withPoint(values: Float64Array): ((row: number) => number) | undefined {
  const read = (value: number) => {
    const hour = Math.floor(value);
    const minute = Math.round((value - hour) * 100);
    const isClock = hour >= 0 && hour < 24 && MINUTES.includes(minute);
    return isClock && Math.abs(value * 100 - hour * 100 - minute) < 1e-6
      ? (hour * 60 + minute) * 60_000
      : Number.NaN;
  };
  const broken = values.some((value) => !Number.isNaN(value) && Number.isNaN(read(value)));
  return broken || new Set(values).size < 2 ? undefined : (row) => read(values[row]);
}

/** Digits of a fraction that is no hour and minute as 0.30, and how near to a minute it must be. */
const [MIN_FINE, MAX_OFF] = [1e-4, 1e-3];

/** Fractions of a day, as spreadsheets keep times of day: 0.0416666667 is one o'clock. */
function fractions(values: Float64Array): ((row: number) => number) | undefined {
  const isTime = (value: number) =>
    value >= 0 && value < 1 && Math.abs(value * 1440 - Math.round(value * 1440)) < MAX_OFF;
  const isFine = (value: number) => Math.abs(value * 100 - Math.round(value * 100)) > MIN_FINE;
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0 || !known.every(isTime)) return undefined;
  if (!known.some(isFine) && withPoint(values) !== undefined) return undefined;
  return (row) => Math.round(values[row] * 1440) * 60_000;
}

/** Hours and minutes as 1430, or with seconds as 143000; numbers up to 24 may be hours. */
function packed(values: Float64Array): ((row: number) => number) | undefined {
  if (!values.some((value) => value >= 100)) return fractions(values) ?? withPoint(values);
  const unit = values.some((value) => value >= 2400) ? 1 : 100;
  const read = (value: number) => (value % 1 === 0 ? packedClock(value * unit) : Number.NaN);
  const broken = values.some((value) => !Number.isNaN(value) && Number.isNaN(read(value)));
  return broken ? undefined : (row) => read(values[row]);
}
