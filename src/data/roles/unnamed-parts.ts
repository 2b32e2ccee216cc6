import { displayName } from "../source/errors.js";
import type { Column, Columns, NumberColumn } from "../table/columns.js";
import { regularityOf } from "../time/regularity.js";
import { type DatePart, misfit } from "./date-part.js";
import { type JoinedTimes, joinTimes } from "./join-date-parts.js";

/** Rows from which on a year and a month in front are no chance, and those that are looked at. */
const MIN_ROWS = 6;
const MAX_ROWS = 10_000;

const ORDER: readonly DatePart[] = ["year", "month", "day", "hour"];

/**
 * The dates that the first columns of a table without names tell together: year and month, or also day and
 * hour, where they step evenly.
 */
export function timesOfUnnamedParts(
  table: Columns,
  warn: (message: string) => void,
): JoinedTimes | undefined {
  if (table.rows < MIN_ROWS || !table.columns.every(isUnnamed)) return undefined;
  const parts = new Map<DatePart, NumberColumn>();
  for (const [i, part] of ORDER.entries()) {
    const column = table.columns[i];
    if (column?.kind !== "number" || column.values.some(Number.isNaN)) break;
    if (misfit(part, column.values) >= 0) break;
    parts.set(part, column);
  }
  // A finer part may be a measure that happens to be small.
  for (; parts.size > 1; parts.delete(ORDER[parts.size - 1])) {
    const columns = [...parts.values()];
    if (columns.length === table.columns.length) continue;
    const times = joinTimes(table, { columns, parts: new Map(parts) });
    const stamps = times.stamps.values.subarray(0, MAX_ROWS);
    if (stamps.some(Number.isNaN) || regularityOf(stamps).level < 2) continue;
    const names = columns.map(({ name }) => name);
    warn(
      `${displayName(table.name)}: columns ${names.join(" and ")} hold ${ORDER.slice(0, parts.size).join(", ")} and make up the date together (--time ${names.join(",")})`,
    );
    return times;
  }
  return undefined;
}

function isUnnamed({ name }: Column, place: number): boolean {
  return name === `column${place + 1}`;
}
