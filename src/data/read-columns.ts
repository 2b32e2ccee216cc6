import type { Columns } from "./columns.js";
import { type CsvOptions, parseCsv } from "./csv.js";
import { isJson, parseJson } from "./json.js";
import { readSource, type SourceOptions } from "./source.js";

export type ReadOptions = CsvOptions & SourceOptions;

/**
 * Reads a table from a path, `-` or a bundled dataset, in the format that its first bytes tell: CSV,
 * JSON (an array of objects, or an object a line), Parquet or an Excel workbook.
 *
 * @throws UsageError, DataError as {@link readSource} and the formats' readers
 */
export async function readColumns(
  source: string,
  options: ReadOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  const read = await readSource(source, options, warn);
  switch (String.fromCharCode(...read.bytes.subarray(0, 4))) {
    case "PAR1": {
      const { parseParquet } = await import("./parquet.js");
      return parseParquet(read, options, warn);
    }
    case "PK\u0003\u0004": {
      const { parseXlsx } = await import("./xlsx.js");
      return parseXlsx(read, options, warn);
    }
  }
  return isJson(read.bytes) ? parseJson(read, options, warn) : parseCsv(read, options, warn);
}
