import { DataError } from "../errors.js";
import type { Column, Columns } from "./columns.js";
import { type Frequency, inferFrequency, standsOn, stepFrom, stepsBetween } from "./frequency.js";
import { named } from "./source.js";
import { formatTime, precisionOf } from "./time.js";

/** The rows of one series: which rows of the table, and their stamps. */
export interface Rows {
  readonly id: string;
  readonly rows: Uint32Array;
  readonly ds: Float64Array;
}

/** A table with the column its stamps come from. */
export interface Dated {
  readonly table: Columns;
  readonly time: Column | undefined;
  /** Milliseconds, not counted steps. */
  readonly dated: boolean;
}

/** How messages write a stamp. */
export function stamp(ds: number, dated: boolean): string {
  return dated ? formatTime(ds, precisionOf([ds])) : String(ds);
}

/** `file:line: `, or nothing when the table has no lines. */
export function at({ table }: Dated, row: number): string {
  const place = table.locate?.(row);
  return place === undefined ? `${named(table.name)}: ` : `${place.file}:${place.line}: `;
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

/**
 * Each series' rows by time. Rows out of order are sorted, and the first of them is named.
 *
 * @throws DataError when a row has no stamp or two rows of a series have the same one
 */
export function inOrder(
  data: Dated,
  series: readonly Rows[],
  warn: (message: string) => void,
): Rows[] {
  let unsorted: Rows | undefined;
  let place = 0;
  let count = 0;
  const sorted = series.map((one) => {
    const { ds, rows } = one;
    let previous = Number.NEGATIVE_INFINITY;
    let broken = -1;
    for (let i = 0; i < ds.length; i++) {
      const t = ds[i]!;
      if (Number.isNaN(t)) {
        throw new DataError(
          `column "${data.time?.name}" has no date in this row`,
          placed(data, rows[i]!, "Fill it in, or leave the row out."),
        );
      }
      if (t < previous && broken < 0) broken = i;
      previous = t;
    }
    if (broken < 0) return one;
    count++;
    if (unsorted === undefined) {
      unsorted = one;
      place = broken;
    }
    const order = Uint32Array.from(ds, (_, i) => i).sort((a, b) => ds[a]! - ds[b]!);
    return {
      ...one,
      rows: Uint32Array.from(order, (i) => rows[i]!),
      ds: Float64Array.from(order, (i) => ds[i]!),
    };
  });
  if (unsorted !== undefined) {
    const before = stamp(unsorted.ds[place - 1]!, data.dated);
    const also = count > 1 ? ` (${count} series)` : "";
    warn(
      `${at(data, unsorted.rows[place]!)}${stamp(unsorted.ds[place]!, data.dated)} comes after ${before}; rows are sorted by date${also}`,
    );
  }
  for (const one of sorted) rejectDuplicates(data, one, series.length > 1);
  return sorted;
}

function rejectDuplicates(data: Dated, { id, ds, rows }: Rows, many: boolean): void {
  for (let i = 1; i < ds.length; i++) {
    if (ds[i] !== ds[i - 1]) continue;
    const first = data.table.locate?.(rows[i - 1]!)?.line;
    const where = first === undefined ? "" : ` in line ${first}`;
    const texts = data.table.columns.filter((c) => c.kind === "text").map((c) => c.name);
    throw new DataError(
      `${stamp(ds[i]!, data.dated)}${many ? ` of series "${id}"` : ""} was there already${where}`,
      placed(
        data,
        rows[i]!,
        texts.length > 0 && !many
          ? `Several series in one table? Name the column that tells them apart: --id ${texts.join(" or --id ")}.`
          : "Each date may stand once in a series: remove or combine the rows.",
      ),
    );
  }
}

/** A regular index and, for each row of a series, its place in it. */
export interface Grid {
  readonly ds: Float64Array;
  readonly places: Uint32Array;
}

/**
 * The regular index that a series' stamps stand on.
 *
 * @param told whether a person named the frequency, for the hint
 * @throws DataError when a stamp stands off the grid, or the grid would be almost all gaps
 */
export function onGrid(data: Dated, one: Rows, frequency: Frequency, told: boolean): Grid {
  const { ds } = one;
  const n = ds.length;
  const places = new Uint32Array(n);
  const start = ds[0]!;
  if (!standsOn(start, frequency)) throw offGrid(data, one, 0, undefined, frequency, told);
  for (let i = 1; i < n; i++) {
    const steps = stepsBetween(start, ds[i]!, frequency);
    if (!(steps > 0)) throw offGrid(data, one, i, start, frequency, told);
    if (steps >= mostSteps(n)) throw tooFar(data, one, i, n, steps, frequency);
    places[i] = steps;
  }
  const length = places[n - 1]! + 1;
  if (length === n) return { ds, places };
  const index = new Float64Array(length);
  for (let k = 0; k < length; k++) index[k] = stepFrom(start, frequency, k);
  return { ds: index, places };
}

/** Steps from the first to the last row beyond which an index would be almost all gaps. */
export function mostSteps(rows: number): number {
  return 20 * rows + 1000;
}

/** The error about row `i` when it lies {@link mostSteps} or more from the first of `count` rows. */
export function tooFar(
  data: Dated,
  { ds, rows }: Rows,
  i: number,
  count: number,
  steps: number,
  { alias }: Frequency,
): DataError {
  return new DataError(
    `there are ${count} rows, but ${steps + 1} steps of ${alias} up to ${stamp(ds[i]!, data.dated)}`,
    placed(data, rows[i]!, "Is the date right? Else name a coarser frequency with --freq."),
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
  let hint = "Correct the date, or name a finer frequency with --freq.";
  const inferred = data.dated ? inferFrequency(ds) : undefined;
  if (told && inferred !== undefined && inferred.alias !== alias) {
    hint = `The dates look like --freq ${inferred.alias}.`;
  }
  const stood = `${stamp(ds[i]!, data.dated)} does not stand on the grid of frequency ${alias}`;
  const from = start === undefined ? "" : ` that starts at ${stamp(start, data.dated)}`;
  return new DataError(stood + from, placed(data, rows[i]!, hint));
}

/**
 * Fills missing values between others on the straight line between their neighbours, in place.
 *
 * @returns first and one past the last place that has a value, equal when there is none; what lies
 *   outside stays NaN
 */
export function interpolate(y: Float64Array): { start: number; end: number } {
  let previous = -1;
  let start = 0;
  for (let i = 0; i < y.length; i++) {
    if (Number.isNaN(y[i]!)) continue;
    if (previous < 0) start = i;
    const gap = i - previous;
    for (let k = 1; previous >= 0 && k < gap; k++) {
      y[previous + k] = y[previous]! + (y[i]! - y[previous]!) * (k / gap);
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
    warn(`${at(data, row)}${counted} missing${first}; ${done}`);
  }
}
