import { DAY } from "./calendar.js";
import { stepFrom } from "./frequency.js";
import { frequency } from "./frequency-alias.js";
import { parseTime } from "./timestamp.js";

/** The time that a date as written stands for: a year, a month, a day, a minute … */
export interface DateSpan {
  /** Milliseconds since 1970 in UTC. */
  readonly start: number;
  /** The first millisecond that is no part of it. */
  readonly end: number;
}

const MINUTE = 60_000;
const MONTHLY = frequency("M", 1);

/**
 * The span of a date in ISO 8601: `2022`, `2022-Q3`, `2022-01`, `2022-01-15`, `2022-01-15T14`,
 * `2022-01-15 14:30` or with seconds.
 *
 * @returns undefined when the text is none of these or no such day exists
 */
export function dateSpan(text: string): DateSpan | undefined {
  const written = text.trim();
  const clock = /^(.{8,10})[T ](\d{1,2})$/.exec(written);
  const bytes = new TextEncoder().encode(clock ? `${clock[1]}T${clock[2]}:00` : written);
  const start = parseTime(bytes, 0, bytes.length);
  if (Number.isNaN(start)) return undefined;
  if (/[T ]/.test(written)) {
    if (clock) return { start, end: start + 60 * MINUTE };
    return { start, end: start + (/:\d+:\d/.test(written) ? 1000 : MINUTE) };
  }
  const later = (months: number) => stepFrom(start, MONTHLY, months);
  if (/^\d{4}$/.test(written)) return { start, end: later(12) };
  if (/q/i.test(written)) return { start, end: later(3) };
  if (/^\d{4}[-/]\d{1,2}$/.test(written)) return { start, end: later(1) };
  return { start, end: start + DAY };
}
