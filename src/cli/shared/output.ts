import { extname } from "node:path";
import { UsageError } from "../../errors.js";
import type { Format } from "./options.js";
import { writeStdout } from "./terminal.js";
import { type Pieces, piecesOf, writeFileAtomically } from "./write-file.js";

/**
 * Hands over what a command has to say, to stdout or as a whole file.
 *
 * @param format of the data: a table has colours of ours, other formats have none
 * @throws UsageError when the file cannot be written
 */
export async function writeOutput(
  data: Pieces,
  file: string | undefined,
  format: Format | "parquet" | "markdown",
): Promise<void> {
  if (file !== undefined) return writeFileAtomically(file, data);
  for (const piece of piecesOf(data)) await writeStdout(piece, format === "table");
}

/** Extensions of formats that are not written, and which nobody means CSV by. */
const UNWRITTEN = /^\.(?:parquet|ndjson|jsonl|xlsx?|ods|svg|png|pdf|html?|md|feather|arrow)$/;

/**
 * The requested format, or what the file's name or the terminal suggests.
 *
 * @throws UsageError for the extension of a format that is not written
 */
export function chooseFormat(format: Format | undefined, output: string | undefined): Format {
  if (format) return format;
  if (output === undefined) return process.stdout.isTTY ? "table" : "csv";
  const extension = extname(output).toLowerCase();
  if (UNWRITTEN.test(extension)) {
    throw new UsageError(
      `${output}: ${extension} files are not written`,
      "Known are .csv, .json and .txt; --format writes any of these whatever the name is.",
    );
  }
  return extension === ".json" ? "json" : extension === ".txt" ? "table" : "csv";
}
