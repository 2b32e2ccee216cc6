import { DataError } from "../../errors.js";
import { clocksOf } from "../roles/time-of-day.js";
import { displayName } from "../source/source.js";
import type { Column, Columns } from "../table/columns.js";
import { RowList } from "../table/row-list.js";
import { type Frequency, periodOf, standsOn, stepFrom, stepsBetween } from "../time/frequency.js";
import { parseFrequency } from "../time/frequency-alias.js";
import { inferFrequency } from "../time/infer-frequency.js";
import { jitteredFrequency } from "../time/jittered-frequency.js";
import { formatTime, precisionOf } from "../time/timestamp.js";
import type { Duplicates, Missing } from "./policies.js";

/** The rows of one series: which rows of the table, and their stamps. */
export interface Rows {
  readonly id: string;
  readonly rows: RowList;
  readonly ds: Float64Array;
}

/** A table with the column its stamps come from. */
export interface Dated {
  readonly table: Columns;
  readonly time: Column | undefined;
  /** Milliseconds, not counted steps. */
  readonly dated: boolean;
  /** What else could be done about dates that stand on no grid. */
  readonly offGridHint?: string;
}

/** How messages write a stamp. */
export function formatStamp(ds: number, dated: boolean): string {
  return dated ? formatTime(ds, precisionOf([ds])) : String(ds);
}

/** `file:line: `, or nothing when the table has no lines. */
export function placeOf({ table }: Dated, row: number): string {
  const place = table.locate?.(row);
  return place === undefined ? `${displayName(table.name)}: ` : `${place.file}:${place.line}: `;
}

/** The details of an error about one row. */
function placed(
  data: Dated,
  row: number,
  hint: string,
): ConstructorParameters<typeof DataError>[1] {
  const location = data.table.locate?.(row, data.time);
  return { hint, ...(location === undefined ? {} : { location }) };
}

/** What a person may say about how a table is cleaned. */
export interface CleanOptions {
  /** An error unless told. */
  readonly duplicates?: Duplicates | undefined;
  /** Interpolated unless told; models that take missing values as they are then get them so. */
  readonly missing?: Missing | undefined;
  /** Combines the rows of each period of a coarser frequency. */
  readonly aggregate?: "sum" | "mean" | undefined;
}

/**
 * Each series' rows by time. Rows out of order are sorted, and the first of them is named.
 *
 * @param duplicates what will become of rows with the same stamp; they are counted in a warning
 * @throws DataError when a row has no stamp, or two rows of a series have the same one and that is an
 *   error
 */
export function sortRows(
  data: Dated,
  series: readonly Rows[],
  warn: (message: string) => void,
  duplicates: Duplicates = "error",
): Rows[] {
  let unsorted: Rows | undefined;
  let place = 0;
  let count = 0;
  let ascending: Float64Array | undefined;
  const sorted = series.map((one) => {
    const { ds, rows } = one;
    // Series often share their dates.
    if (ds === ascending) return one;
    let previous = Number.NEGATIVE_INFINITY;
    let broken = -1;
    for (let i = 0; i < ds.length; i++) {
      const t = ds[i];
      if (Number.isNaN(t)) {
        throw new DataError(
          `column "${data.time?.name}" has no date in this row`,
          placed(data, rows.at(i), "Fill it in, or leave the row out."),
        );
      }
      if (t < previous && broken < 0) broken = i;
      previous = t;
    }
    if (broken < 0) {
      ascending = ds;
      return one;
    }
    count++;
    if (unsorted === undefined) {
      unsorted = one;
      place = broken;
    }
    const order = Uint32Array.from(ds, (_, i) => i).sort((a, b) => ds[a] - ds[b]);
    return {
      ...one,
      rows: rows.pick(order),
      ds: Float64Array.from(order, (i) => ds[i]),
    };
  });
  if (unsorted !== undefined) {
    const before = formatStamp(unsorted.ds[place - 1], data.dated);
    const also = count > 1 ? ` (${count} series)` : "";
    warn(
      `${placeOf(data, unsorted.rows.at(place))}${formatStamp(unsorted.ds[place], data.dated)} comes after ${before}; rows are sorted by date${also}`,
    );
  }
  if (duplicates === "error") {
    let distinct: Float64Array | undefined;
    for (const one of sorted) {
      if (one.ds !== distinct) rejectDuplicates(data, one, series.length > 1);
      distinct = one.ds;
    }
  } else warnDuplicates(data, sorted, duplicates, warn);
  return sorted;
}

function warnDuplicates(
  data: Dated,
  series: readonly Rows[],
  duplicates: Exclude<Duplicates, "error">,
  warn: (message: string) => void,
): void {
  let count = 0;
  let first = -1;
  for (const { ds, rows } of series) {
    for (let i = 1; i < ds.length; i++) {
      if (ds[i] !== ds[i - 1]) continue;
      if (count++ === 0) first = rows.at(i);
    }
  }
  if (count === 0) return;
  const counted =
    count === 1 ? "1 row repeats a date" : `${count} rows repeat a date, the first here`;
  warn(`${placeOf(data, first)}${counted}; the ${duplicates} is taken`);
}

/**
 * A column by place in a grid, NaN where there is nothing: a part of the column itself where its rows
 * stand so already, so copy before you change it. [length]
 *
 * @param how values of the same place are combined; missing ones do not count
 */
export function placeOnGrid(
  values: Float64Array,
  { rows }: Rows,
  { places }: Grid,
  length: number,
  how: Duplicates,
): Float64Array {
  if (length === rows.length && rows.isRun && places.isRun) return rows.valuesOf(values);
  const x = new Float64Array(length).fill(Number.NaN);
  let count = 0;
  for (let i = 0; i < places.length; i++) {
    const place = places.at(i);
    const value = values[rows.at(i)];
    if (i > 0 && places.at(i - 1) !== place) count = 0;
    if (Number.isNaN(value)) continue;
    count++;
    if (count === 1 || how === "last") x[place] = value;
    else if (how === "sum") x[place] = x[place] + value;
    else if (how === "mean") x[place] = x[place] + (value - x[place]) / count;
  }
  return x;
}

/**
 * The rows with the stamps of the periods they lie in. Periods at the ends that began before the first
 * row or go on after the last one are left out, and counted in a warning.
 *
 * @throws DataError when a series has no whole period
 */
export function rowsByPeriod(
  data: Dated,
  series: readonly Rows[],
  frequency: Frequency,
  warn: (message: string) => void,
): Rows[] {
  const indexes = series.map(({ ds }) => distinct(ds));
  // Rows that come late now and then fill their periods all the same.
  const near = jitteredFrequency(indexes[0].subarray(0, 1000));
  const step = near === undefined ? inferFrequency(indexes) : parseFrequency(near);
  let left = 0;
  const periods = series.map(({ id, rows, ds }) => {
    const period = ds.map((t) => periodOf(t, frequency));
    const n = ds.length;
    let from = 0;
    let to = n;
    if (step !== undefined && periodOf(stepFrom(ds[0], step, -1), frequency) === period[0]) {
      while (from < n && period[from] === period[0]) from++;
    }
    if (step !== undefined && periodOf(stepFrom(ds[n - 1], step, 1), frequency) === period[n - 1]) {
      while (to > from && period[to - 1] === period[n - 1]) to--;
    }
    if (from >= to) {
      throw new DataError(`series "${id}" has no whole period of frequency ${frequency.alias}`, {
        hint: "Choose a finer --freq.",
        location: { file: data.table.name },
      });
    }
    left += (from > 0 ? 1 : 0) + (to < n ? 1 : 0);
    return { id, rows: rows.slice(from, to), ds: period.subarray(from, to) };
  });
  if (left > 0) {
    const counted = left === 1 ? "1 period is" : `${left} periods are`;
    warn(
      `${displayName(data.table.name)}: ${counted} left out at the ends, as rows of frequency ${step!.alias} do not fill them`,
    );
  }
  return periods;
}

function distinct(ds: Float64Array): Float64Array {
  return ds.filter((t, i) => i === 0 || t !== ds[i - 1]);
}

function rejectDuplicates(data: Dated, { id, ds, rows }: Rows, many: boolean): void {
  for (let i = 1; i < ds.length; i++) {
    if (ds[i] !== ds[i - 1]) continue;
    const first = data.table.locate?.(rows.at(i - 1))?.line;
    const where = first === undefined ? "" : ` in line ${first}`;
    throw new DataError(
      `${formatStamp(ds[i], data.dated)}${many ? ` of series "${id}"` : ""} was there already${where}`,
      placed(data, rows.at(i), many ? DUPLICATES_HINT : repeatsHint(data)),
    );
  }
}

const DUPLICATES_HINT =
  "Each date may stand once in a series: name all columns that tell series apart with --id, or combine the rows with --duplicates sum, mean, first or last.";

/** What the dates of a table that is one series may repeat for. */
function repeatsHint({ table: { columns }, time }: Dated): string {
  const clocks = columns.filter((column) => clocksOf(column) !== undefined);
  if (clocks.length > 0 && time !== undefined && !time.name.includes(",")) {
    const names = clocks.map(({ name }) => `--time ${time.name},${name}`);
    return `Times of day in another column? Name both: ${names.join(" or ")}.`;
  }
  const texts = columns.filter(({ kind }) => kind === "text").map(({ name }) => name);
  return texts.length === 0
    ? DUPLICATES_HINT
    : `Several series in one table? Name the column that tells them apart: --id ${texts.join(" or --id ")}.`;
}

/** A regular index and, for each row of a series, its place in it. */
export interface Grid {
  readonly ds: Float64Array;
  readonly places: RowList;
}

/**
 * The regular index that a series' stamps stand on.
 *
 * @param told whether a person named the frequency, for the hint
 * @throws DataError when a stamp stands off the grid, or the grid would be almost all gaps
 */
export function regularGrid(data: Dated, one: Rows, frequency: Frequency, told: boolean): Grid {
  const { ds } = one;
  const n = ds.length;
  const start = ds[0];
  // Made for the first row whose place is not its number.
  let places: Uint32Array | undefined;
  let last = 0;
  if (!standsOn(start, frequency)) throw offGrid(data, one, 0, undefined, frequency, told);
  for (let i = 1; i < n; i++) {
    const steps = stepsBetween(start, ds[i], frequency);
    if (!(steps >= last)) throw offGrid(data, one, i, start, frequency, told);
    if (steps >= maxSteps(n)) throw tooFar(data, one, i, n, steps, frequency);
    if (steps !== i) places ??= new Uint32Array(n).map((_, k) => k);
    if (places !== undefined) places[i] = steps;
    last = steps;
  }
  if (places === undefined) return { ds, places: RowList.run(0, n) };
  const length = last + 1;
  const index = new Float64Array(length);
  for (let k = 0; k < length; k++) index[k] = stepFrom(start, frequency, k);
  return { ds: index, places: RowList.of(places) };
}

/** The stamps of a series as they are. */
export function irregularGrid({ ds }: Rows): Grid {
  const n = ds.length;
  const places = new Uint32Array(n);
  for (let i = 1; i < n; i++) places[i] = places[i - 1] + (ds[i] === ds[i - 1] ? 0 : 1);
  if (n === 0 || places[n - 1] === n - 1) return { ds, places: RowList.run(0, n) };
  return { ds: distinct(ds), places: RowList.of(places) };
}

/** Steps from the first to the last row beyond which an index would be almost all gaps. */
export function maxSteps(rows: number): number {
  return 20 * rows + 1000;
}

/** What brings rows of uneven dates to even periods. */
const AGGREGATE_HINT = ", and how its rows become one with --aggregate mean or sum";

/** The error about row `i` when it lies {@link maxSteps} or more from the first of `count` rows. */
export function tooFar(
  data: Dated,
  { ds, rows }: Rows,
  i: number,
  count: number,
  steps: number,
  { alias }: Frequency,
): DataError {
  return new DataError(
    `there are ${count} rows, but ${steps + 1} steps of ${alias} up to ${formatStamp(ds[i], data.dated)}`,
    placed(
      data,
      rows.at(i),
      `Is the date right? Else name a coarser frequency with --freq${AGGREGATE_HINT}.${irregularHint(data)}`,
    ),
  );
}

/** The error about row `i`, which does not stand on the grid that starts at `start`. */
export function offGrid(
  data: Dated,
  { ds, rows }: Rows,
  i: number,
  start: number | undefined,
  { alias }: Frequency,
  told: boolean,
): DataError {
  const near = told || !data.dated ? undefined : jitteredFrequency(ds);
  const stood = `${formatStamp(ds[i], data.dated)} does not stand on the grid of frequency ${near ?? alias}`;
  const from = start === undefined ? "" : ` that starts at ${formatStamp(start, data.dated)}`;
  const even = near === undefined ? "" : `--freq ${near} --aggregate mean makes the dates even. `;
  const hint = even + gridHint(data, ds, alias, told);
  return new DataError(stood + from, placed(data, rows.at(i), hint));
}

/** Which frequency the dates stand on, where another one was told; else how they come to stand on one. */
function gridHint(data: Dated, ds: Float64Array, alias: string, told: boolean): string {
  if (!data.dated) return "Correct the date, or name a finer frequency with --freq.";
  const inferred = told ? inferFrequency(ds) : undefined;
  const fits =
    inferred !== undefined &&
    inferred.alias !== alias &&
    ds.every((to) => !Number.isNaN(stepsBetween(ds[0], to, inferred)));
  return fits
    ? `The dates look like --freq ${inferred.alias}.`
    : `Correct the date, or name another frequency with --freq${AGGREGATE_HINT}.${irregularHint(data)}`;
}

function irregularHint({ offGridHint }: Dated): string {
  return offGridHint === undefined ? "" : ` ${offGridHint}`;
}

/**
 * Fills missing values between others on the straight line between their neighbours, in place.
 *
 * @param ds      times of the values; they are equally far apart by default
 * @returns first and one past the last place that has a value, equal when there is none; what lies
 *   outside stays NaN
 */
export function interpolate(y: Float64Array, ds?: Float64Array): { start: number; end: number } {
  let previous = -1;
  let start = 0;
  for (let i = 0; i < y.length; i++) {
    if (Number.isNaN(y[i])) continue;
    if (previous < 0) start = i;
    const gap = i - previous;
    for (let k = 1; previous >= 0 && k < gap; k++) {
      const share = ds ? (ds[previous + k] - ds[previous]) / (ds[i] - ds[previous]) : k / gap;
      y[previous + k] = y[previous] + (y[i] - y[previous]) * share;
    }
    previous = i;
  }
  return { start, end: previous + 1 };
}

/** How often something was found missing, in how many series, and the first row. */
export class Findings {
  private count = 0;
  private series = 0;
  private row = 0;

  /** @param count in one series; `row` is the first of them */
  add(count: number, row: number): void {
    if (this.count === 0) this.row = row;
    this.count += count;
    this.series++;
  }

  /** @throws DataError that counts them, if any are missing */
  reject(data: Dated, [one, many]: readonly [string, string]): void {
    const { count, series, row } = this;
    if (count === 0) return;
    const counted = count === 1 ? `1 ${one} is` : `${count} ${many} are`;
    const first = count === 1 ? "" : `${series > 1 ? ` in ${series} series` : ""}, the first here`;
    throw new DataError(
      `${counted} missing${first}`,
      placed(data, row, "Fill in what is missing, or choose how with --missing."),
    );
  }

  /**
   * Says how many are missing and what was done about it, if any are.
   *
   * @param nouns what is missing, as one and as many
   */
  report(
    data: Dated,
    [one, many]: readonly [string, string],
    done: string,
    warn: (message: string) => void,
  ): void {
    const { count, series, row } = this;
    if (count === 0) return;
    const counted = count === 1 ? `1 ${one} is` : `${count} ${many} are`;
    const first = count === 1 ? "" : `${series > 1 ? ` in ${series} series` : ""}, the first here`;
    warn(`${placeOf(data, row)}${counted} missing${first}; ${done}`);
  }
}
