import { closeSync, openSync, readSync } from "node:fs";
import type { gzipSync } from "node:zlib";
import { wrap } from "../../report/text/wrap.js";
import { widthOfStdout } from "./appearance.js";
import type { Console } from "./console.js";
import { chooseFileFormat, type FileFormat } from "./formats/file-format.js";
import type { Format } from "./options.js";
import { writeStdout } from "./terminal.js";
import { type Pieces, piecesOf, writeFileAtomically } from "./write-file.js";

/**
 * Hands over what a command has to say, to stdout or as a whole file, compressed where its name ends in
 * `.gz`. Lines for people are broken between words where they are wider than the terminal.
 *
 * @param format of the data: a table has colours of ours, other formats have none
 * @param console says that a file is written
 * @throws UsageError when the file cannot be written
 */
export async function writeOutput(
  data: Pieces,
  file: string | undefined,
  format: FileFormat,
  console: Pick<Console, "wrote">,
): Promise<void> {
  const shown = format === "table" && typeof data === "string" ? wrap(data, widthOfStdout()) : data;
  if (file !== undefined) {
    if (/\.gz$/i.test(file)) {
      const { gzipSync } = await import("node:zlib");
      writeFileAtomically(file, compressed(shown, gzipSync));
    } else writeFileAtomically(file, shown);
    return console.wrote(file);
  }
  for (const piece of piecesOf(shown)) await writeStdout(piece, format === "table");
}

/** Bytes of text that are compressed at once. */
const MEMBER_BYTES = 16_000_000;

/** Bytes of a file that are read at once. */
const READ_BYTES = 2 ** 20;

/** A file, as members of gzip. */
export function compressedFile(path: string, gzip: typeof gzipSync): Generator<Uint8Array> {
  return compressed(piecesOfFile(path), gzip);
}

/** The bytes of a file, piece by piece. */
export function* piecesOfFile(path: string): Generator<Uint8Array> {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(READ_BYTES);
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      yield Uint8Array.from(buffer.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}

/** As members of gzip, which readers take for one file. */
function* compressed(data: Pieces, gzip: typeof gzipSync): Generator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for (const piece of piecesOf(data)) {
    const bytes = Buffer.from(piece);
    held.push(bytes);
    size += bytes.length;
    if (size < MEMBER_BYTES) continue;
    yield gzip(Buffer.concat(held));
    [held, size] = [[], 0];
  }
  if (size > 0) yield gzip(Buffer.concat(held));
}

/**
 * The requested format, or what the file's name or the terminal suggests, of commands that write tables,
 * CSV and JSON only.
 *
 * @throws UsageError for the suffix of another format
 */
export function chooseFormat(format: Format | undefined, output: string | undefined): Format {
  return chooseFileFormat(format, output, ["table", "csv", "json"]);
}
