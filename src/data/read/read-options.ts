import type { SheetOptions } from "../format/xlsx.js";
import type { SourceOptions } from "../source/source.js";
import type { ParseOptions } from "../table/parse-options.js";

/** How a file is read; what is left out is found in it. */
export type ReadOptions = ParseOptions & SourceOptions & SheetOptions;
