import { tzOffset } from "@date-fns/tz/tzOffset";
import { UsageError } from "../../errors.js";
import { DAY } from "./calendar.js";

const MINUTE = 60_000;

/** The local times of a zone as stamps: 2024-07-01T22:00Z is 2024-07-02T00:00 in Europe/Berlin. */
export function wallClock(utc: Float64Array, zone: string): Float64Array {
  return utc.map((ds) => ds + tzOffset(zone, new Date(ds)) * MINUTE);
}

/** A column of stamps, as far as its time zone is concerned. */
export interface ZonedColumn {
  readonly name: string;
  /** Milliseconds, NaN where missing. */
  readonly values: Float64Array;
  /** `offsets` is there when stamps tell how far from UTC they are. */
  readonly written?: { readonly offsets?: "all" | "some" };
}

/** Stamps in a zone, in the representation in which their steps are even. */
export interface EvenStamps {
  readonly values: Float64Array;
  /** Whether they are UTC instead of local time. */
  readonly utc: boolean;
}

/**
 * The stamps of a column in a time zone, in the representation in which their steps are even: local time
 * if all are at one time of the day, or if the step is more even in local time; else UTC, which has no
 * 23-hour days. Stamps without an offset are taken as local time. Of an hour that clocks show twice, the
 * instant is taken that is even steps from the others; failing that, its first occurrence is before
 * and its second after the clocks are set back.
 *
 * Zones and their changes are those of the tz database in this Node.js.
 *
 * @throws UsageError when there is no such zone
 */
export function inZone(
  { name, values, written }: ZonedColumn,
  zone: string,
  warn: (message: string) => void,
): EvenStamps {
  const offset = offsetIn(zone);
  const absolute = written?.offsets !== undefined;
  const wall = absolute ? values.map((ds) => (Number.isNaN(ds) ? ds : ds + offset(ds))) : values;
  const first = wall.find((ds) => !Number.isNaN(ds)) ?? 0;
  if (wall.every((ds) => Number.isNaN(ds) || (ds - first) % DAY === 0)) {
    return { values: wall, utc: false };
  }
  const utc = absolute ? values : toUtc(values, offset);
  // Shifts that begin at 6, 14 and 22 o'clock are even in local time only.
  if (commonStep(wall) > commonStep(utc)) return { values: wall, utc: false };
  warn(`column "${name}": dates are turned into UTC from ${zone}`);
  return { values: utc, utc: true };
}

/**
 * The instants at which the clocks of a zone show these times.
 *
 * @throws UsageError when there is no such zone
 */
export function localToUtc(wall: Float64Array, zone: string): Float64Array {
  return toUtc(wall, offsetIn(zone));
}

/** The offset of a zone from UTC at an instant, both in milliseconds. */
function offsetIn(zone: string): (utc: number) => number {
  if (Number.isNaN(tzOffset(zone, new Date(0)))) {
    throw new UsageError(
      `unknown time zone "${zone}"`,
      "Zones are called as in the tz database: Europe/Berlin, America/New_York, UTC.",
    );
  }
  return (utc) => tzOffset(zone, new Date(utc)) * MINUTE;
}

function toUtc(wall: Float64Array, offset: (utc: number) => number): Float64Array {
  /** The second instant of times that clocks show twice, by row. */
  const again = new Map<number, number>();
  const sure = new CommonStep();
  const utc = wall.map((ds, row) => {
    if (Number.isNaN(ds)) return ds;
    // The offsets of a day before and a day after are beyond any change.
    const before = ds - offset(ds - DAY);
    const after = ds - offset(ds + DAY);
    if (before === after) {
      sure.add(before);
      return before;
    }
    const shows = (utc: number) => utc + offset(utc) === ds;
    if (shows(before) && shows(after)) {
      again.set(row, Math.max(before, after));
      return Math.min(before, after);
    }
    return shows(after) ? after : before;
  });
  let previous = Number.NaN;
  for (let row = 0; again.size > 0 && row < utc.length; row++) {
    const first = utc[row];
    if (Number.isNaN(first)) continue;
    const second = again.get(row);
    if (second !== undefined) {
      const repeats = first <= previous && previous - first < DAY;
      if (sure.fits(first) === sure.fits(second) ? repeats : sure.fits(second)) utc[row] = second;
    }
    previous = utc[row];
  }
  return utc;
}

/** The largest step of which all distances are whole multiples. */
class CommonStep {
  private first = Number.NaN;
  length = 0;

  add(ds: number): void {
    if (Number.isNaN(this.first)) this.first = ds;
    let rest = Math.abs(ds - this.first);
    if (this.length > 0 && rest % this.length === 0) return;
    while (rest !== 0) [this.length, rest] = [rest, this.length % rest];
  }

  fits(ds: number): boolean {
    return this.length === 0 || (ds - this.first) % this.length === 0;
  }
}

function commonStep(stamps: Float64Array): number {
  const step = new CommonStep();
  for (const ds of stamps) if (!Number.isNaN(ds)) step.add(ds);
  return step.length;
}
