import type { Panel } from "../../data/panel/from-table.js";
import type { Frequency } from "../../data/time/frequency.js";
import {
  formatTime,
  formatTimes,
  precisionOf,
  readableTimes,
  type TimePrecision,
} from "../../data/time/timestamp.js";

const PRECISIONS: readonly TimePrecision[] = ["day", "second", "millisecond"];

/** Writes stamps of the panel and of its future, all at the same precision. */
export function stampFormat(panel: Panel, future: readonly Float64Array[]): (ds: number) => string {
  if (panel.frequency.unit === "index") return String;
  const precision = finestPrecision([...panel.series.map((s) => s.ds), ...future]);
  return (ds) => formatTime(ds, precision);
}

/** The precision that the finest of all stamps needs. */
export function finestPrecision(stamps: Iterable<Float64Array>): TimePrecision {
  let finest: TimePrecision = "day";
  for (const ds of stamps) finest = finerOf(finest, precisionOf(ds));
  return finest;
}

export function finerOf(one: TimePrecision, other: TimePrecision): TimePrecision {
  return PRECISIONS[Math.max(PRECISIONS.indexOf(one), PRECISIONS.indexOf(other))];
}

/** Writes a stamp as finely as the frequency needs: `1960`, `1960-12`, `1960-12-31`, `1960-12-31 14:00`. */
export function wholeStamp(ds: number, { unit }: Frequency): string {
  if (unit === "index") return String(ds);
  const text = formatTime(ds, unit === "ms" ? "millisecond" : "second").replace("T", " ");
  switch (unit) {
    case "Y":
      return text.slice(0, -15);
    case "Q":
    case "M":
      return text.slice(0, -12);
    case "W":
    case "B":
    case "D":
      return text.slice(0, -9);
    case "s":
    case "ms":
      return text;
    default:
      return text.slice(0, -3);
  }
}

/**
 * Writes stamps for people, as finely as the frequency needs; those of an irregular panel as finely as the
 * finest of `shown` does.
 */
export function shownStamps({ frequency, irregular }: Panel, shown: Float64Array): string[] {
  if (irregular && frequency.unit !== "index") return readableTimes(formatTimes(shown));
  return Array.from(shown, (ds) => wholeStamp(ds, frequency));
}

/** A timestamp for an axis, without the year of hours or the day of seconds: `12-31 14:00`. */
export function shortStamp(ds: number, frequency: Frequency): string {
  const whole = wholeStamp(ds, frequency);
  switch (frequency.unit) {
    case "s":
    case "ms":
      return whole.slice(whole.indexOf(" ") + 1);
    case "h":
    case "min":
      return whole.slice(-11);
    default:
      return whole;
  }
}
