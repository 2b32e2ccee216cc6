import { UsageError, type Warn } from "../../../errors.js";
import { listed, shellQuoted } from "../../../wording.js";
import { displayName } from "../../source/errors.js";
import { holdsValues } from "../../table/column-numbers.js";
import type { Column, Columns, TimeColumn } from "../../table/columns.js";
import { selectRows } from "../../table/select-rows.js";
import { Stamps } from "../../table/timestamps.js";
import { withColumns } from "../../table/with-columns.js";
import { columnNames } from "../columns-by-name.js";
import type { RoleOptions } from "../roles.js";

type RoleNames = Pick<RoleOptions, "time" | "target" | "id">;

/**
 * One of several tables that stand beside each other in a sheet, each with dates of its own: the one that
 * columns are named of, else the first. The others' rows are of other dates, so that their columns are left out.
 *
 * @throws UsageError where columns of several are named
 */
export function oneOfTables(table: Columns, names: RoleNames, warn: Warn): Columns {
  const begins = beginnings(table);
  if (begins.length < 2) return table;
  const { columns } = table;
  const tables = begins.map((at, i) => columns.slice(at, begins[i + 1]));
  const asked = namesAsked(table, names);
  const placeOf = (name: string) =>
    tables.findIndex((own) => own.some((column) => column.name === name));
  const places = [...new Set(asked.map(placeOf))].filter((place) => place >= 0);
  const dates = tables.map(([{ name }]) => name);
  if (places.length > 1) {
    const [one, other] = places.map((place) => asked.find((name) => placeOf(name) === place)!);
    throw new UsageError(
      `columns "${one}" and "${other}" of ${displayName(table.name)} belong to tables beside each other, with dates of their own`,
      `Read one table at a time: ${places.map((place) => `--time ${shellQuoted(dates[place])}`).join(" or ")}.`,
    );
  }
  const [chosen = 0] = places;
  warn(
    `${displayName(table.name)}: ${tables.length} tables stand beside each other, with dates in ${listed(dates.map((name) => `"${name}"`))}; reading that of "${dates[chosen]}", choose with --time`,
  );
  const own = tables[chosen].filter((column) => !isSeparator(column));
  const kept = withColumns(table, [...columns.slice(0, begins[0]), ...own], (column) => column);
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  const filled = rows.filter((row) => own.some((column) => table.cell(row, column).trim() !== ""));
  return filled.length === table.rows ? kept : selectRows(kept, Uint32Array.from(filled));
}

/** The places of columns of dates with which tables begin: the first one, and others that have its name or an empty column before them. */
function beginnings({ columns, rows }: Columns): number[] {
  const first = columns.findIndex(({ kind }) => kind === "time");
  if (first < 0) return [];
  const found = [first];
  for (let at = first + 2; at < columns.length; at++) {
    const column = columns[at];
    if (column.kind !== "time") continue;
    const begins = isSeparator(columns[at - 1]) || isSecond(columns[first].name, column.name);
    if (begins && differ(columns[first] as TimeColumn, column, rows)) found.push(at);
  }
  const hasValues = (at: number, i: number) =>
    columns
      .slice(at, found[i + 1])
      .some((column) => column.kind === "number" && holdsValues(column));
  return found.every(hasValues) ? found : [first];
}

/** Whether a column is called like another one, which was there already. */
function isSecond(name: string, other: string): boolean {
  return other.startsWith(`${name}.`) && /^\d+$/.test(other.slice(name.length + 1));
}

function isSeparator(column: Column): boolean {
  return column.unnamed === true && column.kind === "number" && !holdsValues(column);
}

/** Whether any row has one date here and another one there. */
function differ(one: TimeColumn, other: TimeColumn, rows: number): boolean {
  const [a, b] = [one, other].map(({ stamps, values }) => stamps ?? Stamps.of(values));
  for (let row = 0; row < rows; row++) {
    const [here, there] = [a.at(row), b.at(row)];
    if (here !== there && !Number.isNaN(here) && !Number.isNaN(there)) return true;
  }
  return false;
}

/** Names of columns that roles were given to. */
function namesAsked(table: Columns, { time, target, id }: RoleNames): string[] {
  const ids = typeof id === "string" ? columnNames(table, id) : (id ?? []);
  return [...(time === undefined ? [] : columnNames(table, time)), ...(target ?? []), ...ids];
}
