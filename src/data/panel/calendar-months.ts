import { DataError, type Warn } from "../../errors.js";
import { displayName } from "../source/errors.js";
import { civilFromDays, DAY, daysInMonth } from "../time/calendar.js";
import { type Frequency, periodOf } from "../time/frequency.js";
import { parseFrequency } from "../time/frequency-alias.js";
import { inferFrequency } from "../time/infer-frequency.js";
import { type Dated, placed, type Rows } from "./rows.js";

/** Rows below which dates in following months may be chance. */
const MIN_ROWS = 6;
/** Days within which dates of a month move for weekends and weekdays: third Fridays lie from the 15th to the 21st. */
const MAX_WINDOW = 7;
const HOUR = 3_600_000;

/**
 * The rows with the stamps of their months where there is one a month, a quarter or a year on changing
 * days: the first or last business day, the third Friday. Any others are given back as they are.
 */
export function monthsOfBusinessDays(data: Dated, series: readonly Rows[], warn: Warn): Rows[] {
  const same = () => [...series];
  let months = 0;
  let [first, last, fromEnd] = [31, 0, 0];
  for (const { ds } of series) {
    if (ds.length < MIN_ROWS) return same();
    let before = Number.NaN;
    for (const stamp of ds) {
      const { year, month, day } = civilFromDays(Math.floor(stamp / DAY));
      const at = 12 * year + month;
      if (!Number.isNaN(before)) {
        if (months === 0) months = at - before;
        if (at - before !== months || months < 1) return same();
      }
      before = at;
      first = Math.min(first, day);
      last = Math.max(last, day);
      fromEnd = Math.max(fromEnd, daysInMonth(year, month) - day);
    }
  }
  const inferred = inferFrequency(series.map(({ ds }) => ds));
  if (inferred === undefined || !["D", "B", "W"].includes(inferred.unit)) return same();
  // Every fourth week may come once a month for a while too.
  if (inferred.unit === "W" && series.every(({ ds }) => isEven(ds))) return same();
  const atEnd = fromEnd < MAX_WINDOW && first > 15;
  if (!atEnd && last - first >= MAX_WINDOW) return same();
  const frequency: Frequency = parseFrequency(`${months}${atEnd ? "ME" : "MS"}`);
  const month = { ...parseFrequency(atEnd ? "ME" : "MS") };
  warn(
    `${displayName(data.table.name)}: dates come once ${months === 1 ? "a month" : `every ${months} months`}, on days ${first} to ${last}, and are read as ${atEnd ? "the last" : "the first"} of their month (${frequency.alias})`,
  );
  return series.map((one) => ({ ...one, ds: one.ds.map((stamp) => periodOf(stamp, month)) }));
}

function isEven(ds: Float64Array): boolean {
  return ds.every((stamp, i) => i === 0 || stamp - ds[i - 1] === ds[1] - ds[0]);
}

/**
 * Refuses dates with offsets that are the same local time on either side of a change of clocks: as UTC
 * they are not evenly apart.
 *
 * @throws DataError that asks for the time zone
 */
export function rejectClockChanges(data: Dated, series: readonly Rows[]): void {
  for (const one of series) {
    const { ds, rows } = one;
    let change = -1;
    for (let i = 1; i < ds.length; i++) {
      const rest = (ds[i] - ds[i - 1]) % DAY;
      if (ds[i] - ds[i - 1] < 23 * HOUR || (rest !== 0 && rest !== HOUR && rest !== 23 * HOUR)) {
        change = -1;
        break;
      }
      if (rest !== 0 && change < 0) change = i;
    }
    if (change < 0 || ds.length < MIN_ROWS) continue;
    throw new DataError(
      "the dates keep their local time when the clocks change here, and are unevenly spaced in UTC",
      placed(data, rows.at(change), "Name their time zone, such as --tz Europe/Berlin."),
    );
  }
}
