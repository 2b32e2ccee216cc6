import { tzOffset } from "@date-fns/tz";
import { UsageError } from "../errors.js";
import { DAY } from "./calendar.js";
import type { TimeColumn } from "./columns.js";

const MINUTE = 60_000;

/**
 * The stamps of a column in a time zone, so that steps are even: where they stand at one time of the
 * day on the clocks of the zone, what those clocks show; where they are finer, UTC, which has no
 * 23-hour days. Stamps without an offset are taken as shown by those clocks; an hour that the clocks
 * show twice comes first before and then after they are set back.
 *
 * What zones there are, and when they change, is what this Node.js knows of the tz database.
 *
 * @throws UsageError when there is no such zone
 */
export function inZone(
  { name, values, written }: Pick<TimeColumn, "name" | "values" | "written">,
  zone: string,
  warn: (message: string) => void,
): Float64Array {
  if (Number.isNaN(tzOffset(zone, new Date(0)))) {
    throw new UsageError(
      `unknown time zone "${zone}"`,
      "Zones are called as in the tz database: Europe/Berlin, America/New_York, UTC.",
    );
  }
  const offset = (utc: number) => tzOffset(zone, new Date(utc)) * MINUTE;
  const absolute = written?.offsets !== undefined;
  const wall = absolute ? values.map((ds) => (Number.isNaN(ds) ? ds : ds + offset(ds))) : values;
  const first = wall.find((ds) => !Number.isNaN(ds)) ?? 0;
  if (wall.every((ds) => Number.isNaN(ds) || (ds - first) % DAY === 0)) return wall;
  warn(`column "${name}": dates are turned into UTC from ${zone}`);
  return absolute ? values : toUtc(values, offset);
}

function toUtc(wall: Float64Array, offset: (utc: number) => number): Float64Array {
  let previous = Number.NaN;
  return wall.map((ds) => {
    if (Number.isNaN(ds)) return ds;
    // A day before and after the clocks are certainly set.
    const before = ds - offset(ds - DAY);
    const after = ds - offset(ds + DAY);
    const valid = [before, after].filter((utc) => utc + offset(utc) === ds).sort((a, b) => a - b);
    let utc = valid[0] ?? before;
    if (valid.length === 2 && utc <= previous && previous - utc < DAY) utc = valid[1]!;
    previous = utc;
    return utc;
  });
}
