import type { SourceLocation } from "../../errors.js";
import type { DatePattern } from "../time/date-pattern.js";
import type { Stamps } from "./timestamps.js";

/** NaN where missing. */
export interface NumberColumn {
  readonly name: string;
  readonly kind: "number";
  readonly values: Float64Array;
  /** What was left out to read the numbers, and in how many of them: `%`, `€`, thousands separators. */
  readonly marks?: ReadonlyMap<string, number>;
}

/** Milliseconds since 1970 in UTC, NaN where missing. */
export interface TimeColumn {
  readonly name: string;
  readonly kind: "time";
  readonly values: Float64Array;
  /** The same in less memory than `values` may take, which are made when they are asked for. */
  readonly stamps?: Stamps;
  /** How the stamps were written; nothing needs to be said of ISO 8601 without zones. */
  readonly written?: {
    /** Day before month, or month before day, in dates of three numbers. */
    readonly order?: "dmy" | "mdy";
    /** Whether the stamps would be dates in the other order as well. */
    readonly ambiguous?: boolean;
    /** Whether stamps say how far from UTC they are: all of them, or only some. */
    readonly offsets?: "all" | "some";
  };
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
  /** Index into `labels` for each row, of two bytes while that is enough. */
  readonly codes: Int32Array | Uint16Array;
  readonly labels: Labels;
  /** The column held only numbers or only dates up to this row. */
  readonly broken?: { readonly row: number; readonly kind: "number" | "time" };
}

/** One column of a table. */
export type Column = NumberColumn | TimeColumn | TextColumn;

/** A table by columns, as every reader gives it. Rows count from 0. */
export interface Columns {
  /** What the data were called: a path, `-` or a bundled dataset's name. */
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** How its dates are written, when a person said so by a pattern. */
  readonly dates?: DatePattern | undefined;
  /** How it is written, in words: `semicolons`, `decimal commas`, … */
  readonly dialect?: readonly string[];
  /** Where a row (or one cell of it) stands in the input, when the input has lines. */
  locate?(row: number, column?: Column): SourceLocation;
  /** A cell as it was written. */
  cell(row: number, column: Column): string;
}
