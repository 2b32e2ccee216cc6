import type { DataError } from "../../errors.js";
import { displayName } from "../source/errors.js";
import type { Column, Columns } from "../table/columns.js";
import type { RowList } from "../table/row-list.js";
import { formatTime, precisionOf } from "../time/timestamp.js";

/** The rows of one series: which rows of the table, and their stamps. */
export interface Rows {
  readonly id: string;
  readonly rows: RowList;
  readonly ds: Float64Array;
}

/** A table with the column its stamps come from. */
export interface Dated {
  readonly table: Columns;
  readonly time: Column | undefined;
  /** Milliseconds, not counted steps. */
  readonly dated: boolean;
  /** Columns that may name the series where dates repeat. */
  readonly idCandidates?: readonly string[];
  /** Further advice for errors about dates that stand on no grid. */
  readonly offGridHint?: string;
}

/** How messages write a stamp. */
export function formatStamp(ds: number, dated: boolean): string {
  return dated ? formatTime(ds, precisionOf([ds])) : String(ds);
}

/** `file:line: `, or nothing when the table has no lines. */
export function placeOf({ table }: Dated, row: number): string {
  const place = table.locate?.(row);
  return place === undefined ? `${displayName(table.name)}: ` : `${place.file}:${place.line}: `;
}

/** The details of an error about one row. */
export function placed(
  data: Dated,
  row: number,
  hint: string,
): ConstructorParameters<typeof DataError>[1] {
  const location = data.table.locate?.(row, data.time);
  return { hint, ...(location === undefined ? {} : { location }) };
}
