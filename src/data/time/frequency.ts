import { UsageError } from "../../errors.js";
import { nearest } from "../../suggest.js";
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
   * Where in its period a stamp must stand: day of the week (W; Monday 0), month of the quarter
   * (Q; 0–2) or of the year (Y; 0–11). Left out: where the data stand.
   */
  readonly anchor?: number;
}

type Unit = Frequency["unit"];

const WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");

/** Milliseconds of the units that have always the same length. */
const FIXED_MS: Partial<Record<Unit, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  D: DAY,
  W: 7 * DAY,
};

/** Calendar months of the units that are counted in months. */
const MONTHS_PER_UNIT: Partial<Record<Unit, number>> = { M: 1, Q: 3, Y: 12 };

/** When there are no dates: steps of one row, or of `multiple`. */
export function indexFrequency(multiple = 1): Frequency {
  return { alias: "index", unit: "index", multiple, atEnd: false };
}

/** Milliseconds of a step, or rows where there are no dates; undefined where the calendar decides. */
export function fixedStep({ unit, multiple }: Frequency): number | undefined {
  const length = unit === "index" ? 1 : FIXED_MS[unit];
  return length === undefined ? undefined : length * multiple;
}

/** The frequency of steps of so many milliseconds, in the largest unit that holds them. */
export function frequencyOfStep(milliseconds: number): Frequency {
  return inLargestUnit("ms", Math.max(1, Math.round(milliseconds)), false);
}

function frequency(unit: Unit, multiple: number, atEnd = false, anchor?: number): Frequency {
  let base: string = unit;
  let suffix = "";
  if (MONTHS_PER_UNIT[unit] !== undefined) base = `${unit}${atEnd ? "E" : "S"}`;
  let kept = anchor;
  if (unit === "W" && anchor !== undefined) suffix = `-${WEEKDAYS[anchor]}`;
  if (unit === "Q" || unit === "Y") {
    // The common anchor goes without saying: years and quarters of the calendar.
    const common = atEnd ? MONTHS_PER_UNIT[unit]! - 1 : 0;
    if (anchor === common) kept = undefined;
    else if (anchor !== undefined) {
      suffix = `-${MONTHS[unit === "Q" && atEnd ? anchor + 9 : anchor]}`;
    }
  }
  const alias = `${multiple > 1 ? multiple : ""}${base}${suffix}`;
  return { alias, unit, multiple, atEnd, ...(kept === undefined ? {} : { anchor: kept }) };
}

/** The same step in the largest unit that holds it: 60min is h, 12MS is YS. */
function inLargestUnit(unit: Unit, multiple: number, atEnd: boolean, anchor?: number): Frequency {
  const larger: Partial<Record<Unit, [Unit, number]>> = {
    ms: ["s", 1000],
    s: ["min", 60],
    min: ["h", 60],
    h: ["D", 24],
    D: ["W", 7],
    M: ["Q", 3],
    Q: ["Y", 4],
  };
  const up = larger[unit];
  return anchor === undefined && up !== undefined && multiple % up[1] === 0
    ? inLargestUnit(up[0], multiple / up[1], atEnd)
    : frequency(unit, multiple, atEnd, anchor);
}

const BASES = new Map<string, [Unit, boolean]>([
  ["ms", ["ms", false]],
  ["s", ["s", false]],
  ["min", ["min", false]],
  ["h", ["h", false]],
  ["D", ["D", false]],
  ["B", ["B", false]],
  ["W", ["W", false]],
  ["MS", ["M", false]],
  ["ME", ["M", true]],
  ["QS", ["Q", false]],
  ["QE", ["Q", true]],
  ["YS", ["Y", false]],
  ["YE", ["Y", true]],
]);

/** Names pandas had before 2.2, and plain words. */
const SYNONYMS = new Map<string, string>([
  ["S", "s"],
  ["T", "min"],
  ["H", "h"],
  ["d", "D"],
  ["b", "B"],
  ["w", "W"],
  ["M", "ME"],
  ["Q", "QE"],
  ["Y", "YE"],
  ["A", "YE"],
  ["AS", "YS"],
  ["hourly", "h"],
  ["daily", "D"],
  ["weekly", "W"],
  ["monthly", "MS"],
  ["quarterly", "QS"],
  ["yearly", "YS"],
]);

/**
 * Reads a frequency alias such as `D`, `15min`, `W-SUN`, `MS`, `QE-NOV` or `2h`.
 *
 * @throws UsageError that names the nearest alias
 */
export function parseFrequency(alias: string): Frequency {
  const parts = /^(\d*)([A-Za-z]+)(?:-([A-Za-z]{3}))?$/.exec(alias.trim());
  const multiple = parts?.[1] ? Number(parts[1]) : 1;
  const name = parts?.[2] ?? "";
  const base = BASES.get(SYNONYMS.get(name) ?? name);
  if (parts === null || base === undefined || multiple < 1 || multiple > 1e6) {
    const meant = nearest(name || alias, [...BASES.keys(), ...SYNONYMS.keys()]);
    const known = `Known: ${[...BASES.keys()].join(" ")}, multiples such as 15min, W-MON … W-SUN.`;
    throw new UsageError(
      `unknown frequency "${alias}"`,
      meant === undefined || base !== undefined
        ? known
        : `Did you mean ${parts?.[1] ?? ""}${SYNONYMS.get(meant) ?? meant}? ${known}`,
    );
  }
  const [unit, atEnd] = base;
  const anchorName = parts[3]?.toUpperCase();
  if (anchorName === undefined) return inLargestUnit(unit, multiple, atEnd);
  const names = unit === "W" ? WEEKDAYS : unit === "Q" || unit === "Y" ? MONTHS : [];
  const anchor = names.indexOf(anchorName);
  if (anchor < 0) {
    const meant = nearest(anchorName, names);
    throw new UsageError(
      `unknown anchor "${parts[3]}" in frequency "${alias}"`,
      names.length === 0
        ? `${name} takes no anchor.`
        : `${meant === undefined ? "" : `Did you mean ${name}-${meant}? `}Known: ${names.join(" ")}.`,
    );
  }
  return frequency(unit, multiple, atEnd, unit === "Q" ? anchor % 3 : anchor);
}

/** Weeks and weekdays as one count of business days; a weekend counts as the Friday before. */
function businessDay(days: number): number {
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
    // Backwards from a weekend counts from the Monday after it.
    const count = businessDay(days) + (n < 0 && weekday(days) > 4 ? 1 : 0) + n * multiple;
    const week = Math.floor(count / 5);
    return (week * 7 + (count - week * 5) - 3) * DAY + clock;
  }
  const { year, month, day } = civilFromDays(days);
  const months = year * 12 + month - 1 + n * multiple * MONTHS_PER_UNIT[unit]!;
  const toYear = Math.floor(months / 12);
  const toMonth = months - toYear * 12 + 1;
  const longest = daysInMonth(toYear, toMonth);
  return daysFromCivil(toYear, toMonth, atEnd ? longest : Math.min(day, longest)) * DAY + clock;
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
    // A day cut short by a shorter month would step on from there: that is a month end's grid.
    if (!frequency.atEnd && a.day !== b.day) return Number.NaN;
    units = ((b.year - a.year) * 12 + b.month - a.month) / MONTHS_PER_UNIT[unit]!;
  }
  const steps = units / multiple;
  if (!Number.isInteger(steps)) return Number.NaN;
  return stepFrom(from, frequency, steps) === to ? steps : Number.NaN;
}

/** Whether a series may start here: on its weekday or month, at the month's end, on a working day. */
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
 * The stamp of the period in which `ds` lies: its first day or instant, for frequencies `atEnd` its
 * last day. Weeks begin on their anchor, Monday where there is none; a weekend belongs to Friday.
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

/** The `horizon` stamps that follow `last`. */
export function futureIndex(last: number, frequency: Frequency, horizon: number): Float64Array {
  return Float64Array.from({ length: horizon }, (_, k) => stepFrom(last, frequency, k + 1));
}

/** Counts values; the most frequent wins, the smaller one on a tie. */
class Tally {
  private readonly counts = new Map<number, number>();
  private value = Number.NaN;
  private run = 0;

  add(value: number, times: number): void {
    // Regular indexes are one long run: the map is seldom touched.
    if (value !== this.value) {
      this.flush();
      this.value = value;
    }
    this.run += times;
  }

  mode(): number {
    this.flush();
    let mode = Number.NaN;
    let most = 0;
    for (const [value, count] of this.counts) {
      if (count > most || (count === most && value < mode)) {
        mode = value;
        most = count;
      }
    }
    return mode;
  }

  private flush(): void {
    if (this.run > 0) this.counts.set(this.value, (this.counts.get(this.value) ?? 0) + this.run);
    this.run = 0;
  }
}

/** `value` while all values were equal, undefined after. */
class Agreement {
  private seen = false;
  value: number | undefined;

  add(value: number): void {
    if (!this.seen) {
      this.seen = true;
      this.value = value;
    } else if (value !== this.value) this.value = undefined;
  }
}

/**
 * The frequency of an index, or of several together, from all of its stamps.
 *
 * The step is the most common one, so gaps do no harm; dates of equal day of the month or at month
 * ends step by months, of equal weekday by weeks, without any weekend by business days. Whether
 * every stamp stands on that grid is for {@link stepsBetween} to say.
 *
 * @param ds increasing milliseconds; one index or one a series
 * @returns undefined when no index has two stamps
 */
export function inferFrequency(ds: Float64Array | readonly Float64Array[]): Frequency | undefined {
  const indexes: Shared = new Map();
  for (const index of ds instanceof Float64Array ? [ds] : ds) {
    indexes.set(index, (indexes.get(index) ?? 0) + 1);
  }
  const gaps = new Tally();
  let sameClock = true;
  let sameWeekday = true;
  for (const [index, series] of indexes) {
    for (let i = 1; i < index.length; i++) {
      const gap = index[i] - index[i - 1];
      if (!(gap > 0)) continue;
      gaps.add(gap, series);
      if (gap % DAY !== 0) sameClock = false;
      if (gap % (7 * DAY) !== 0) sameWeekday = false;
    }
  }
  const gap = gaps.mode();
  if (Number.isNaN(gap)) return undefined;
  if (!sameClock) return frequencyOfStep(gap);
  return (
    inferMonths(indexes) ??
    (sameWeekday ? inferWeeks(indexes, gap) : undefined) ??
    inferBusinessDays(indexes) ??
    frequency("D", gap / DAY)
  );
}

/** Different indexes, and how many series have each. */
type Shared = Map<Float64Array, number>;

function inferMonths(indexes: Shared): Frequency | undefined {
  const steps = new Tally();
  const monthOfYear = new Agreement();
  const monthOfQuarter = new Agreement();
  let sameDay = true;
  let atEnd = true;
  for (const [index, series] of indexes) {
    let previous = Number.NaN;
    let firstDay = 0;
    for (let i = 0; i < index.length && (sameDay || atEnd); i++) {
      const { year, month, day } = civilFromDays(Math.floor(index[i] / DAY));
      if (i === 0) firstDay = day;
      else if (day !== firstDay) sameDay = false;
      if (day !== daysInMonth(year, month)) atEnd = false;
      const months = year * 12 + month - 1;
      if (months > previous) steps.add(months - previous, series);
      previous = months;
      monthOfYear.add(month - 1);
      monthOfQuarter.add((month - 1) % 3);
    }
    if (!sameDay && !atEnd) return undefined;
  }
  const step = steps.mode();
  if (step % 12 === 0) return frequency("Y", step / 12, atEnd, monthOfYear.value);
  if (step % 3 === 0) return frequency("Q", step / 3, atEnd, monthOfQuarter.value);
  return frequency("M", step, atEnd);
}

function inferWeeks(indexes: Shared, gap: number): Frequency {
  const day = new Agreement();
  for (const index of indexes.keys()) {
    if (index.length > 0) day.add(weekday(Math.floor(index[0] / DAY)));
  }
  return frequency("W", gap / (7 * DAY), false, day.value);
}

function inferBusinessDays(indexes: Shared): Frequency | undefined {
  const steps = new Tally();
  const gap = new Agreement();
  let gaps = 0;
  let crossed = false;
  for (const [index, series] of indexes) {
    for (let i = 0; i < index.length; i++) {
      const day = Math.floor(index[i] / DAY);
      if (weekday(day) > 4) return undefined;
      if (i === 0) continue;
      const before = Math.floor(index[i - 1] / DAY);
      if (day <= before) continue;
      gaps += series;
      gap.add(day - before);
      steps.add(businessDay(day) - businessDay(before), series);
      if (weekday(day) < weekday(before) || day - before >= 7) crossed = true;
    }
  }
  // Dates that never met a weekend, or step evenly over one, say nothing of business days.
  if (!crossed || (gaps > 1 && gap.value !== undefined)) return undefined;
  return frequency("B", steps.mode());
}

/** Observations a season, as the field assumes it when nobody says: a year, a week, a day; else 1. */
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
 * Lengths that a season of this frequency may have by the calendar, the shortest first.
 *
 * @returns undefined where the calendar says nothing: without dates, and for seconds and less
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

/** Steps ahead when nobody says: a season or two. */
export function defaultHorizon(frequency: Frequency): number {
  const horizons: Partial<Record<Unit, number>> = { Q: 8, Y: 6, W: 13, D: 14, B: 10, h: 24 };
  return horizons[frequency.unit] ?? 12;
}
