import type { Column, NumberColumn } from "../table/columns.js";
import { Stamps } from "../table/timestamps.js";
import {
  arePlausible,
  datesOfFinancialYears,
  type NumericTime,
  readingsOfNumbers,
  timesFromNumbers,
  unixAcross1970,
} from "../time/numeric-times.js";
import { regularityOf } from "../time/regularity.js";
import type { Times } from "./date-column.js";

/** Rows below which rising numbers may be chance. */
const MIN_ROWS = 3;

const TIME_NAME = /date|time|stamp|epoch|unix|datum|zeit|fecha|hora|heure|^ts$|^t$/i;

/** Unix time in a column without a name of time. */
const UNIX_YEARS = [Date.UTC(1990), Date.UTC(2050)] as const;

/**
 * The columns of numbers that are dates by what they hold: all of them plausible, and rising within each
 * series. Without a name that says Unix time, all steps must be whole multiples of the smallest, as those
 * of counts are not; years must stand in the first column and follow each other.
 *
 * @param columns those without another role
 * @param id      names the series
 */
export function datesInNumbers(
  columns: readonly Column[],
  id: Column | undefined,
): { times: Times; as: NumericTime }[] {
  const keys = id && (id.kind === "text" ? id.codes : id.values);
  const numeric = columns.filter((column) => column.kind === "number");
  return numeric.flatMap((column) => {
    const { values } = column;
    if (values.length < MIN_ROWS || column.marks) return [];
    const common =
      datesOfFinancialYears(values) ??
      timesFromNumbers(values) ??
      unixAcross1970(column.name, values);
    // Most columns are none by their first values.
    if (common === undefined || values.some(Number.isNaN)) return [];
    const read = (common.as === "year and month" && quartersOf(values, common.times)) || common;
    const unnamed = read.as.startsWith("Unix") && !TIME_NAME.test(column.name);
    if (!arePlausible(read.times, unnamed ? UNIX_YEARS : undefined)) return [];
    if (!fits(column, read.as, steps(values, keys), column === columns[0])) return [];
    return [{ times: { column, stamps: Stamps.of(read.times), dated: true }, as: read.as }];
  });
}

/** `200101, 200102, … 200104, 200201`: quarters, where months would step unevenly. */
function quartersOf(values: Float64Array, months: Float64Array) {
  const quarters = readingsOfNumbers(values).find(({ as }) => as === "year and quarter");
  if (quarters === undefined) return undefined;
  const [level, other] = [quarters.times, months].map(
    (times) => regularityOf(times.subarray(0, MAX_ROWS)).level,
  );
  return level > other ? quarters : undefined;
}

/** Rows that are looked at for even steps. */
const MAX_ROWS = 10_000;

function fits(column: NumberColumn, as: NumericTime, of: Steps, first: boolean): boolean {
  switch (as) {
    case "days of a spreadsheet":
      return false;
    case "year":
      return first && of.least === 1 && of.most === 1;
    case "Unix seconds":
    case "Unix milliseconds":
    case "Unix microseconds":
    case "Unix nanoseconds":
      if (!TIME_NAME.test(column.name)) return of.least > 0 && of.even && of.least > 1;
      return of.least > 0 || stepsOfSeveral(column.values);
    default:
      // Times of day may stand beside days.
      return of.least >= 0 && of.most > 0;
  }
}

interface Steps {
  readonly least: number;
  readonly most: number;
  /** All steps are whole multiples of the smallest. */
  readonly even: boolean;
}

/** Share of the stamps that must come equally often to be those of several series. */
const MIN_SHARED = 0.8;

/** Whether most stamps come equally often, and more than once, as those of series whose names are not known yet. */
function stepsOfSeveral(values: Float64Array): boolean {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  if (most < 2 || counts.size < MIN_ROWS) return false;
  const shared = [...counts.values()].filter((count) => count === most).length;
  return shared >= MIN_SHARED * counts.size;
}

/** From each value to the next of its series. */
function steps(values: Float64Array, keys: ArrayLike<number> | undefined): Steps {
  const last = new Map<number, number>();
  const found = new Set<number>();
  values.forEach((value, row) => {
    const key = keys?.[row] ?? 0;
    const before = last.get(key);
    if (before !== undefined) found.add(value - before);
    last.set(key, value);
  });
  // The newest may stand first.
  const falls = [...found].every((step) => step < 0);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const step of found) {
    least = Math.min(least, falls ? -step : step);
    most = Math.max(most, falls ? -step : step);
  }
  return { least, most, even: [...found].every((step) => step % least === 0) };
}
