import { DAY } from "../../data/time/calendar.js";
import { decimalsFor, formatNumber } from "./number.js";

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
