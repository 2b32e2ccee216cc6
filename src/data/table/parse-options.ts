/** The sign between ones and tenths. */
export type Decimal = "." | ",";

/** How the cells of a table are written, in whatever format; what is left out is found in the data. */
export interface ParseOptions {
  /** The character between two cells of delimited text. */
  readonly delimiter?: string | undefined;
  readonly decimal?: Decimal | undefined;
  /** False when the first line is a row. */
  readonly header?: boolean | undefined;
  /** Words that stand for a missing value besides the common ones. */
  readonly na?: readonly string[] | undefined;
  /** The order of dates such as 01/02/2024, `dmy` or `mdy`, or a pattern such as `%d.%m.%Y`. */
  readonly dateFormat?: string | undefined;
}
