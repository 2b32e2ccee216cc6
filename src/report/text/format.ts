import { DAY } from "../../data/time/calendar.js";
import { counted, grouped } from "../../wording.js";

/**
 * Decimals that show the largest of some values with so many significant digits: 2 for 432.1 at 5.
 * Missing values do not count.
 */
export function decimalsFor(values: Iterable<number>, significant: number): number {
  let largest = 0;
  for (const value of values) {
    if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  }
  let decimals = significant - 1;
  for (; largest >= 10 && decimals > 0; largest /= 10) decimals--;
  for (; largest > 0 && largest < 1 && decimals < 12; largest *= 10) decimals++;
  return decimals;
}

/** As {@link decimalsFor}, and none where all values are whole: counts are shown as counts. */
export function decimalsOf(values: readonly number[], significant: number): number {
  const whole = values.every((value) => !Number.isFinite(value) || Number.isInteger(value));
  return whole ? 0 : decimalsFor(values, significant);
}

/**
 * Decimals of forecasts of counts, whose observations are all whole: two at most, unless all values are far
 * below one.
 */
export function decimalsOfCounts(values: readonly number[], significant: number): number {
  return Math.min(decimalsFor(values, significant), Math.max(2, decimalsFor(values, 2)));
}

/** Decimals of errors in units of the data: four digits, and three where all are below one. */
export function decimalsOfErrors(values: readonly number[]): number {
  return Math.min(decimalsFor(values, 4), Math.max(3, decimalsFor(values, 3)));
}

/** A rounded number for people, with its thousands apart; what is not defined becomes a dash. */
export function formatNumber(value: number, decimals: number, plain = false): string {
  if (!Number.isFinite(value)) return plain ? "-" : "–";
  if (Math.abs(value) >= 1e12) return value.toExponential(4);
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : grouped(text);
}

/** A whole number with its thousands apart: `12,345`. */
export function formatCount(count: number): string {
  return grouped(String(count));
}

/** A size: `873 bytes`, `31 kB`, `4.1 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return counted(bytes, "byte");
  const [unit, name] = bytes < 999_500 ? [1e3, "kB"] : bytes < 999.5e6 ? [1e6, "MB"] : [1e9, "GB"];
  const value = bytes / unit;
  return `${value.toFixed(value < 9.95 ? 1 : 0)} ${name}`;
}

const UNITS = [
  ["days", DAY],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

/** A length of time in the largest unit it fills, rounded: `42 s`, `8.1 min`, `1.5 days`. */
export function duration(milliseconds: number, plain: boolean): string {
  const [name, length] = UNITS.find(([, unit]) => milliseconds >= unit) ?? ["ms", 1];
  const value = milliseconds / length;
  const decimals = Number.isInteger(value) ? 0 : decimalsFor([value], 2);
  return `${formatNumber(value, decimals, plain)} ${name}`;
}

/** `45 s`, `3 min 20 s` */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
