import { DataError } from "../../errors.js";
import type { Column } from "../table/columns.js";
import type { Dated, Rows } from "./rows.js";
import type { StaticValue } from "./series.js";

/** The one value of each static column in the rows of a series; empty cells do not count. */
export function staticValues(
  { table }: Dated,
  { id, rows }: Rows,
  columns: readonly Column[],
): Map<string, StaticValue> {
  return new Map(
    columns.map((column): [string, StaticValue] => {
      const valueAt = (row: number) =>
        column.kind === "text" ? column.labels.text(column.codes[row]) : column.values[row];
      let first = 0;
      while (first < rows.length && isEmpty(valueAt(rows.at(first)))) first++;
      if (first === rows.length) return [column.name, valueAt(rows.at(0))];
      const value = valueAt(rows.at(first));
      for (let i = first + 1; i < rows.length; i++) {
        const other = valueAt(rows.at(i));
        if (other === value || isEmpty(other)) continue;
        const location = table.locate?.(rows.at(i), column);
        throw new DataError(
          `static column "${column.name}" of series "${id}" holds "${table.cell(rows.at(i), column)}" after "${table.cell(rows.at(first), column)}"`,
          {
            hint: "Name a column that changes with time by --past or --future.",
            ...(location && { location }),
          },
        );
      }
      return [column.name, value];
    }),
  );
}

function isEmpty(value: StaticValue): boolean {
  return value === "" || Number.isNaN(value);
}
