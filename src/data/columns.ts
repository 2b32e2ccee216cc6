import type { SourceLocation } from "../errors.js";

/** NaN where missing. */
export interface NumberColumn {
  readonly name: string;
  readonly kind: "number";
  readonly values: Float64Array;
}

/** Milliseconds since 1970 in UTC, NaN where missing. */
export interface TimeColumn {
  readonly name: string;
  readonly kind: "time";
  readonly values: Float64Array;
}

/** The distinct texts of a column, in order of first appearance. */
export interface Labels {
  readonly size: number;
  text(code: number): string;
}

/** Dictionary-coded text. */
export interface TextColumn {
  readonly name: string;
  readonly kind: "text";
  /** Index into `labels` for each row. */
  readonly codes: Int32Array;
  readonly labels: Labels;
  /** The column held only numbers or only dates up to this row. */
  readonly broken?: { readonly row: number; readonly kind: "number" | "time" };
}

export type Column = NumberColumn | TimeColumn | TextColumn;

/** A table by columns, as every reader gives it. Rows count from 0. */
export interface Columns {
  /** What the data were called: a path, `-` or a bundled dataset's name. */
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Where a row (or one cell of it) stands in the input, when the input has lines. */
  locate?(row: number, column?: Column): SourceLocation;
  /** A cell as it was written. */
  cell(row: number, column: Column): string;
}
