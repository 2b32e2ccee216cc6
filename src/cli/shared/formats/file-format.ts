import { extname } from "node:path";
import { UsageError } from "../../../errors.js";
import {
  type FileFormat,
  isPicture,
  PICTURE_FORMATS,
  type PictureFormat,
  TABLE_FORMATS,
  type TableFormat,
} from "../../../report/formats.js";
import { listed, shellQuoted } from "../../../wording.js";

export { type FileFormat, isPicture, type PictureFormat, type TableFormat };

/** What commands write that have a table of results and a picture of them. */
export const REPORT_FORMATS: readonly FileFormat[] = [
  ...(["table", "json"] as const),
  ...TABLE_FORMATS,
  ...PICTURE_FORMATS,
];

const SUFFIXES: Readonly<Record<string, FileFormat>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".json": "json",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".txt": "table",
  ".md": "markdown",
  ".parquet": "parquet",
  ".xlsx": "xlsx",
  ".svg": "svg",
  ".png": "png",
  ".html": "html",
};

/** What nobody reads on a terminal: bytes, and the markup of pages and pictures. */
const NOT_FOR_EYES: readonly FileFormat[] = ["parquet", "xlsx", "png", "svg", "html"];

/**
 * The format that was asked for, else what the file's suffix says, else a table on a terminal and CSV in
 * a pipe and in a file without suffix. `.gz` after a suffix only compresses.
 *
 * @param known what the command writes
 * @throws UsageError for a suffix of a format that is not written, and for bytes and pages on a terminal
 */
export function chooseFileFormat<F extends FileFormat>(
  format: F | undefined,
  output: string | undefined,
  known: readonly F[],
): F {
  if (output === undefined) {
    const chosen = format ?? ((process.stdout.isTTY ? "table" : "csv") as F);
    if (NOT_FOR_EYES.includes(chosen) && process.stdout.isTTY) {
      const suffix = Object.keys(SUFFIXES).find((name) => SUFFIXES[name] === chosen);
      throw new UsageError(
        `${chosen} cannot be shown on a terminal`,
        `Name a file, such as -o result${suffix}, or pipe it on.`,
      );
    }
    return chosen;
  }
  if (format) return format;
  const extension = extname(output.replace(/\.gz$/i, "")).toLowerCase();
  if (extension === "") return "csv" as F;
  const chosen = SUFFIXES[extension];
  if (chosen === undefined || !(known as readonly FileFormat[]).includes(chosen)) {
    const names = Object.keys(SUFFIXES).filter((name) =>
      (known as readonly FileFormat[]).includes(SUFFIXES[name]),
    );
    if (extension === ".foretell") {
      throw new UsageError(
        `${output}: that is the name of a saved model`,
        `foretell train writes these: foretell train SOURCE -o ${shellQuoted(output)}.`,
      );
    }
    throw new UsageError(
      `${output}: ${extension} files cannot be written`,
      `These can: ${listed(names)}; .gz at the end compresses. --format chooses one whatever the name is.`,
    );
  }
  return chosen as F;
}
