import { parseCsv } from "../format/csv.js";
import { isJson, parseJson } from "../format/json.js";
import { isTsf, parseTsf } from "../format/tsf/tsf.js";
import type { SheetOptions } from "../format/xlsx.js";
import { checkReading } from "../source/check-reading.js";
import { filesOfSource } from "../source/file-list.js";
import { displayName, readSource, readWhole, type SourceOptions } from "../source/source.js";
import type { Columns } from "../table/columns.js";
import type { ParseOptions } from "../table/parse-options.js";
import { readFiles } from "./read-files.js";

/** How a file is read; what is left out is found in it. */
export type ReadOptions = ParseOptions & SourceOptions & SheetOptions;

/**
 * Reads a table from a path, a URL, `-` or a bundled dataset, in the format that its first bytes tell: CSV,
 * JSON (an array of objects, or an object a line), Monash .tsf, Parquet or an Excel workbook. Several files,
 * listed in braces or by a pattern such as `sales-*.csv`, are put together.
 *
 * @throws UsageError, DataError as {@link readSource}, {@link readFiles} and the formats' readers
 */
export async function readColumns(
  source: string,
  options: ReadOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  checkReading(options);
  const files = await filesOfSource(source);
  return files.length === 1
    ? readFile(files[0], options, warn)
    : readFiles(source, files, options, readFile, warn);
}

async function readFile(
  source: string,
  options: ReadOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  const read = await readSource(source, options, warn);
  const magic = String.fromCharCode(...read.bytes.subarray(0, 4));
  if (options.sheet !== undefined && magic !== "PK\u0003\u0004") {
    warn(`${displayName(source)} is not an Excel workbook: --sheet is ignored`);
  }
  switch (magic) {
    case "PAR1": {
      const { parseParquet } = await import("../format/parquet/parquet.js");
      return parseParquet(read, options, warn);
    }
    case "PK\u0003\u0004": {
      const { parseXlsx } = await import("../format/xlsx.js");
      return parseXlsx(read, options, warn);
    }
  }
  if (isTsf(read.bytes)) return parseTsf(readWhole(read, options.maxBytes), warn);
  return isJson(read.bytes)
    ? parseJson(readWhole(read, options.maxBytes), options, warn)
    : parseCsv(read, options, warn);
}
