import { displayName } from "../source/errors.js";
import {
  type Frequency,
  fixedStep,
  indexFrequency,
  standsOn,
  stepsBetween,
} from "../time/frequency.js";
import { frequencyOfStep } from "../time/frequency-alias.js";
import { maxSteps, tooFar } from "./grid.js";
import { mayBeSwapped, rejectSwapped } from "./invented-rows.js";
import { type Dated, placeOf, type Rows } from "./rows.js";

/**
 * The treatment of dates that stand on no grid. `allowed` takes them as they are, `always` does so even
 * for dates that stand on one. Otherwise they are refused, and `hint` ends the error's hint; with
 * `ifRefused`, those are taken as they are of which most would be refused and no frequency was named.
 */
export type Irregular =
  | "allowed"
  | "always"
  | { readonly hint: string; readonly ifRefused?: boolean };

/** Median interval in steps of the inferred frequency beyond which that is only the ticks of a clock. */
const MAX_STEPS_APART = 4;

/** Share of equal intervals from which a date that breaks the pattern looks like a mistake. */
const MIN_EQUAL_SHARE = 0.9;

/**
 * The frequency of dates that are taken as they are: the one that the user named, else the median interval.
 *
 * @param regular the frequency they would stand on
 * @param how     `always`, or as `allowed` only where they stand on no grid; `warn` hears that they do not
 * @returns undefined for dates on a grid, or that have to be
 */
export function irregularFrequency(
  data: Dated,
  series: readonly Rows[],
  { regular, explicit }: { readonly regular: Frequency; readonly explicit: boolean },
  how: Irregular | undefined,
  warn: (message: string) => void,
): Frequency | undefined {
  if (how === undefined) return undefined;
  if (typeof how === "object" && !(how.ifRefused && !explicit)) return undefined;
  const odd = how === "always" ? undefined : firstOffGrid(series, regular);
  const scattered = odd === undefined && !explicit && isScattered(data, series, regular);
  const isRegular =
    how === "allowed" &&
    odd === undefined &&
    (explicit || !(scattered || isSparse(series, regular)));
  if (isRegular) return undefined;
  const interval = medianInterval(series);
  const isRefused = scattered || (odd && !areMostlyEqual(series, interval));
  if (typeof how === "object" && !isRefused) return undefined;
  const frequency = explicit
    ? regular
    : data.dated
      ? frequencyOfStep(interval)
      : indexFrequency(interval);
  if (how === "always") return frequency;
  if (odd && explicit) rejectSwapped(data, odd.one, regular);
  if (odd && areMostlyEqual(series, interval)) rejectTooFar(data, odd, regular);
  const median = data.dated ? frequencyOfStep(interval).alias : `${interval}`;
  const where = odd ? placeOf(data, odd.one.rows.at(odd.row)) : `${displayName(data.table.name)}: `;
  const what = explicit ? `are not in steps of ${regular.alias}` : "are not evenly spaced";
  const ahead = explicit
    ? `their median interval is ${median}`
    : `forecasts are ${median} apart, the median interval`;
  const doubt =
    odd && areMostlyEqual(series, interval) ? "; is this date right? Most are evenly spaced" : "";
  warn(
    `${where}dates ${what}${odd ? " from here on" : ""} and are kept as they are; ${ahead}${doubt}`,
  );
  return frequency;
}

/** @throws DataError for a date that is almost only gaps away from the others, such as 9999-12-31 */
function rejectTooFar(
  data: Dated,
  { one, row }: { readonly one: Rows; readonly row: number },
  frequency: Frequency,
): void {
  const { ds } = one;
  if (row === 0) return;
  const steps = stepsBetween(ds[0], ds[row], frequency);
  if (steps >= maxSteps(ds.length)) throw tooFar(data, one, row, ds.length, steps, frequency);
}

/** Whether almost all intervals equal `interval`. */
function areMostlyEqual(series: readonly Rows[], interval: number): boolean {
  let [alike, all] = [0, 0];
  for (const ds of differentDates(series)) {
    for (let i = 1; i < ds.length; i++) if (ds[i] - ds[i - 1] === interval) alike++;
    all += Math.max(0, ds.length - 1);
  }
  return alike >= MIN_EQUAL_SHARE * all;
}

/** Rows below which gaps may be chance. */
const MIN_SCATTERED_ROWS = 20;

/** Share of intervals of one step from which on dates stand on a grid with gaps. */
const MAX_GRID_SHARE = 0.5;

/**
 * Whether every series has dates on a grid by chance, as bookings on some days have: most would have no row,
 * the intervals differ, and no gap stands out as between two periods.
 */
function isScattered(data: Dated, series: readonly Rows[], frequency: Frequency): boolean {
  if (!data.dated || series.some((one) => mayBeSwapped(data, one))) return false;
  return differentDates(series).every((ds) => {
    const filled = stepsBetween(ds[0], ds[ds.length - 1], frequency) + 1 - ds.length;
    if (ds.length < MIN_SCATTERED_ROWS || filled <= ds.length) return false;
    let [single, widest] = [0, 0];
    const alike = new Map<number, number>();
    for (let i = 1; i < ds.length; i++) {
      const steps = stepsBetween(ds[i - 1], ds[i], frequency);
      if (steps === 1) single++;
      widest = Math.max(widest, steps - 1);
      alike.set(steps, (alike.get(steps) ?? 0) + 1);
    }
    const commonest = Math.max(...alike.values());
    return Math.max(single, commonest) < MAX_GRID_SHARE * (ds.length - 1) && 2 * widest <= filled;
  });
}

/** Whether most intervals are longer than a few steps of the frequency. */
function isSparse(series: readonly Rows[], frequency: Frequency): boolean {
  const step = fixedStep(frequency);
  if (step === undefined) return false;
  let [short, all] = [0, 0];
  for (const ds of differentDates(series)) {
    for (let i = 1; i < ds.length; i++) {
      const interval = ds[i] - ds[i - 1];
      if (interval <= 0) continue;
      all++;
      if (interval <= MAX_STEPS_APART * step) short++;
    }
  }
  return 2 * short < all;
}

/**
 * Median interval between the dates of all series. Dates that series share count once. An even number of
 * intervals gives the lower of the two in the middle, so that the result is an interval that occurs.
 */
export function medianInterval(series: readonly Pick<Rows, "ds">[]): number {
  const dates = differentDates(series);
  const intervals = new Float64Array(dates.reduce((sum, { length }) => sum + length, 0));
  let count = 0;
  for (const ds of dates) {
    for (let i = 1; i < ds.length; i++) {
      const interval = ds[i] - ds[i - 1];
      if (interval > 0) intervals[count++] = interval;
    }
  }
  return intervals.subarray(0, count).sort()[(count - 1) >> 1] ?? 1;
}

function differentDates(series: readonly Pick<Rows, "ds">[]): Float64Array[] {
  return [...new Set(series.map(({ ds }) => ds))];
}

/** The first row that stands off the grid of its series, or almost only gaps away. */
function firstOffGrid(
  series: readonly Rows[],
  frequency: Frequency,
): { one: Rows; row: number } | undefined {
  let regular: Float64Array | undefined;
  for (const one of series) {
    const { ds } = one;
    // Series often share their dates.
    if (ds === regular) continue;
    if (!standsOn(ds[0], frequency)) return { one, row: 0 };
    let last = 0;
    for (let row = 1; row < ds.length; row++) {
      const steps = stepsBetween(ds[0], ds[row], frequency);
      if (!(steps >= last && steps < maxSteps(ds.length))) return { one, row };
      last = steps;
    }
    regular = ds;
  }
  return undefined;
}
