import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { cannotWrite } from "./cannot-write.js";
import type { Format } from "./options.js";

/** Resolves when everything has been handed over, however slow the reader is. */
export function writeStdout(data: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(data, (error) => (error ? reject(error) : resolve()));
  });
}

/** What a command has to say, whole or piece by piece where it is much. */
export type Output = string | Uint8Array | Generator<string | Uint8Array>;

/**
 * Hands it over, to stdout or as a whole file.
 *
 * @throws UsageError when the file cannot be written
 */
export async function writeOutput(data: Output, file: string | undefined): Promise<void> {
  if (file === undefined) for (const piece of piecesOf(data)) await writeStdout(piece);
  else writeFileAtomically(file, data);
}

function piecesOf(data: Output): Iterable<string | Uint8Array> {
  return typeof data === "string" || data instanceof Uint8Array ? [data] : data;
}

/** The format asked for, or what the file's name or the terminal suggests. */
export function chooseFormat(format: Format | undefined, output: string | undefined): Format {
  if (format) return format;
  if (output === undefined) return process.stdout.isTTY ? "table" : "csv";
  const extension = extname(output).toLowerCase();
  return extension === ".json" ? "json" : extension === ".txt" ? "table" : "csv";
}

/**
 * Fails early, before any work is done for a file that cannot be written.
 *
 * @throws UsageError
 */
export function checkWritable(path: string): void {
  try {
    if (existsSync(path)) {
      if (statSync(path).isDirectory()) throw new Error("it is a directory");
      accessSync(path, constants.W_OK);
    } else {
      accessSync(dirname(path), constants.W_OK);
    }
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Writes a file whole or not at all: to a neighbour first, which then takes its name.
 *
 * @throws UsageError
 */
export function writeFileAtomically(path: string, data: Output): void {
  let temporary: string | undefined;
  try {
    const exists = existsSync(path);
    if (exists && !statSync(path).isFile()) {
      // A device or pipe cannot be replaced, and what /dev/stdout leads to may have no other name.
      writePieces(path, "w", data);
      return;
    }
    const target = exists ? realpathSync(path) : path;
    temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    writePieces(temporary, "wx", data);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    throw cannotWrite(path, error);
  }
}

function writePieces(path: string, flag: "w" | "wx", data: Output): void {
  const file = openSync(path, flag);
  try {
    for (const piece of piecesOf(data)) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}
