import { DataError } from "../../errors.js";
import type { Column, Columns } from "./columns.js";

/** A cell that does not hold what its column should. */
export function cellError(
  table: Columns,
  row: number,
  column: Column,
  expected: string,
  hint?: string,
): DataError {
  const written = table.cell(row, column);
  const shown = written.length > 60 ? `${written.slice(0, 59)}…` : written;
  const location = table.locate?.(row, column);
  const what = shown === "" ? "is empty" : `holds "${shown}"`;
  return new DataError(`column "${column.name}" ${what} where ${expected} was expected`, {
    ...(location === undefined ? {} : { location }),
    ...(hint === undefined ? {} : { hint }),
  });
}
