import { civilFromDays, DAY, daysInMonth, weekday } from "./calendar.js";

/**
 * How well stamps look like those of series: 3 for steps that calendars are made of (of hours or less, a
 * day, business days, a week, months from first to first or end to end), 2 for other even steps, 1 when
 * they are only in order, 0 when they are not.
 */
export type Regularity = 0 | 1 | 2 | 3;

/** Share of steps that may deviate: gaps, and where one series ends and the next begins. */
const MAX_ODD_SHARE = 0.1;

/**
 * @param times milliseconds by row, NaN where missing; repeated stamps, as of several series, do not count
 */
export function regularityOf(times: Float64Array): { level: Regularity; step: Step | undefined } {
  const all = times.filter((t, i) => !Number.isNaN(t) && t !== times[i - 1]);
  const rising = all.reduce((count, t, i) => count + (i > 0 && t > all[i - 1] ? 1 : 0), 0);
  const falls = 2 * rising < all.length - 1;
  const stamps = falls ? all.toReversed() : all;
  const steps: Step[] = [];
  let disorder = 0;
  for (let i = 1; i < stamps.length; i++) {
    if (stamps[i] > stamps[i - 1]) steps.push(stepBetween(stamps[i - 1], stamps[i]));
    else disorder++;
  }
  if (steps.length === 0 || disorder > MAX_ODD_SHARE * (stamps.length - 1)) {
    return { level: 0, step: undefined };
  }
  const counts = new Map<string, number>();
  for (const { key } of steps) counts.set(key, (counts.get(key) ?? 0) + 1);
  const [key, count] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  const step = steps.find((one) => one.key === key)!;
  const even = (number: number) => number >= (1 - MAX_ODD_SHARE) * steps.length;
  if (even(count)) return { level: step.common ? 3 : 2, step };
  const business = steps.filter(({ business }) => business).length;
  return { level: even(business) ? 3 : 1, step: undefined };
}

/** From one stamp to the next. */
export interface Step {
  readonly key: string;
  /** Whole months, when both stand on the same day of the month or both at its end. */
  readonly months?: number;
  readonly days?: number;
  readonly common: boolean;
  /** From a working day to the next one. */
  readonly business: boolean;
}

function stepBetween(from: number, to: number): Step {
  const [first, last] = [Math.floor(from / DAY), Math.floor(to / DAY)];
  const [a, b] = [civilFromDays(first), civilFromDays(last)];
  const ends = (date: typeof a) => date.day === daysInMonth(date.year, date.month);
  const sameClock = (to - from) % DAY === 0;
  const days = (to - from) / DAY;
  const business = sameClock && days === (weekday(first) === 4 ? 3 : 1) && weekday(first) < 5;
  if (sameClock && days > 7 && (a.day === b.day || (ends(a) && ends(b)))) {
    const months = 12 * (b.year - a.year) + b.month - a.month;
    return { key: `${months} months`, months, common: a.day === 1 || ends(a), business };
  }
  const common = days < 1 || days === 1 || days === 7;
  return { key: `${days}`, days, common, business };
}
