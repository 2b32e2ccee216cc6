import { DataError, type SourceLocation } from "../../errors.js";
import type { CsvOptions } from "../format/dialect.js";
import { named } from "../source/source.js";
import { parseDateFormat } from "../time/date-pattern.js";
import type { Column, Columns } from "./columns.js";
import { columnOfValues, textOf } from "./infer-column.js";

/** Rows that name ever new columns would fill the memory. */
const MOST_COLUMNS = 16_384;
const FREE_CELLS = 1e7;
const SPARSEST = 100;

/**
 * Rows with named values as a table. Columns stand in order of first appearance, and hold nothing
 * where a row does not name them.
 */
export function tableOfRecords(
  name: string,
  records: readonly object[],
  options: CsvOptions,
  dialect: readonly string[],
  locate?: (row: number) => SourceLocation,
): Columns {
  const values = new Map<string, unknown[]>();
  let filled = 0;
  records.forEach((record, row) => {
    for (const [key, value] of Object.entries(record)) {
      let column = values.get(key);
      if (column === undefined) {
        const cells = values.size * records.length;
        if (
          values.size >= MOST_COLUMNS ||
          (cells > FREE_CELLS && filled * SPARSEST < values.size * row)
        ) {
          throw new DataError(`${named(name)}: the rows have too many different names`, {
            hint: "Each row should name the same columns.",
            location: locate?.(row) ?? { file: named(name) },
          });
        }
        column = new Array(records.length).fill(null);
        values.set(key, column);
      }
      column[row] = value;
      filled++;
    }
  });
  return tableOfValues(name, records.length, values, options, dialect, locate);
}

/** Columns of values as a table; the values are kept, to show them as they were. */
export function tableOfValues(
  name: string,
  rows: number,
  values: ReadonlyMap<string, readonly unknown[]>,
  options: CsvOptions,
  dialect: readonly string[],
  locate?: (row: number) => SourceLocation,
): Columns {
  const columns = Array.from(values, ([key, column]) => columnOfValues(key, column, options));
  return {
    name,
    rows,
    columns,
    dialect,
    dates: parseDateFormat(options.dateFormat).pattern,
    cell: (row: number, column: Column) => textOf(values.get(column.name)?.[row]),
    ...(locate !== undefined && { locate: (row: number) => locate(row) }),
  };
}
