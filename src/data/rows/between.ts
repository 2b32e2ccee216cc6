import { DataError, UsageError } from "../../errors.js";
import { findRoles, type RoleOptions, type Roles } from "../roles/roles.js";
import { displayName } from "../source/errors.js";
import type { ReadingOptions } from "../source/reading-options.js";
import type { Columns, NumberColumn } from "../table/columns.js";
import { selectRows } from "../table/select-rows.js";
import { dateSpan } from "../time/date-span.js";
import { localToUtc } from "../time/time-zone.js";
import { formatTime, precisionOf } from "../time/timestamp.js";

type RowOptions = ReadingOptions<"rows"> & RoleOptions;

/** The first stamp that is taken, and the first that is no more. */
interface Ends {
  readonly since: number;
  readonly until: number;
}

/**
 * The rows from `since` until `until`, both included: `until: "2022-01"` ends with that January. Where
 * columns are named that are known ahead, later rows stay for their sake, without observations:
 * {@link observedUntil}.
 *
 * @throws UsageError for ends that are no dates, or no numbers where rows are counted
 * @throws DataError when no row lies between them
 */
export function rowsBetween(table: Columns, options: RowOptions): Columns {
  const { since, until, future } = options;
  if (since === undefined && until === undefined) return table;
  // Warnings come when the roles are found for good.
  const { time } = findRoles(table, options, () => {});
  const ends = endsOf(options, time);
  const at = stampsOf(time);
  const rows = new Uint32Array(table.rows);
  let count = 0;
  for (let row = 0; row < table.rows; row++) {
    const ds = at(row);
    const inTime = ds >= ends.since && (ds < ends.until || Boolean(future?.length));
    if (inTime) rows[count++] = row;
  }
  if (count === 0) throw nothingBetween(table, options, time, at);
  return selectRows(table, rows.slice(0, count));
}

/** Targets without what was observed after `until`. */
export function observedUntil(
  targets: readonly NumberColumn[],
  options: RowOptions,
  time: Roles["time"],
): readonly NumberColumn[] {
  if (options.until === undefined || !options.future?.length) return targets;
  const { until } = endsOf(options, time);
  const at = stampsOf(time);
  return targets.map((column) => ({
    ...column,
    values: column.values.map((value, row) => (at(row) < until ? value : Number.NaN)),
  }));
}

function stampsOf(time: Roles["time"]): (row: number) => number {
  return time ? (row) => time.stamps.at(row) : (row) => row;
}

function endsOf({ since, until }: RowOptions, time: Roles["time"]): Ends {
  return {
    since: since === undefined ? Number.NEGATIVE_INFINITY : spanOf("since", since, time).start,
    until: until === undefined ? Number.POSITIVE_INFINITY : spanOf("until", until, time).end,
  };
}

function spanOf(option: "since" | "until", text: string, time: Roles["time"]) {
  if (!time?.dated) {
    const number = /^\s*-?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isNaN(number)) return { start: number, end: number + 1 };
    throw new UsageError(
      `--${option} "${text}" is not the number of a row: the table has no column of dates`,
      `Rows are counted from 0; name a column of dates with --time.`,
    );
  }
  const span = dateSpan(text);
  if (span === undefined) {
    throw new UsageError(
      `--${option} must be a date such as 2022, 2022-01, 2022-01-15 or 2022-01-15T14:00, not "${text}"`,
    );
  }
  if (time.zone === undefined) return span;
  // The stamps are UTC, and a day is one of the zone's.
  const [start, end] = localToUtc(Float64Array.of(span.start, span.end), time.zone);
  return { start, end };
}

function nothingBetween(
  table: Columns,
  { since, until }: RowOptions,
  time: Roles["time"],
  at: (row: number) => number,
): DataError {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < table.rows; row++) {
    first = Math.min(first, at(row));
    last = Math.max(last, at(row));
  }
  const write = (ds: number) => (time?.dated ? formatTime(ds, precisionOf([ds])) : String(ds));
  const between = [
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(until === undefined ? [] : [`until ${until}`]),
  ].join(" ");
  return new DataError(`${displayName(table.name)} has no rows ${between}`, {
    hint: `Its rows run from ${write(first)} to ${write(last)}.`,
  });
}
