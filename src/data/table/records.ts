import { DataError, type SourceLocation } from "../../errors.js";
import { displayName } from "../source/errors.js";
import { parseDateFormat } from "../time/date-pattern.js";
import type { Column, Columns } from "./columns.js";
import { inferColumn, textOf } from "./infer-column.js";
import type { ParseOptions } from "./parse-options.js";

/** Maximum number of columns: rows that keep naming new ones would fill the memory. */
const MAX_COLUMNS = 16_384;
const MIN_CELLS_CHECKED = 1e7;
const MAX_SPARSITY = 100;

/**
 * A table from records. Columns appear in the order in which rows first name them; they are missing in
 * rows that do not.
 */
export function tableFromRecords(
  name: string,
  records: readonly object[],
  options: ParseOptions,
  dialect: readonly string[],
  locate?: (row: number) => SourceLocation,
): Columns {
  const values = columnsOfRecords(name, records, Object.entries, locate);
  return tableFromValues(name, records.length, values, options, dialect, locate);
}

/**
 * The values of records by name.
 *
 * @param name    of the source, for messages
 * @param entries names and values of a record
 * @throws DataError when the rows have too many different names
 */
export function columnsOfRecords<R>(
  name: string,
  records: readonly R[],
  entries: (record: R) => Iterable<[string, unknown]>,
  locate?: (row: number) => SourceLocation,
): Map<string, unknown[]> {
  const values = new Map<string, unknown[]>();
  let filled = 0;
  records.forEach((record, row) => {
    for (const [key, value] of entries(record)) {
      let column = values.get(key);
      if (column === undefined) {
        const cells = values.size * records.length;
        if (
          values.size >= MAX_COLUMNS ||
          (cells > MIN_CELLS_CHECKED && filled * MAX_SPARSITY < values.size * row)
        ) {
          throw new DataError(`${displayName(name)}: the rows have too many different names`, {
            hint: "Each row should name the same columns.",
            location: locate?.(row) ?? { file: displayName(name) },
          });
        }
        column = new Array(records.length).fill(null);
        values.set(key, column);
      }
      column[row] = value;
      filled++;
    }
  });
  return values;
}

/** A table from columns of values, which are kept to show cells as they were. */
export function tableFromValues(
  name: string,
  rows: number,
  values: ReadonlyMap<string, readonly unknown[]>,
  options: ParseOptions,
  dialect: readonly string[],
  locate?: (row: number) => SourceLocation,
): Columns {
  const columns = Array.from(values, ([key, column]) => inferColumn(key, column, options));
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
