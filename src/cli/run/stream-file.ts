import { readFileSync } from "node:fs";
import { version } from "../../../package.json";
import { DataError, UsageError } from "../../errors.js";
import { decodeStream, encodeStream, type SavedStream } from "../../streaming/stream-file.js";
import { writeFileAtomically } from "../shared/write-file.js";

/** Options that belong to a saved stream and cannot be changed with --resume. */
const FIXED_OPTIONS = [
  ...["model", "learn", "season", "window", "seed", "warmup"],
  ...["time", "target", "id", "delimiter", "decimal", "na"],
];

/**
 * Reads what `foretell stream --save` wrote.
 *
 * @param isExplicit whether an option was given
 * @throws UsageError for an option that was decided before, DataError when there is no such file, or
 *   something else in it
 */
export function readStreamFile(path: string, isExplicit: (option: string) => boolean): SavedStream {
  const chosen = FIXED_OPTIONS.find(isExplicit);
  if (chosen !== undefined) {
    throw new UsageError(
      `--${chosen} cannot be chosen with --resume, which goes on as the stream began`,
      `Leave it out: ${path} holds what it was.`,
    );
  }
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new DataError(code === "ENOENT" ? "no such file" : message, {
      hint: "foretell stream --save FILE writes one.",
      location: { file: path },
    });
  }
  return decodeStream(bytes, path);
}

/** @throws UsageError when it cannot be written */
export function writeStreamFile(path: string, saved: SavedStream): void {
  writeFileAtomically(path, encodeStream(saved, version));
}
