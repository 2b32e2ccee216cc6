import type { Column, Columns } from "./columns.js";
import { writtenText } from "./written-text.js";

/**
 * A table with other columns in the same rows, each of which stands for one of its own.
 *
 * @param ownOf the column that one stands for, whose cells and places it has
 */
export function withColumns(
  table: Columns,
  columns: readonly Column[],
  ownOf: (column: Column) => Column,
): Columns {
  const { name, rows, dates, dialect, where, horizon } = table;
  return {
    ...{ name, rows, columns, dates },
    ...(dialect && { dialect }),
    ...(where && { where }),
    ...(horizon !== undefined && { horizon }),
    cell: (row, column) => table.cell(row, ownOf(column)),
    ...(table.locate && {
      locate: (row: number, column?: Column) => table.locate!(row, column && ownOf(column)),
    }),
    ...(table.texts && { texts: (column) => writtenText(table, ownOf(column)) }),
  };
}
