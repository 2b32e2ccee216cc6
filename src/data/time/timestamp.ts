import { civilFromDays, DAY, daysFromCivil, daysInMonth } from "./calendar.js";

const DASH = 0x2d;
const SLASH = 0x2f;
const COLON = 0x3a;

/**
 * Milliseconds since 1970 in UTC of a timestamp in `bytes[start, end)`:
 * `2024`, `2024-05`, `2024Q2`, `2024-Q2`, `2024-05-01`, `2024/5/1`, each day with an optional time
 * `T14:30`, ` 14:30:15`, `14:30:15.250` and `Z`, `UTC`, `GMT`, `+02`, `+02:00` or `+0200`.
 *
 * Without an offset a stamp is taken as UTC. Fractions are rounded to milliseconds.
 *
 * @returns NaN when the text is none of these or no such day exists
 * @see ISO 8601-1:2019
 */
export function parseTime(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 4) return Number.NaN;
  if (end - start === 10 && bytes[start + 4] === DASH && bytes[start + 7] === DASH) {
    return plainDay(bytes, start);
  }
  const year = digits(bytes, start, start + 4);
  if (year < 0) return Number.NaN;
  let i = start + 4;
  if (i === end) return daysFromCivil(year, 1, 1) * DAY;

  const q = bytes[i] === DASH ? i + 1 : i;
  if (end - q === 2 && (bytes[q] | 0x20) === 0x71) {
    const quarter = bytes[q + 1] - 0x30;
    return quarter >= 1 && quarter <= 4
      ? daysFromCivil(year, 3 * quarter - 2, 1) * DAY
      : Number.NaN;
  }

  const separator = bytes[i];
  if (separator !== DASH && separator !== SLASH) return Number.NaN;
  let to = numberEnd(bytes, i + 1, Math.min(end, i + 3));
  const month = digits(bytes, i + 1, to);
  if (month < 1 || month > 12) return Number.NaN;
  i = to;
  if (i === end) return daysFromCivil(year, month, 1) * DAY;

  if (bytes[i] !== separator) return Number.NaN;
  to = numberEnd(bytes, i + 1, Math.min(end, i + 3));
  const day = digits(bytes, i + 1, to);
  if (day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  i = to;
  const midnight = daysFromCivil(year, month, day) * DAY;
  if (i === end) return midnight;
  if ((bytes[i] | 0x20) !== 0x74 && bytes[i] !== 0x20) return Number.NaN;
  return midnight + parseClock(bytes, i + 1, end);
}

/** The month of the last plain day, cached: long tables repeat it. */
const month = { written: -1, first: 0, days: 0 };

/** Fast path for `2024-05-01`, as most dates of large tables are written. */
function plainDay(bytes: Uint8Array, start: number): number {
  const year = digits(bytes, start, start + 4);
  const number = digits(bytes, start + 5, start + 7);
  const day = digits(bytes, start + 8, start + 10);
  if (year < 0 || number < 1 || number > 12 || day < 1) return Number.NaN;
  const written = year * 16 + number;
  if (written !== month.written) {
    month.written = written;
    month.first = daysFromCivil(year, number, 1);
    month.days = daysInMonth(year, number);
  }
  return day > month.days ? Number.NaN : (month.first + day - 1) * DAY;
}

/** Milliseconds from midnight UTC of `hh[:mm[:ss[.fff]]]` with an optional zone; NaN if malformed. */
export function parseClock(bytes: Uint8Array, start: number, end: number): number {
  let i = start + 2;
  const hour = i <= end ? digits(bytes, start, i) : -1;
  let minute = 0;
  let second = 0;
  let fraction = 0;
  if (i < end && bytes[i] === COLON) {
    minute = i + 3 <= end ? digits(bytes, i + 1, i + 3) : -1;
    i += 3;
    if (i < end && bytes[i] === COLON) {
      second = i + 3 <= end ? digits(bytes, i + 1, i + 3) : -1;
      i += 3;
      if (i < end && (bytes[i] === 0x2e || bytes[i] === 0x2c)) {
        const from = i + 1;
        i = numberEnd(bytes, from, end);
        if (i === from) return Number.NaN;
        let unit = 100;
        for (let k = from; k < Math.min(i, from + 9); k++, unit /= 10) {
          fraction += (bytes[k] - 0x30) * unit;
        }
      }
    }
  }
  if (hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 59) return Number.NaN;
  // ISO 8601 writes the end of a day as 24:00.
  if (hour > 23 && (hour > 24 || minute + second + fraction > 0)) return Number.NaN;
  const clock = ((hour * 60 + minute) * 60 + second) * 1000 + Math.round(fraction);
  return clock - parseOffset(bytes, i, end);
}

/** Milliseconds east of UTC; 0 when there is no zone, NaN if malformed. */
function parseOffset(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && bytes[i] === 0x20) i++;
  if (i === end) return 0;
  const length = end - i;
  const first = bytes[i];
  if (length === 1 && (first | 0x20) === 0x7a) return 0;
  if (length === 3 && isUtc(first, bytes[i + 1], bytes[i + 2])) return 0;
  if (first !== 0x2b && first !== DASH) return Number.NaN;
  const hours = length >= 3 ? digits(bytes, i + 1, i + 3) : -1;
  let minutes = 0;
  if (length === 6 && bytes[i + 3] === COLON) minutes = digits(bytes, i + 4, i + 6);
  else if (length === 5) minutes = digits(bytes, i + 3, i + 5);
  else if (length !== 3) return Number.NaN;
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return Number.NaN;
  return (first === DASH ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** `UTC` or `GMT`. */
function isUtc(a: number, b: number, c: number): boolean {
  return (a === 0x55 && b === 0x54 && c === 0x43) || (a === 0x47 && b === 0x4d && c === 0x54);
}

/** Whether a stamp with a time that {@link parseTime} reads has an offset from UTC. */
export function endsInOffset(bytes: Uint8Array, start: number, end: number): boolean {
  const last = bytes[end - 1];
  if (last < 0x30 || last > 0x39) return true;
  // A date, which has dashes of its own, takes at least eight characters.
  for (let i = Math.max(start + 9, end - 6); i < end; i++) {
    if (bytes[i] === 0x2b || bytes[i] === DASH) return true;
  }
  return false;
}

function numberEnd(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && bytes[i] >= 0x30 && bytes[i] <= 0x39) i++;
  return i;
}

/** The whole number written in `bytes[start, end)`; -1 when empty or not all digits. */
function digits(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = bytes[i] - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** The finest part of a timestamp that is written. */
export type TimePrecision = "day" | "second" | "millisecond";

/** The coarsest precision that loses nothing of these stamps: a day when all are midnight. */
export function precisionOf(ds: ArrayLike<number>): TimePrecision {
  let precision: TimePrecision = "day";
  for (let i = 0; i < ds.length; i++) {
    if (ds[i] % 1000 !== 0) return "millisecond";
    if (ds[i] % DAY !== 0) precision = "second";
  }
  return precision;
}

/** `2024-05-01`, `2024-05-01T14:30:00` or `2024-05-01T14:30:00.250`, in UTC without a zone sign. */
export function formatTime(ds: number, precision: TimePrecision): string {
  const days = Math.floor(ds / DAY);
  const { year, month, day } = civilFromDays(days);
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  if (precision === "day") return date;
  const ms = ds - days * DAY;
  const clock = `${pad(Math.floor(ms / 3_600_000), 2)}:${pad(Math.floor(ms / 60_000) % 60, 2)}:${pad(Math.floor(ms / 1000) % 60, 2)}`;
  return precision === "second"
    ? `${date}T${clock}`
    : `${date}T${clock}.${pad(Math.floor(ms % 1000), 3)}`;
}

/** Formats a column of stamps, all at the precision that the finest one needs. */
export function formatTimes(ds: ArrayLike<number>): string[] {
  const precision = precisionOf(ds);
  return Array.from(ds, (stamp) => formatTime(stamp, precision));
}

/** Written stamps as people read them, `2024-05-01 14:30`: with seconds only where one of them has some. */
export function readableTimes(stamps: readonly string[]): string[] {
  const seconds = stamps.some((stamp) => !/T\d\d:\d\d:00$/.test(stamp));
  return stamps.map((stamp) => (seconds ? stamp : stamp.slice(0, -3)).replace("T", " "));
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
