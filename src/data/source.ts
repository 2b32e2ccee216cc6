import { constants } from "node:buffer";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { DataError } from "../errors.js";
import { datasetPath, datasets } from "./catalog.js";
import { nearest } from "./nearest.js";

/** What was read, and what people call it: a path, `-` or a bundled dataset's name. */
export interface Source {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads a file, `-` (standard input) or a bundled dataset; unpacks gzip and turns UTF-16 into UTF-8.
 * A file wins over a dataset of the same name.
 *
 * @throws DataError when there is nothing of that name, or nothing readable in it
 */
export async function readSource(source: string): Promise<Source> {
  const packed = source === "-" ? await readStdin() : await readPath(source);
  const bytes = toUtf8(await unpack(packed, source));
  const kind = formatOf(bytes);
  if (kind !== undefined) {
    throw new DataError(`${named(source)} is ${kind}, not text`, { hint: "Save it as CSV." });
  }
  if (bytes.length === 0) throw new DataError(`${named(source)} is empty`);
  return { name: source, bytes };
}

/** How messages call a source. */
export function named(source: string): string {
  return source === "-" ? "stdin" : source;
}

/** A source's name without folders and endings, for a series that has no other name. */
export function baseName(source: string): string {
  if (source === "-") return "series";
  return basename(source).replace(/(\.(csv|tsv|txt|dat))?(\.gz)?$/i, "") || source;
}

async function readPath(source: string): Promise<Uint8Array> {
  const found = await stat(source).catch((error: NodeJS.ErrnoException) => error);
  if (!(found instanceof Error)) {
    if (found.isDirectory()) {
      throw new DataError(`${source} is a directory`, { hint: "Name a file in it." });
    }
    return readBytes(source, source);
  }
  if (found.code !== "ENOENT" && found.code !== "ENOTDIR") throw unreadable(source, found);
  const bundled = datasetPath(source);
  if (bundled !== undefined) return readBytes(bundled, source);

  const folder = dirname(source);
  const files = await readdir(folder).catch(() => []);
  const file = nearest(basename(source), files);
  const dataset = nearest(
    baseName(source),
    datasets().map(({ name }) => name),
  );
  let hint = "foretell datasets lists the bundled data.";
  if (dataset !== undefined) hint = `Did you mean the bundled dataset ${dataset}?`;
  if (file !== undefined) hint = `Did you mean ${join(folder, file)}?`;
  throw new DataError(`${source}: no such file`, { hint });
}

async function readBytes(path: string, source: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(source, error as NodeJS.ErrnoException);
  }
}

function unreadable(source: string, error: NodeJS.ErrnoException): DataError {
  switch (error.code) {
    case "EACCES":
    case "EPERM":
      return new DataError(`${source}: permission denied`, {
        hint: "Check who may read the file.",
      });
    case "ERR_FS_FILE_TOO_LARGE":
      return new DataError(`${source}: larger than 2 GiB`, {
        hint: "Split it, or aggregate to a coarser frequency first.",
      });
    default:
      return new DataError(`${source}: cannot be read (${error.code ?? error.message})`);
  }
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) {
    chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

async function unpack(bytes: Uint8Array, source: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: constants.MAX_LENGTH });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new DataError(`${named(source)}: unpacks to more than memory can hold`);
    }
    throw new DataError(
      code === "Z_BUF_ERROR"
        ? `${named(source)}: the gzip data end too early`
        : `${named(source)}: the gzip data are damaged`,
      { hint: "Copy or pack the file again." },
    );
  }
}

function toUtf8(bytes: Uint8Array): Uint8Array {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!little && !big) return bytes;
  return new TextEncoder().encode(new TextDecoder(little ? "utf-16le" : "utf-16be").decode(bytes));
}

/** What a file that is no text is, as far as its first bytes tell. */
function formatOf(bytes: Uint8Array): string | undefined {
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (magic === "PK\u0003\u0004") return "an Excel workbook or zip archive";
  if (magic === "PAR1") return "a Parquet file";
  return bytes.subarray(0, 4096).includes(0) ? "binary data" : undefined;
}
