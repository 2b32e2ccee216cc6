import type { Warn } from "../../errors.js";
import { listed } from "../../wording.js";
import { displayName } from "../source/errors.js";
import { holdsValues } from "../table/column-numbers.js";
import type { Column, Columns, NumberColumn, TextColumn } from "../table/columns.js";
import type { Times } from "./date-column.js";
import { isNoMeasure, isNumbering, repeatsDates, unlikeMeasure } from "./measure.js";

/** The columns that have roles. */
interface Taken {
  readonly time: Times | undefined;
  readonly id: TextColumn | undefined;
  readonly targets: readonly NumberColumn[];
  readonly past: readonly NumberColumn[];
  readonly future: readonly NumberColumn[];
  readonly static: readonly Column[];
}

/** The columns with a value beyond the last observation of a series. */
export function reachingBeyond(
  columns: readonly NumberColumn[],
  targets: readonly NumberColumn[],
  id: Column | undefined,
  time: Times | undefined,
): NumberColumn[] {
  const rows = targets[0].values.length;
  const keys = id === undefined ? undefined : id.kind === "text" ? id.codes : id.values;
  const stampOf = (row: number) => time?.stamps.at(row) ?? row;
  const last = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    if (targets.every(({ values }) => Number.isNaN(values[row]))) continue;
    const key = keys?.[row] ?? 0;
    if (!(stampOf(row) <= last.get(key)!)) last.set(key, stampOf(row));
  }
  return columns.filter(({ values }) => {
    for (let row = 0; row < rows; row++) {
      if (!Number.isNaN(values[row]) && stampOf(row) > last.get(keys?.[row] ?? 0)!) return true;
    }
    return false;
  });
}

/** Whether a column has one value in each series, and another in some series: it tells series apart, not dates. */
export function isFixedWithin({ values }: NumberColumn, id: TextColumn | undefined): boolean {
  if (id === undefined) return false;
  const ofSeries = new Map<number, number>();
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row])) continue;
    const before = ofSeries.get(id.codes[row]);
    if (before === undefined) ofSeries.set(id.codes[row], values[row]);
    else if (before !== values[row]) return false;
  }
  return new Set(ofSeries.values()).size > 1;
}

export function warnKnown(
  { name }: Columns,
  ahead: readonly NumberColumn[],
  behind: readonly NumberColumn[],
  fixed: readonly NumberColumn[],
  warn: Warn,
): void {
  const say = (columns: readonly NumberColumn[], known: string) => {
    if (columns.length === 0) return;
    const names = listed(columns.map((column) => column.name));
    warn(`${displayName(name)}: ${known} values beyond the last observation: ${names}`);
  };
  say(ahead, "known ahead (--future), with");
  say(behind, "known until now (--past), without");
  if (fixed.length === 0) return;
  const names = listed(fixed.map((column) => column.name));
  warn(`${displayName(name)}: the same in all rows of a series (--static): ${names}`);
}

/** Columns without a role that measure something, and are not numbers of things or parts of dates. */
export function freeMeasures(table: Columns, roles: Taken): NumberColumn[] {
  const { time, id, targets } = roles;
  const taken = new Set<string | undefined>([
    ...[time?.column, id, ...targets, ...roles.past, ...roles.future, ...roles.static].map(
      (column) => column?.name,
    ),
    ...(id?.name.split(",") ?? []),
  ]);
  return table.columns.filter((column): column is NumberColumn => {
    if (column.kind !== "number" || taken.has(column.name) || !holdsValues(column)) return false;
    const rank = unlikeMeasure(table, column, time);
    return !isNumbering(rank) && !isNoMeasure(rank) && !repeatsDates(rank);
  });
}
