import { UsageError } from "../../errors.js";
import { nearest } from "../../suggest.js";
import { matchingRows } from "../read/match-rows.js";
import type { Columns } from "../table/columns.js";
import { tableFromValues } from "../table/records.js";
import { danfojs } from "./danfojs.js";
import type { DataFrame } from "./frame.js";

/** A name that no column of a table has. */
const KEY_COLUMN = "\u0000key";

/**
 * Left join: adds the columns of another table to the rows of the first whose `on` columns are equal, such
 * as weather by `ds`, or prices by `unique_id` and `ds`. Rows without a match hold NaN; rows that only the
 * other table has are left out; `warn` hears how many.
 *
 * @param on columns of both tables, which identify each row of the other one
 * @throws UsageError when a table lacks such a column, or both have another one of the same name
 * @throws DataError when several rows of the other table are equal in all of them
 */
export function joinTables(
  frame: DataFrame,
  other: DataFrame,
  on: readonly string[],
  warn: (message: string) => void = () => {},
): DataFrame {
  if (on.length === 0) throw new UsageError("a join needs the columns to join on", "Such as ds.");
  for (const { columns } of [frame, other]) {
    for (const name of on) {
      if (columns.includes(name)) continue;
      const meant = nearest(name, columns);
      throw new UsageError(
        `there is no column "${name}" to join on`,
        `${meant === undefined ? "" : `Did you mean "${meant}"? `}Columns: ${columns.join(", ")}.`,
      );
    }
  }
  const added = other.columns.filter((name) => !on.includes(name));
  const twice = added.find((name) => frame.columns.includes(name));
  if (twice !== undefined) {
    throw new UsageError(`both tables have a column "${twice}"`, "Rename one, or join on it too.");
  }
  const matching = matchingRows(
    keysOf("the table", frame, on),
    keysOf("the table that is joined", other, on),
    on,
  );
  const without = matching.reduce((count, row) => count + (row < 0 ? 1 : 0), 0);
  const used = new Set(matching.filter((row) => row >= 0));
  const unused = other.shape[0] - used.size;
  if (without > 0) {
    warn(`${counted(without)} of ${matching.length} have no match in the other table`);
  }
  if (unused > 0) warn(`${counted(unused)} of the other table match nothing and are left out`);
  const joined = danfojs.merge({
    left: keyed(frame, matching, frame.columns),
    right: keyed(
      other,
      other.index.map((_, row) => row),
      added,
    ),
    on: [KEY_COLUMN],
    how: "left",
  });
  return joined.drop({ columns: [KEY_COLUMN] }) as DataFrame;
}

function keysOf(name: string, frame: DataFrame, on: readonly string[]): Columns {
  const columns = on.map((one): [string, unknown[]] => [
    one,
    frame.column(one).values as unknown[],
  ]);
  return tableFromValues(name, frame.shape[0], new Map(columns), {}, []);
}

/**
 * Columns with a text key each row. danfojs concatenates several keys, so that different rows may agree,
 * and keeps them as properties of an object, which reorder numbers.
 */
function keyed(frame: DataFrame, keys: ArrayLike<number>, names: readonly string[]): DataFrame {
  const columns = names.map((name) => frame.column(name).values as (number | string)[]);
  return new danfojs.DataFrame(
    Array.from(keys, (key, row) => [`row ${key}`, ...columns.map((column) => column[row])]),
    { columns: [KEY_COLUMN, ...names] },
  );
}

function counted(rows: number): string {
  return rows === 1 ? "1 row" : `${rows} rows`;
}
