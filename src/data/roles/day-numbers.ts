import type { Column, NumberColumn } from "../table/columns.js";
import { DAY } from "../time/calendar.js";

/** Counts of days that have a name of their own, with the number of 1970-01-01. */
const COUNTS: readonly (readonly [RegExp, string, number])[] = [
  [/^(?:[bh]?jd(?:[ _].*)?|julian[ _]?(?:day|date))$/i, "Julian days", 2_440_587.5],
  [/^mjd(?:[ _].*)?$/i, "modified Julian days", 40_587],
  [/^datenum$/i, "days since year 0", 719_529],
];

/** Years that such days lie in. */
const [EARLIEST, LATEST] = [Date.UTC(1600), Date.UTC(2150)];

/** Whether a column is named after a count of days. */
export function hasDayNumberName({ name }: Column): boolean {
  return COUNTS.some(([called]) => called.test(name.trim()));
}

/**
 * The dates of a column of days that astronomers or MATLAB count, in milliseconds by row.
 *
 * @returns undefined when the column is not named so, or its dates would be far from today
 */
export function datesOfDayNumbers({
  name,
  values,
}: NumberColumn): { readonly times: Float64Array; readonly as: string } | undefined {
  const count = COUNTS.find(([called]) => called.test(name.trim()));
  if (count === undefined) return undefined;
  const [, as, origin] = count;
  const times = values.map((value) => Math.round((value - origin) * DAY));
  const near = times.every((ds) => Number.isNaN(ds) || (ds >= EARLIEST && ds < LATEST));
  return near ? { times, as } : undefined;
}
