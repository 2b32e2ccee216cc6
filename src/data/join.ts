import { DataError, UsageError } from "../errors.js";
import { danfojs } from "./danfojs/corrected.js";
import { nearest } from "./nearest.js";
import type { DataFrame } from "./table.js";

/** No column of a table is called so. */
const KEY = "\u0000key";

/**
 * Puts the columns of another table beside those of the first, in its order of rows, where the `on`
 * columns agree: weather by `ds`, prices by `unique_id` and `ds`. Rows that the other table has not
 * hold NaN there, and rows that only it has are left out; `warn` hears how many.
 *
 * @param on columns that both have, which name each row of the other table once
 * @throws UsageError when a table lacks such a column, or both have another one of the same name
 * @throws DataError when several rows of the other table agree in all of them
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
  const keys = keysOf(frame, on);
  const others = keysOf(other, on);
  const known = new Map<string, number>();
  others.forEach((key, row) => {
    const first = known.get(key);
    if (first !== undefined) {
      throw new DataError(
        `rows ${first + 1} and ${row + 1} of the table that is joined have the same ${on.join(", ")}: ${JSON.parse(key).join(", ")}`,
        { hint: "Join on more columns, or combine such rows first." },
      );
    }
    known.set(key, row);
  });
  const sought = new Set(keys);
  const unused = others.filter((key) => !sought.has(key)).length;
  const without = keys.filter((key) => !known.has(key)).length;
  if (without > 0) warn(`${counted(without)} of ${keys.length} have no match in the other table`);
  if (unused > 0) warn(`${counted(unused)} of the other table match nothing and are left out`);
  const joined = danfojs.merge({
    left: keyed(frame, keys, frame.columns),
    right: keyed(other, others, added),
    on: [KEY],
    how: "left",
  });
  return joined.drop({ columns: [KEY] }) as DataFrame;
}

/**
 * What the columns hold in each row as one text. danfojs glues keys together so that different rows
 * may agree, and keeps them as properties of an object, where `__proto__` and numbers go astray.
 */
function keysOf(frame: DataFrame, on: readonly string[]): string[] {
  const columns = on.map((name) => frame.column(name).values as unknown[]);
  return Array.from({ length: frame.shape[0] }, (_, row) =>
    JSON.stringify(columns.map((column) => String(column[row]))),
  );
}

function keyed(frame: DataFrame, keys: readonly string[], names: readonly string[]): DataFrame {
  const columns = names.map((name) => frame.column(name).values as (number | string)[]);
  return new danfojs.DataFrame(
    keys.map((key, row) => [key, ...columns.map((column) => column[row]!)]),
    { columns: [KEY, ...names] },
  );
}

function counted(rows: number): string {
  return rows === 1 ? "1 row" : `${rows} rows`;
}
