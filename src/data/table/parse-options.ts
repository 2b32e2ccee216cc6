import type { ReadingOptions } from "../source/reading-options.js";

/** How the cells of a table are written, in whatever format; what is left out is found in the data. */
export type ParseOptions = ReadingOptions<"dialect" | "dates">;

/** The sign between ones and tenths. */
export type Decimal = NonNullable<ParseOptions["decimal"]>;
