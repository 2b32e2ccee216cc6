import { civilFromDays, DAY, daysFromCivil, daysInMonth, weekday } from "./calendar.js";

/** The distance between two observations, in the aliases that pandas made common. */
export interface Frequency {
  /**
   * `ms s min h D B W-SUN MS ME QS QE YS YE`, with a multiple such as `15min` and an anchor such as
   * `QS-FEB`, or `index` when there are no dates.
   */
  readonly alias: string;
  readonly unit: "ms" | "s" | "min" | "h" | "D" | "B" | "W" | "M" | "Q" | "Y" | "index";
  /** How many units one step is. */
  readonly multiple: number;
  /** Whether month-based steps land on the last day of the month. */
  readonly atEnd: boolean;
  /**
   * Position of stamps in their period: day of the week (W; Monday 0), month of the quarter (Q; 0–2) or
   * of the year (Y; 0–11). Absent when the data decide.
   */
  readonly anchor?: number;
  /** Day of the month, 29 or 30, from which steps fall back to the last day of shorter months. */
  readonly day?: number;
}

/** A unit of time. */
export type Unit = Frequency["unit"];

/** Milliseconds of the units whose length never changes. */
const FIXED_MS: Partial<Record<Unit, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  D: DAY,
  W: 7 * DAY,
};

/** Calendar months of the units that count months. */
export const MONTHS_PER_UNIT: Partial<Record<Unit, number>> = { M: 1, Q: 3, Y: 12 };

/** The frequency where there are no dates: a step is one row, or `multiple` of them. */
export function indexFrequency(multiple = 1): Frequency {
  return { alias: "index", unit: "index", multiple, atEnd: false };
}

/** Milliseconds of a step, or rows where there are no dates; undefined where the calendar decides. */
export function fixedStep({ unit, multiple }: Frequency): number | undefined {
  const length = unit === "index" ? 1 : FIXED_MS[unit];
  return length === undefined ? undefined : length * multiple;
}

/** Number of business days since an origin; a weekend counts as the Friday before. */
export function businessDay(days: number): number {
  return Math.floor((days + 3) / 7) * 5 + Math.min(weekday(days), 4);
}

/**
 * The stamp `n` steps after `ds` (before, when negative) by the calendar.
 *
 * Month-based steps keep the day of the month and the time of day, or stay on the last day of the
 * month when the frequency is `atEnd`; business days skip Saturday and Sunday.
 */
export function stepFrom(ds: number, frequency: Frequency, n: number): number {
  if (n === 0) return ds;
  const { unit, multiple, atEnd } = frequency;
  const fixed = fixedStep(frequency);
  if (fixed !== undefined) return ds + n * fixed;

  const days = Math.floor(ds / DAY);
  const clock = ds - days * DAY;
  if (unit === "B") {
    // Backwards, a weekend counts as the Monday after it.
    const count = businessDay(days) + (n < 0 && weekday(days) > 4 ? 1 : 0) + n * multiple;
    const week = Math.floor(count / 5);
    return (week * 7 + (count - week * 5) - 3) * DAY + clock;
  }
  const { year, month, day } = civilFromDays(days);
  const months = year * 12 + month - 1 + n * multiple * MONTHS_PER_UNIT[unit]!;
  const toYear = Math.floor(months / 12);
  const toMonth = months - toYear * 12 + 1;
  const longest = daysInMonth(toYear, toMonth);
  const toDay = atEnd ? longest : Math.min(frequency.day ?? day, longest);
  return daysFromCivil(toYear, toMonth, toDay) * DAY + clock;
}

/**
 * How many steps lead from one stamp to another.
 *
 * @returns NaN when `to` does not stand on the grid that starts at `from`
 */
export function stepsBetween(from: number, to: number, frequency: Frequency): number {
  const { unit, multiple } = frequency;
  const fixed = fixedStep(frequency);
  if (fixed !== undefined) {
    const steps = (to - from) / fixed;
    return Number.isInteger(steps) ? steps : Number.NaN;
  }
  const fromDays = Math.floor(from / DAY);
  const toDays = Math.floor(to / DAY);
  let units: number;
  if (unit === "B") units = businessDay(toDays) - businessDay(fromDays);
  else {
    const a = civilFromDays(fromDays);
    const b = civilFromDays(toDays);
    // January 31 steps to February 28, and from there to March 28: different days share no grid.
    if (!frequency.atEnd && !frequency.day && a.day !== b.day) return Number.NaN;
    units = ((b.year - a.year) * 12 + b.month - a.month) / MONTHS_PER_UNIT[unit]!;
  }
  const steps = units / multiple;
  if (!Number.isInteger(steps)) return Number.NaN;
  return stepFrom(from, frequency, steps) === to ? steps : Number.NaN;
}

/** Whether a stamp is on the grid: on its weekday or month, at the end of a month, on a business day. */
export function standsOn(ds: number, frequency: Frequency): boolean {
  const { unit, atEnd, anchor } = frequency;
  if (unit !== "B" && unit !== "W" && MONTHS_PER_UNIT[unit] === undefined) return true;
  const days = Math.floor(ds / DAY);
  if (unit === "B") return weekday(days) < 5;
  if (unit === "W") return anchor === undefined || weekday(days) === anchor;
  const { year, month, day } = civilFromDays(days);
  if (atEnd && day !== daysInMonth(year, month)) return false;
  return anchor === undefined || (month - 1) % MONTHS_PER_UNIT[unit]! === anchor;
}

/**
 * The stamp of the period that contains `ds`: its first day or instant, for frequencies `atEnd` its last
 * day. Weeks begin on their anchor, by default on Monday; a weekend belongs to Friday.
 */
export function periodOf(ds: number, { unit, multiple, atEnd, anchor }: Frequency): number {
  if (unit === "index") return Math.floor(ds / multiple) * multiple;
  const days = Math.floor(ds / DAY);
  if (unit === "W") {
    const since = (weekday(days) - (anchor ?? 0) + 7) % 7;
    const first = days - since;
    // Weeks are counted from the first one of 1970.
    const number = Math.floor((first + 3) / 7);
    return (first - 7 * (number - Math.floor(number / multiple) * multiple)) * DAY;
  }
  const fixed = FIXED_MS[unit];
  if (fixed !== undefined) return Math.floor(ds / (fixed * multiple)) * fixed * multiple;
  if (unit === "B") return (weekday(days) > 4 ? days - (weekday(days) - 4) : days) * DAY;
  const length = MONTHS_PER_UNIT[unit]! * multiple;
  const { year, month } = civilFromDays(days);
  // The anchor is the month a period begins with, or ends with.
  const offset = anchor === undefined ? 0 : atEnd ? anchor + 1 : anchor;
  const months = Math.floor((year * 12 + month - 1 - offset) / length) * length + offset;
  const at = months + (atEnd ? length - 1 : 0);
  const toYear = Math.floor(at / 12);
  const toMonth = at - toYear * 12 + 1;
  return daysFromCivil(toYear, toMonth, atEnd ? daysInMonth(toYear, toMonth) : 1) * DAY;
}

/**
 * The `horizon` stamps that follow `last`.
 *
 * @example
 * const next = futureIndex(Date.UTC(2024, 0, 1), parseFrequency("MS"), 2);
 * new Date(next[1]).toISOString().slice(0, 10); // "2024-03-01"
 */
export function futureIndex(last: number, frequency: Frequency, horizon: number): Float64Array {
  return Float64Array.from({ length: horizon }, (_, k) => stepFrom(last, frequency, k + 1));
}

/** Default number of observations a season: those of a year, a week or a day; 1 where none is common. */
export function defaultSeason(frequency: Frequency): number {
  const { unit, multiple } = frequency;
  const whole = (length: number) => (length % multiple === 0 ? length / multiple : 1);
  switch (unit) {
    case "s":
      return whole(60);
    case "min":
      return multiple === 1 ? 60 : whole(1440);
    case "h":
      return whole(24);
    case "D":
      return whole(7);
    case "B":
      return whole(5);
    case "W":
      return whole(52);
    case "M":
      return whole(12);
    case "Q":
      return whole(4);
    default:
      return 1;
  }
}

/**
 * Season lengths that the calendar suggests for a frequency, the shortest first.
 *
 * @returns undefined where it suggests none: without dates, and for seconds or less
 */
export function calendarSeasons(frequency: Frequency): number[] | undefined {
  const { unit, multiple } = frequency;
  const lengths: Partial<Record<Unit, number[]>> = {
    min: multiple === 1 ? [60, 1440] : [1440, 10080],
    h: [24, 168],
    D: [7, 365],
  };
  if (unit === "index" || unit === "ms" || unit === "s") return undefined;
  const whole = (lengths[unit] ?? [defaultSeason(frequency) * multiple])
    .filter((length) => length % multiple === 0)
    .map((length) => length / multiple);
  return whole.filter((length) => length > 1);
}

/** Default number of steps ahead: a season or two. */
export function defaultHorizon(frequency: Frequency): number {
  const horizons: Partial<Record<Unit, number>> = { Q: 8, Y: 6, W: 13, D: 14, B: 10, h: 24 };
  return horizons[frequency.unit] ?? 12;
}
