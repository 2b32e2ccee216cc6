import { checkReading } from "../source/check-reading.js";
import { filesOfSource } from "../source/file-list.js";
import { readSource } from "../source/source.js";
import type { Columns } from "../table/columns.js";
import { columnsOfSource } from "./columns-of-source.js";
import type { ReadOptions } from "./read-options.js";

export type { ReadOptions };

/**
 * Reads a table from a path, a URL, `-` or a bundled dataset, in the format that its first bytes tell: CSV,
 * JSON (an array of objects, or an object a line), Monash .tsf, Parquet or an Excel workbook. Several files,
 * listed in braces or by a pattern such as `sales-*.csv`, are put together.
 *
 * @throws UsageError, DataError as {@link readSource}, readFiles and the formats' readers
 */
export async function readColumns(
  source: string,
  options: ReadOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  checkReading(options);
  const files = await filesOfSource(source);
  if (files.length === 1) return readFile(files[0], options, warn);
  const { readFiles } = await import("./read-files.js");
  return readFiles(source, files, options, readFile, warn);
}

async function readFile(
  source: string,
  options: ReadOptions,
  warn: (message: string) => void,
): Promise<Columns> {
  return columnsOfSource(await readSource(source, options, warn), options, warn);
}
