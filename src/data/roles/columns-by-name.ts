import { UsageError } from "../../errors.js";
import { nearest } from "../../suggest.js";
import { displayName } from "../source/errors.js";
import { type Column, type Columns, onOneLine } from "../table/columns.js";

/**
 * The column of that name; upper and lower case, and line breaks and spaces, count as equal where no other has
 * the very name.
 *
 * @throws UsageError with the nearest name
 */
export function columnNamed(table: Columns, name: string): Column {
  const names = table.columns.map((column) => column.name);
  const column =
    table.columns.find((c) => c.name === name || (name === "" && c.unnamed)) ??
    table.columns.find((c) => c.name.toLowerCase() === onOneLine(name).toLowerCase());
  if (column !== undefined) return column;
  const meant = nearest(name, names);
  throw new UsageError(
    `there is no column "${name}" in ${displayName(table.name)}`,
    `${meant === undefined ? "" : `Did you mean "${meant}"? `}Columns: ${listNames(names)}.`,
  );
}

/** The names that one lists, of columns in the table. A column's name may hold commas itself. */
export function columnNames(table: Columns, name: string): string[] {
  const whole = table.columns.some((c) => c.name === name || c.name === onOneLine(name));
  return whole ? [name] : name.split(",");
}

/** First column that goes by one of these names, in their order. */
export function columnCalled<C extends Column>(
  columns: readonly C[],
  names: readonly string[],
): C | undefined {
  for (const name of names) {
    const column = columns.find((c) => plainName(c.name) === name);
    if (column !== undefined) return column;
  }
  return undefined;
}

/** A name in lower case without brackets, its words joined by underscores. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^[\s<[(]+|[\s>\])]+$/g, "")
    .replace(/[\s.-]+/g, "_");
}

/** The first names of a list, for messages. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(", ");
  return names.length > 8 ? `${shown}, … (${names.length})` : shown;
}
