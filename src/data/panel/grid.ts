import { DataError } from "../../errors.js";
import { RowList } from "../table/row-list.js";
import { type Frequency, standsOn, stepFrom, stepsBetween } from "../time/frequency.js";
import { inferFrequency } from "../time/infer-frequency.js";
import { jitteredFrequency } from "../time/jittered-frequency.js";
import type { Duplicates } from "./policies.js";
import { type Dated, formatStamp, placed, type Rows } from "./rows.js";

/** A regular index and, for each row of a series, its place in it. */
export interface Grid {
  readonly ds: Float64Array;
  readonly places: RowList;
}

/**
 * The regular index that a series' stamps stand on.
 *
 * @param explicit whether the user named the frequency, for the hint
 * @throws DataError when a stamp stands off the grid, or the grid would be almost all gaps
 */
export function regularGrid(data: Dated, one: Rows, frequency: Frequency, explicit: boolean): Grid {
  const { ds } = one;
  const n = ds.length;
  const start = ds[0];
  // Made for the first row whose place is not its number.
  let places: Uint32Array | undefined;
  let last = 0;
  if (!standsOn(start, frequency)) throw offGrid(data, one, 0, undefined, frequency, explicit);
  for (let i = 1; i < n; i++) {
    const steps = stepsBetween(start, ds[i], frequency);
    if (!(steps >= last)) throw offGrid(data, one, i, start, frequency, explicit);
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

/** End of hints: how rows with uneven dates come to even periods. */
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
      `Is this date right, and ${formatStamp(ds[i - 1], data.dated)} before it? Else name a coarser frequency with --freq${AGGREGATE_HINT}.${irregularHint(data)}`,
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
  explicit: boolean,
): DataError {
  const near = explicit || !data.dated ? undefined : jitteredFrequency(ds);
  const stood = `${formatStamp(ds[i], data.dated)} is not on the grid of frequency ${near ?? alias}`;
  const from = start === undefined ? "" : ` that starts at ${formatStamp(start, data.dated)}`;
  const even = near === undefined ? "" : `--freq ${near} --aggregate mean makes the dates even. `;
  const hint = even + gridHint(data, ds, alias, explicit);
  return new DataError(stood + from, placed(data, rows.at(i), hint));
}

/** Names the frequency that the dates do stand on when the user named another; else says how to get an even grid. */
function gridHint(data: Dated, ds: Float64Array, alias: string, explicit: boolean): string {
  if (!data.dated) return "Correct the date, or name a finer frequency with --freq.";
  const inferred = explicit ? inferFrequency(ds) : undefined;
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

/** Sorted stamps, each once. */
export function distinct(ds: Float64Array): Float64Array {
  return ds.filter((t, i) => i === 0 || t !== ds[i - 1]);
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
