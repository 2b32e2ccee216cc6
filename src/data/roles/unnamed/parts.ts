import { listed } from "../../../wording.js";
import { displayName } from "../../source/errors.js";
import type { Column, Columns, NumberColumn } from "../../table/columns.js";
import { regularityOf } from "../../time/regularity.js";
import { type DatePart, misfit } from "../date-part.js";
import { type JoinedTimes, joinTimes } from "../join-date-parts.js";

/** Rows from which on a year and a month in front are no chance, and those that are looked at. */
const MIN_ROWS = 6;
const MAX_ROWS = 10_000;

const ORDER: readonly DatePart[] = ["year", "month", "day", "hour"];

/** Orders in which the year comes last, and nothing is left out. */
const YEAR_LAST: readonly (readonly DatePart[])[] = [
  ["month", "day", "year"],
  ["day", "month", "year"],
];

/**
 * The dates that the first columns of a table without names tell together: year and month, or also day and
 * hour, where they step evenly.
 */
export function timesOfUnnamedParts(
  table: Columns,
  warn: (message: string) => void,
): JoinedTimes | undefined {
  if (table.rows < MIN_ROWS || !table.columns.every(isUnnamed)) return undefined;
  const last = YEAR_LAST.map((order) => partsInFront(table, order)).filter(
    (parts) => parts.size === 3,
  );
  const found = last.length === 1 ? evenTimes(table, last[0]) : undefined;
  if (found !== undefined) return told(table, last[0], found, warn);
  const parts = partsInFront(table, ORDER);
  // A finer part may be a measure that happens to be small.
  for (; parts.size > 1; parts.delete(ORDER[parts.size - 1])) {
    const times = evenTimes(table, parts);
    if (times !== undefined) return told(table, parts, times, warn);
  }
  return undefined;
}

type Parts = Map<DatePart, NumberColumn>;

/** The first columns that hold parts of dates in an order, as many as do. */
function partsInFront(table: Columns, order: readonly DatePart[]): Parts {
  const parts: Parts = new Map();
  for (const [i, part] of order.entries()) {
    const column = table.columns[i];
    if (column?.kind !== "number" || lacksMany(column.values)) break;
    if (misfit(part, column.values) >= 0) break;
    parts.set(part, column);
  }
  return parts;
}

/** Share of rows whose dates may be missing: those are to be named. */
const MAX_MISSING = 0.05;

function lacksMany(values: Float64Array): boolean {
  const missing = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  return missing > Math.max(1, MAX_MISSING * values.length);
}

/** The dates of parts, where they step evenly and leave something to forecast. */
function evenTimes(table: Columns, parts: Parts): JoinedTimes | undefined {
  const columns = [...parts.values()];
  if (columns.length === table.columns.length) return undefined;
  const times = joinTimes(table, { columns, parts: new Map(parts) });
  const stamps = times.stamps.values.subarray(0, MAX_ROWS);
  return regularityOf(stamps.filter((stamp) => !Number.isNaN(stamp))).level < 2 ? undefined : times;
}

function told(
  table: Columns,
  parts: Parts,
  times: JoinedTimes,
  warn: (message: string) => void,
): JoinedTimes {
  const names = Array.from(parts.values(), ({ name }) => name);
  warn(
    `${displayName(table.name)}: columns ${listed(names)} hold ${[...parts.keys()].join(", ")} and make up the date together (--time ${names.join(",")})`,
  );
  return times;
}

function isUnnamed({ name }: Column, place: number): boolean {
  return name === `column${place + 1}`;
}
