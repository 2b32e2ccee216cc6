import type { SourceLocation } from "../../errors.js";
import type { DatePattern } from "../time/date-pattern.js";
import type { DateOrder } from "../time/parse-date.js";
import type { Stamps } from "./timestamps.js";

/** What columns of every kind have. */
interface Named {
  readonly name: string;
  /** Whether the table has no name for it, so that it is called by its place: `column3`. */
  readonly unnamed?: boolean;
}

/** A column of numbers, NaN where missing. */
export interface NumberColumn extends Named {
  readonly kind: "number";
  readonly values: Float64Array;
  /** What was dropped to read the numbers, with how many had it: `%`, `€`, thousands separators. */
  readonly marks?: ReadonlyMap<string, number>;
  /** The first row whose number, such as 1.234, may have thousands or decimals, where nothing decides it. */
  readonly doubtful?: number;
}

/** A column of dates: milliseconds since 1970 in UTC, NaN where missing. */
export interface TimeColumn extends Named {
  readonly kind: "time";
  readonly values: Float64Array;
  /** The same dates, possibly in less memory: `values` are then expanded on first access. */
  readonly stamps?: Stamps;
  /** How the dates were written; absent or empty for ISO 8601 without offsets. */
  readonly written?: {
    /** The order of day, month and year in dates such as 01/02/2024. */
    readonly order?: DateOrder;
    /** Whether any is written with points, which programs do not take for month and day. */
    readonly dotted?: boolean;
    /** Whether all of them would be dates with day and month swapped too. */
    readonly ambiguous?: boolean;
    /** All orders in which they would be dates, when there are several and none was requested. */
    readonly orders?: readonly DateOrder[];
    /** Whether years of two digits may belong to another century. */
    readonly shortYears?: boolean;
    /** Whether all are written like 2024-01, which may also be a week or a financial year. */
    readonly yearMonths?: boolean;
    /** Whether all or only some dates have an offset from UTC; absent when none has. */
    readonly offsets?: "all" | "some";
    /** Whether all offsets may be the ends of intervals: `18:30-19:00`. */
    readonly intervals?: boolean;
  };
}

/** The distinct texts of a column, in order of first appearance. */
export interface Labels {
  readonly size: number;
  text(code: number): string;
}

/** A column of text, dictionary-coded. */
export interface TextColumn extends Named {
  readonly kind: "text";
  /** Index into `labels` for each row; two bytes each while that is enough. */
  readonly codes: Int32Array | Uint16Array;
  readonly labels: Labels;
  /** The first row that broke a column of numbers or dates. */
  readonly broken?: { readonly row: number; readonly kind: "number" | "time" };
}

/** One column of a table. */
export type Column = NumberColumn | TimeColumn | TextColumn;

/** A table by columns, as every reader returns it. Rows count from 0. */
export interface Columns {
  /** The name that the user gave: a path, `-` or a bundled dataset. */
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** The pattern of `--date-format`, if one was given. */
  readonly dates?: DatePattern | undefined;
  /** How the table is written, in words: `semicolons`, `decimal commas`, … */
  readonly dialect?: readonly string[];
  /** The conditions that its rows were chosen by already. */
  readonly where?: readonly string[];
  /** What all of them are of by these conditions, such as a shop. */
  readonly whose?: string;
  /** Steps ahead that whoever published the table wants forecast. */
  readonly horizon?: number;
  /** The place of a row, or of one cell, in the input, when the input has lines. */
  locate?(row: number, column?: Column): SourceLocation;
  /** A cell as it was written. */
  cell(row: number, column: Column): string;
  /** All cells of a column as they were written, empty where missing: `cell` of each row, but faster. */
  texts?(column: NumberColumn | TimeColumn): TextColumn;
}

/** A name whose line breaks, as wrapped headings of spreadsheets have them, are spaces. */
export function onOneLine(name: string): string {
  return name.replace(/\s*[\r\n]+\s*/g, " ");
}
