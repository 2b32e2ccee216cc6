import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "../../errors.js";
import { nearest } from "../../suggest.js";
import { bufferOrSpill, headOf, type Paging } from "./buffer-or-spill.js";
import type { Source } from "./bytes.js";
import { datasetPath, datasets } from "./catalog.js";
import { download } from "./download.js";
import { type Encoding, notUtf8, parseEncoding, sniffEncoding, toUtf8 } from "./encoding.js";
import {
  displayName,
  MAX_BUFFERED_BYTES,
  MAX_TEXT_BYTES,
  tooLargeError,
  unreadableError,
} from "./errors.js";
import { baseName } from "./file-list.js";
import { filePages } from "./file-pages.js";
import { requireWestern } from "./foreign-text.js";
import { decompressed, isGzip } from "./gzip.js";
import type { ReadingOptions } from "./reading-options.js";
import { invalidUtf8, pagesToUtf8 } from "./transcode.js";
import { isUrl, withoutCredentials } from "./url.js";

export type { Source };
export { baseName, displayName, unreadableError };

/** How bytes are read. */
export type SourceOptions = ReadingOptions<"source">;

/** Texts smaller than this are read faster in memory. */
const PAGING: Paging = { from: 2 ** 26, head: 2 ** 23, size: 2 ** 23 };

/**
 * Reads a file, a URL, `-` (standard input) or a bundled dataset; unpacks gzip and turns other encodings into
 * UTF-8, Parquet and Excel files stay as they are. A file wins over a dataset of the same name.
 *
 * Large texts are not held in memory: UTF-8 files are read in place; other encodings, gzip and stdin
 * go to a temporary file without a name.
 *
 * @throws UsageError for an unknown encoding
 * @throws DataError when there is nothing of that name, nothing readable in it, or too much
 */
export async function readSource(
  source: string,
  options: SourceOptions = {},
  warn: (message: string) => void = () => {},
  paging = PAGING,
): Promise<Source> {
  const explicit = options.encoding === undefined ? undefined : parseEncoding(options.encoding);
  const look = explicit === undefined ? (head: Uint8Array) => requireText(source, head) : undefined;
  const raw = await readRaw(source, options, paging, look);
  if (raw.bytes.length === 0) throw new DataError(`${displayName(source)} is empty`);
  if (isBinaryTable(raw.bytes)) return readWhole(raw, options.maxBytes);
  const { bytes, pages } = raw;
  if (explicit === undefined) requireText(source, bytes);
  const encoding =
    explicit ??
    sniffEncoding(bytes, () => (pages === undefined ? isUtf8(bytes) : invalidUtf8(pages) < 0));
  if (encoding === "windows-1252" && explicit === undefined) {
    requireWestern(displayName(source), bytes);
  }
  const text = await inUtf8(raw, encoding, explicit !== undefined, paging);
  if (text.bytes.length === 0) throw new DataError(`${displayName(source)} is empty`);
  if (text.bytes.subarray(0, HEAD_BYTES).includes(0)) throw binaryDataError(source);
  if (encoding === "windows-1252" && explicit === undefined) {
    warn(
      `${displayName(source)} is not UTF-8: read as Windows-1252 (Latin-1), choose with --encoding`,
    );
  }
  return { ...text, ...(encoding !== "utf-8" && { encoding }) };
}

/** Bytes at the beginning that tell text from binary data. */
const HEAD_BYTES = 4096;

function binaryDataError(source: string): DataError {
  return new DataError(`${displayName(source)} is binary data, not text`, {
    hint: "Save it as CSV.",
  });
}

/**
 * Refuses binary data by their first bytes, so that a device that never ends fills no disk.
 *
 * @throws DataError for zero bytes that UTF-16 does not explain
 */
function requireText(source: string, bytes: Uint8Array): void {
  if (isBinaryTable(bytes) || !bytes.subarray(0, HEAD_BYTES).includes(0)) return;
  if (sniffEncoding(bytes, () => true) === "utf-8") throw binaryDataError(source);
}

/** The bytes of a source, unpacked but not converted. */
async function readRaw(
  source: string,
  { maxBytes: explicit, timeout }: SourceOptions,
  paging: Paging,
  look?: (head: Uint8Array) => void,
): Promise<Source> {
  const maxBytes = explicit ?? MAX_TEXT_BYTES;
  const all = (chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) =>
    bufferOrSpill(decompressed(chunks, source, explicit), source, maxBytes, paging, look);
  try {
    if (source === "-") return await all(process.stdin);
    if (isUrl(source)) {
      const read = await all(download(source, { maxBytes: explicit, timeout }));
      return { ...read, name: withoutCredentials(source) };
    }
    const path = await sourcePath(source);
    const found = await stat(path);
    if (!found.isFile()) return await all(createReadStream(path));
    if (path === source && found.size > maxBytes) throw tooLargeError(source, maxBytes);
    if (found.size < paging.from) {
      const bytes = await readFile(path);
      return isGzip(bytes) ? await all([bytes]) : { name: source, bytes };
    }
    const text = headOf(filePages(path, found.size, paging.size), paging.head);
    if (!isGzip(text.bytes)) return { name: source, ...text };
    text.pages?.close?.();
    return await all(createReadStream(path, { highWaterMark: 2 ** 20 }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw unreadableError(displayName(source), error as NodeJS.ErrnoException);
  }
}

async function inUtf8(
  raw: Source,
  encoding: Encoding,
  explicit: boolean,
  paging: Paging,
): Promise<Source> {
  const { name, bytes, pages } = raw;
  if (pages === undefined) return { name, bytes: toUtf8(bytes, encoding, displayName(name)) };
  if (encoding !== "utf-8") {
    try {
      return await bufferOrSpill(
        pagesToUtf8(pages, encoding, displayName(name)),
        name,
        Number.POSITIVE_INFINITY,
        paging,
      );
    } finally {
      pages.close?.();
    }
  }
  const invalid = explicit ? invalidUtf8(pages) : -1;
  if (invalid >= 0) throw notUtf8(displayName(name), invalid);
  return raw;
}

/**
 * Loads all bytes of a source into memory.
 *
 * @param maxBytes maximum number of bytes, 2 GiB by default
 * @throws DataError when there are more
 */
export function readWhole({ pages, ...source }: Source, maxBytes = MAX_BUFFERED_BYTES): Source {
  const length = pages?.length ?? source.bytes.length;
  if (length > maxBytes) throw tooLargeError(source.name, maxBytes);
  if (pages === undefined) return source;
  const bytes = new Uint8Array(length);
  return { ...source, bytes: bytes.subarray(0, pages.read(bytes, 0)) };
}

/**
 * The path of a source that is not stdin: itself when it is a file, else the bundled dataset's file.
 *
 * @throws DataError when there is neither, with the nearest name
 */
export async function sourcePath(source: string): Promise<string> {
  const found = await stat(source).catch((error: NodeJS.ErrnoException) => error);
  if (!(found instanceof Error)) {
    if (found.isDirectory()) {
      throw new DataError(`${source} is a directory`, {
        hint: `Name a file in it, or several: '${join(source, "*.csv")}'.`,
      });
    }
    return source;
  }
  if (found.code !== "ENOENT" && found.code !== "ENOTDIR") throw unreadableError(source, found);
  const bundled = datasetPath(source);
  if (bundled !== undefined) return bundled;

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

/** Whether the bytes are a binary format with its own reader: a zip archive (Excel) or Parquet. */
function isBinaryTable(bytes: Uint8Array): boolean {
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  return magic === "PK\u0003\u0004" || magic === "PAR1";
}
