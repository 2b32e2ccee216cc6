import { DataError } from "../../errors.js";
import { shellQuoted } from "../../wording.js";
import { civilFromDays, DAY, daysFromCivil, weekday } from "../time/calendar.js";
import type { Frequency } from "../time/frequency.js";
import { inferFrequency } from "../time/infer-frequency.js";
import type { Grid } from "./grid.js";
import { type Dated, formatStamp, placed, type Rows } from "./rows.js";

/** Share of the dates of a series that may be filled unless the user chose how. */
const MAX_FILLED_SHARE = 0.5;

/** Rows below which gaps do not suggest a mistake. */
const MIN_ROWS = 10;

/** Share of the rows beyond a gap up to which these look like mistakes. */
const MAX_STRAY_SHARE = 0.02;

/**
 * Whether a program may have taken the day of some dates for the month, as it does not with points: their rows
 * are then out of order.
 */
export function mayBeSwapped({ time }: Dated, { rows, ds }: Pick<Rows, "rows" | "ds">): boolean {
  if (time?.kind !== "time" || time.written?.order === undefined || time.written.dotted) {
    return false;
  }
  let [rises, falls] = [true, true];
  for (let i = 1; i < ds.length; i++) {
    if (rows.at(i) > rows.at(i - 1)) falls = false;
    else rises = false;
  }
  return !rises && !falls;
}

/** The place of a date whose day and month are swapped, and the date that fits. */
interface Swapped {
  readonly place: number;
  readonly fits: number;
}

/** Share of the steps that must be the same once day and month are swapped back. */
const MIN_EVEN_SHARE = 0.9;

/**
 * The place of the first date that has day and month swapped, and the date that fits, if the rows, which are
 * out of order, step evenly once such dates are swapped back.
 */
function firstSwapped({ rows, ds }: Pick<Rows, "rows" | "ds">): Swapped | undefined {
  const order = Array.from(ds.keys()).sort((a, b) => rows.at(a) - rows.at(b));
  if (order.every((i, k) => k === 0 || ds[i] >= ds[order[k - 1]])) return undefined;
  const back = order.map((i) => {
    const { year, month, day } = civilFromDays(Math.floor(ds[i] / DAY));
    return day > 12 ? ds[i] : daysFromCivil(year, day, month) * DAY + (ds[i] % DAY);
  });
  const steps = new Map<number, number>();
  for (let i = 1; i < back.length; i++) {
    const step = back[i] - back[i - 1];
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const most = Math.max(...steps.values());
  if (most < MIN_EVEN_SHARE * (back.length - 1) || steps.get(0) === most) return undefined;
  const first = order.findIndex((i, k) => ds[i] !== back[k]);
  return first < 0 ? undefined : { place: order[first], fits: back[first] };
}

function swappedWords({ ds }: Pick<Rows, "ds">, { place, fits }: Swapped): string {
  const [is, right] = [ds[place], fits].map((stamp) => formatStamp(stamp, true));
  return `Day and month are swapped in some rows, as spreadsheets do: ${is} stands where ${right} fits.`;
}

/** @throws DataError where day and month of some dates are swapped, so that they do not stand on the grid that was named */
export function rejectSwapped(data: Dated, one: Rows, { alias }: Frequency): void {
  const swapped = data.dated ? firstSwapped(one) : undefined;
  if (swapped === undefined) return;
  const row = one.rows.at(swapped.place);
  throw new DataError(
    `${formatStamp(one.ds[swapped.place], true)} comes out of order, and the dates are not in steps of ${alias}`,
    placed(data, row, `${swappedWords(one, swapped)} Correct the cells.`),
  );
}

/**
 * Refuses a series of which most dates would be filled.
 *
 * @param many whether there are other series
 * @throws DataError that names the rows around the widest gap, with what would fit
 */
export function rejectMostlyGaps(
  data: Dated,
  one: Rows,
  { ds: dates, places }: Grid,
  frequency: Frequency,
  many: boolean,
): void {
  const { id, rows, ds } = one;
  if (places.isRun || ds.length < MIN_ROWS) return;
  let [widest, at, filled, gaps] = [0, 0, 0, 0];
  for (let i = 1; i < places.length; i++) {
    const skipped = places.at(i) - places.at(i - 1) - 1;
    if (skipped <= 0) continue;
    filled += skipped;
    gaps++;
    if (skipped > widest) [widest, at] = [skipped, i];
  }
  if (filled <= MAX_FILLED_SHARE * dates.length) return;
  const [before, after] = [ds[at - 1], ds[at]].map((stamp) => formatStamp(stamp, data.dated));
  const own = inferFrequency(ds);
  const beyond = Math.min(at, ds.length - at);
  const strays = beyond <= Math.max(1, MAX_STRAY_SHARE * ds.length) && 2 * widest > filled;
  const first = at <= ds.length - at;
  const advice: string[] = [];
  const hours = data.dated ? sessionHours(ds, { places }) : undefined;
  const swapped = data.dated ? firstSwapped(one) : undefined;
  if (swapped !== undefined) advice.push(swappedWords(one, swapped));
  else if (strays) {
    advice.push(
      `Is ${first ? before : after} a date, or does it stand for none? Then leave its row out.`,
    );
  } else if (many && own !== undefined && own.alias !== frequency.alias) {
    advice.push(
      `The series alone is in steps of ${own.alias}: read series of different steps from tables of their own.`,
    );
  } else if (2 * widest > filled) {
    advice.push("Two periods in one table? Read them from tables of their own.");
  } else if (hours !== undefined) {
    const alias = isWeekdays(ds) ? "B" : "D";
    advice.push(
      `The rows stand from ${hours} only: --freq ${alias} --aggregate mean or sum makes one of each day.`,
    );
  } else if (mayBeSwapped(data, one)) {
    advice.push("Are day and month swapped in some rows, as spreadsheets do?");
  }
  const sessions = gaps > 2 && 2 * widest <= filled;
  if (swapped === undefined) {
    if (sessions && data.offGridHint !== undefined) advice.push(data.offGridHint);
    const name = data.time?.name ?? "";
    advice.push(
      data.dated
        ? `${advice.length > 0 ? "Or name" : "Name"} a coarser frequency with --freq, or choose with --missing how to fill the dates all the same.`
        : `Does column "${name}" count the rows? If it holds what was measured, say so with --target ${shellQuoted(name)}; else choose with --missing how to fill the steps.`,
    );
  }
  const place = swapped?.place ?? (strays && first ? at - 1 : at);
  throw new DataError(
    `${filled} of ${dates.length} ${data.dated ? "dates" : "steps"}${many ? ` of series "${id}"` : ""} have no row in steps of ${frequency.alias}, most of them after ${before}: the next row is ${after}`,
    placed(data, rows.at(place), advice.join(" ")),
  );
}

/** Share of the gaps that must have the same times of day at their ends. */
const MIN_SESSIONS = 0.9;

/** From when to when rows stand, where nearly all gaps begin and end at the same times of day: `08:00 to 15:00`. */
function sessionHours(ds: Float64Array, { places }: Pick<Grid, "places">): string | undefined {
  const ends = new Map<string, number>();
  let gaps = 0;
  for (let i = 1; i < ds.length; i++) {
    if (places.at(i) - places.at(i - 1) < 2) continue;
    const hours = [ds[i], ds[i - 1]].map((stamp) => new Date(stamp).toISOString().slice(11, 16));
    const key = hours.join(" to ");
    ends.set(key, (ends.get(key) ?? 0) + 1);
    gaps++;
  }
  const [hours, count] = [...ends].reduce((best, one) => (one[1] > best[1] ? one : best), ["", 0]);
  const [from, to] = hours.split(" to ");
  return gaps > 2 && count >= MIN_SESSIONS * gaps && from !== to ? hours : undefined;
}

function isWeekdays(ds: Float64Array): boolean {
  return ds.every((stamp) => weekday(Math.floor(stamp / DAY)) < 5);
}
