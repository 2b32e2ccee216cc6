import { DataError } from "../../errors.js";
import { displayName } from "../source/errors.js";
import type { Column, Columns, TextColumn } from "./columns.js";

/** The first row whose text meets a condition, which is tested once for each distinct text. */
export function firstRow(
  column: TextColumn,
  condition: (text: string) => boolean,
): number | undefined {
  const known = new Map<number, boolean>();
  for (let row = 0; row < column.codes.length; row++) {
    const code = column.codes[row];
    let met = known.get(code);
    if (met === undefined) {
      met = condition(column.labels.text(code));
      known.set(code, met);
    }
    if (met) return row;
  }
  return undefined;
}

/** The error for a cell that does not hold what its column should. */
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
  // Without lines to point at, the row is counted.
  const where = location?.line === undefined ? `${displayName(table.name)}: row ${row + 1}: ` : "";
  return new DataError(`${where}column "${column.name}" ${what} where ${expected} was expected`, {
    ...(location === undefined ? {} : { location }),
    ...(hint === undefined ? {} : { hint }),
  });
}
