import type { Columns, NumberColumn } from "../table/columns.js";
import { freeMeasures, isFixedWithin } from "./exogenous.js";
import { findRoles, type RoleOptions, type Roles } from "./roles.js";

/** Columns of numbers that have no role, though they might explain the target. */
export interface UnusedColumns {
  /** Columns with values beyond the last observation of every series, and for how many rows at least. */
  readonly ahead: readonly { readonly column: string; readonly steps: number }[];
  /** Columns with such values in some series only: for how many rows at least, and in how many series. */
  readonly partly: readonly {
    readonly column: string;
    readonly steps: number;
    readonly series: number;
  }[];
  /** Columns that end with the observations. */
  readonly past: readonly string[];
  /** Columns that do not change within a series. */
  readonly static: readonly string[];
}

/** The columns of a table that no role took, constant ones and parts of dates left out. */
function unusedColumns(table: Columns, roles: Roles): UnusedColumns {
  const free = freeMeasures(table, roles);
  const fixed = free.filter((column) => isFixedWithin(column, roles.id));
  const columns = free.filter((column) => !fixed.includes(column));
  const steps = stepsAhead(columns, roles);
  const known = columns.map(({ name }, c) => ({ column: name, ...steps[c] }));
  return {
    ahead: known
      .filter(({ least }) => least > 0)
      .map(({ column, least }) => ({ column, steps: least })),
    partly: known
      .filter(({ least, most }) => least === 0 && most > 0)
      .map(({ column, leastPlanned: steps, planned: series }) => ({ column, steps, series })),
    past: known.filter(({ most }) => most === 0).map(({ column }) => column),
    static: fixed.map(({ name }) => name),
  };
}

/** The columns that a panel read from this table leaves unused. */
export function unusedIn(
  table: Columns,
  options: RoleOptions,
  {
    reading,
  }: { readonly reading?: { readonly targets: readonly string[]; readonly ahead?: number } },
): UnusedColumns {
  // A bundled dataset has a target of its own.
  const target = options.target ?? (reading && [...reading.targets]);
  const unused = unusedColumns(
    table,
    findRoles(table, { ...options, target }, () => {}),
  );
  // Last rows without a value of the target are plans or missing values: the panel has decided.
  if (!reading || (reading.ahead ?? 0) > 0) return unused;
  return {
    ...unused,
    ...{ ahead: [], partly: [] },
    past: [...[...unused.ahead, ...unused.partly].map(({ column }) => column), ...unused.past],
  };
}

/** Rows of a column behind the last observations. */
interface Ahead {
  /** Of all series. */
  readonly least: number;
  readonly most: number;
  /** Of the series that have some, and how many these are. */
  readonly leastPlanned: number;
  readonly planned: number;
}

/** For each column how many rows with a value follow the last observation of a series. */
function stepsAhead(columns: readonly NumberColumn[], { time, id, targets }: Roles): Ahead[] {
  if (columns.length === 0) return [];
  const rows = targets[0].values.length;
  const stampOf = (row: number) => time?.stamps.at(row) ?? row;
  const last = new Map<number, number>();
  const isObserved = (row: number) => targets.some(({ values }) => !Number.isNaN(values[row]));
  for (let row = 0; row < rows; row++) {
    const key = id?.codes[row] ?? 0;
    if (isObserved(row) && !(stampOf(row) <= last.get(key)!)) last.set(key, stampOf(row));
  }
  const beyond = columns.map(() => new Map<number, number>());
  for (let row = 0; row < rows; row++) {
    const key = id?.codes[row] ?? 0;
    if (!(stampOf(row) > last.get(key)!)) continue;
    columns.forEach(({ values }, c) => {
      if (!Number.isNaN(values[row])) beyond[c].set(key, (beyond[c].get(key) ?? 0) + 1);
    });
  }
  return beyond.map((counts) => {
    const each = [...last.keys()].map((key) => counts.get(key) ?? 0);
    const planned = each.filter((rows) => rows > 0);
    const least = (rows: readonly number[]) =>
      rows.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    return {
      least: least(each),
      most: each.reduce((a, b) => Math.max(a, b), 0),
      leastPlanned: least(planned),
      planned: planned.length,
    };
  });
}
