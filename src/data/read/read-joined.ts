import { DataError, UsageError } from "../../errors.js";
import { type RoleNames, unpivotDates } from "../roles/wide/wide-dates.js";
import { rowsWhere } from "../rows/where.js";
import { displayName } from "../source/errors.js";
import type { ReadingOptions } from "../source/reading-options.js";
import type { Column, Columns } from "../table/columns.js";
import { inferColumn } from "../table/infer-column.js";
import type { ParseOptions } from "../table/parse-options.js";
import { type ReadOptions, readColumns } from "./read-table.js";

/** Which table stands beside the first. */
export type JoinOptions = ReadingOptions<"join" | "zone"> & Pick<ReadingOptions<"rows">, "where">;

/** A join holds both tables. */
const MAX_JOINED_ROWS = 1_000_000;

/**
 * Reads tables with a row a date, and joins the columns of one other table to each, such as weather by
 * day or prices by series and day. Joined values are missing in rows without a match; `warn` receives how
 * many there are, and how many rows of the other table match nothing.
 *
 * @throws UsageError when two tables have no column in common, or all
 * @throws DataError when no row has a value there, one has several, or there are more than a million
 * @throws UsageError, DataError as {@link readColumns}
 */
export async function readJoined(
  sources: readonly [string, ...string[]],
  options: ReadOptions & JoinOptions & RoleNames,
  warn: (message: string) => void,
): Promise<[Columns, ...Columns[]]> {
  const { join } = options;
  if (join !== undefined && sources.includes(join)) {
    throw new UsageError(`${displayName(join)} cannot be joined with itself`);
  }
  const tables: Columns[] = [];
  const read = async (source: string) =>
    unpivotDates(await readColumns(source, options, warn), options, warn);
  for (const source of sources) tables.push(await read(source));
  if (join !== undefined) {
    const other = await read(join);
    const { matchingRows } = await import("./match-rows.js");
    const used = new Set<number>();
    let heard = "";
    tables.forEach((table, t) => {
      const on = commonColumns(table, other);
      heard = `${displayName(other.name)}, joined by ${on.join(" and ")}: `;
      const rows = matchingRows(table, other, on, options.tz);
      requireMatch(table, other, on, rows, (message) => warn(heard + message));
      for (const row of rows) used.add(row);
      tables[t] = joinColumns(table, other, on, rows, options);
    });
    used.delete(-1);
    const unused = other.rows - used.size;
    if (unused === 1) warn(`${heard}1 row matches nothing and is left out`);
    if (unused > 1) warn(`${heard}${unused} rows match nothing and are left out`);
  }
  return tables.map((table) => rowsWhere(table, options.where, true, options)) as [
    Columns,
    ...Columns[],
  ];
}

function commonColumns(table: Columns, other: Columns): string[] {
  const [own, its] = [table, other].map(({ columns }) => columns.map(({ name }) => name));
  const on = its.filter((name) => own.includes(name));
  if (on.length === 0 || on.length === its.length) {
    throw new UsageError(
      `${displayName(table.name)} and ${displayName(other.name)} have ${on.length === 0 ? "no column" : "only columns"} in common`,
      `${alikeHint(table, other)}Columns: ${own.join(", ")}; ${its.join(", ")}.`,
    );
  }
  for (const { name, rows } of [table, other]) {
    if (rows <= MAX_JOINED_ROWS) continue;
    throw new DataError(`${displayName(name)} has ${rows} rows, too many to join`, {
      hint: `Join at most ${MAX_JOINED_ROWS} rows, or put the columns into one file.`,
    });
  }
  return on;
}

/** What to do where both tables have one column of dates, under different names. */
function alikeHint(table: Columns, other: Columns): string {
  const [own, its] = [table, other].map(({ columns }) =>
    columns.filter((column) => column.kind === "time"),
  );
  if (own.length !== 1 || its.length !== 1 || own[0].name === its[0].name) return "";
  return `"${own[0].name}" and "${its[0].name}" hold dates: call both the same. `;
}

function requireMatch(
  table: Columns,
  other: Columns,
  on: readonly string[],
  matching: Int32Array,
  warn: (message: string) => void,
): void {
  const without = matching.reduce((count, row) => count + (row < 0 ? 1 : 0), 0);
  if (without === table.rows) {
    throw new DataError(
      `${displayName(other.name)} has no value for any row of ${displayName(table.name)}, joined by ${on.join(" and ")}`,
      { hint: "Do both have the same days and names?" },
    );
  }
  const rows = `of the ${table.rows} rows of ${displayName(table.name)}`;
  if (without === 1) warn(`1 ${rows} has no match`);
  if (without > 1) warn(`${without} ${rows} have no match`);
}

/** @param matching the other table's row for each of the first one, -1 for none */
function joinColumns(
  table: Columns,
  other: Columns,
  on: readonly string[],
  matching: Int32Array,
  options: ParseOptions,
): Columns {
  const added = new Map<Column, Column>();
  for (const column of other.columns) {
    if (!on.includes(column.name)) added.set(inRows(column, matching, options), column);
  }
  return {
    name: table.name,
    rows: table.rows,
    columns: [...table.columns, ...added.keys()],
    dates: table.dates,
    ...(table.dialect && { dialect: table.dialect }),
    ...(table.horizon !== undefined && { horizon: table.horizon }),
    cell: (row, column) => {
      const its = added.get(column);
      if (its === undefined) return table.cell(row, column);
      return matching[row] < 0 ? "" : other.cell(matching[row], its);
    },
    ...(table.locate && {
      locate: (row: number, column?: Column) => {
        const its = column && added.get(column);
        if (its === undefined) return table.locate!(row, column);
        if (matching[row] < 0) return table.locate!(row);
        return other.locate?.(matching[row], its) ?? { file: displayName(other.name) };
      },
    }),
  };
}

/** A column in other rows, missing where they are negative. */
function inRows(column: Column, rows: Int32Array, options: ParseOptions): Column {
  const { name } = column;
  if (column.kind === "text") {
    const { codes, labels } = column;
    const texts = Array.from({ length: labels.size }, (_, code) => labels.text(code));
    // Inferred again: cells that made the column text may stand only in rows without a match.
    const values = Array.from(rows, (row) => (row < 0 ? null : texts[codes[row]]));
    return inferColumn(name, values, options);
  }
  const { kind, values: all } = column;
  const values = Float64Array.from(rows, (row) => (row < 0 ? Number.NaN : all[row]));
  if (kind === "number") return { ...column, values };
  return { name, kind, values, ...(column.written && { written: column.written }) };
}
