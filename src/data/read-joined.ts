import { DataError, UsageError } from "../errors.js";
import type { Column, Columns } from "./columns.js";
import type { CsvOptions } from "./dialect.js";
import { type ReadOptions, readColumns } from "./read-columns.js";
import { named } from "./source.js";

/** Which table stands beside the first. */
export interface JoinOptions {
  /** Path, `-` or dataset with more columns, for the rows where those agree that both have. */
  readonly join?: string | undefined;
}

/** A join holds both tables, each value by itself. */
const MOST_ROWS = 1_000_000;

/**
 * Reads a table, and beside its columns those of another one, such as weather by day or prices by
 * series and day. Rows that the other one has not are missing there; `warn` hears how many.
 *
 * @throws UsageError when the tables have no column in common, or all
 * @throws DataError when no row has a value there, one has several, or there are more than a million
 * @throws UsageError, DataError as {@link readColumns}
 */
export async function readJoined(
  source: string,
  options: ReadOptions & JoinOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  const table = await readColumns(source, options, warn);
  const { join } = options;
  if (join === undefined) return table;
  if (join === source) throw new UsageError(`${named(source)} cannot be joined with itself`);
  return beside(table, await readColumns(join, options, warn), options, warn);
}

async function beside(
  table: Columns,
  other: Columns,
  options: CsvOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  const own = table.columns.map(({ name }) => name);
  const [on, added] = [[] as string[], [] as string[]];
  for (const { name } of other.columns) (own.includes(name) ? on : added).push(name);
  if (on.length === 0 || added.length === 0) {
    throw new UsageError(
      `${named(table.name)} and ${named(other.name)} have ${on.length === 0 ? "no column" : "only columns"} in common`,
      `Columns: ${own.join(", ")}; ${[...on, ...added].join(", ")}.`,
    );
  }
  for (const { name, rows } of [table, other]) {
    if (rows <= MOST_ROWS) continue;
    throw new DataError(`${named(name)} has ${rows} rows, too many to join`, {
      hint: `Join at most ${MOST_ROWS} rows, or put the columns into one file.`,
    });
  }
  const { toDataFrame } = await import("./table.js");
  const { joinTables } = await import("./join.js");
  const { tableOfValues } = await import("./records.js");
  const heard = `${named(other.name)}, joined by ${on.join(" and ")}: `;
  const joined = joinTables(toDataFrame(table), toDataFrame(other), on, (message) =>
    warn(heard + message),
  );
  const values = added.map((name): [string, unknown[]] => {
    const cells = joined.column(name).values as unknown[];
    return [name, cells.map((value) => (Number.isNaN(value) ? null : value))];
  });
  if (values.every(([, cells]) => cells.every((value) => value === null))) {
    throw new DataError(
      `${named(other.name)} has no value for any row of ${named(table.name)}, joined by ${on.join(" and ")}`,
      { hint: "Are these written alike in both?" },
    );
  }
  const found = tableOfValues(other.name, table.rows, new Map(values), options, []);
  const isOwn = (column: Column) => table.columns.includes(column);
  return {
    name: table.name,
    rows: table.rows,
    columns: [...table.columns, ...found.columns],
    dates: table.dates,
    ...(table.dialect && { dialect: table.dialect }),
    cell: (row, column) => (isOwn(column) ? table : found).cell(row, column),
    ...(table.locate && {
      locate: (row: number, column?: Column) =>
        table.locate!(row, column && isOwn(column) ? column : undefined),
    }),
  };
}
