import { extname } from "node:path";
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

/** The format asked for, or what the file's name or the terminal suggests. */
export function chooseFormat(format: Format | undefined, output: string | undefined): Format {
  if (format) return format;
  if (output === undefined) return process.stdout.isTTY ? "table" : "csv";
  const extension = extname(output).toLowerCase();
  return extension === ".json" ? "json" : extension === ".txt" ? "table" : "csv";
}
