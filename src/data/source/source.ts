import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { DataError } from "../../errors.js";
import { nearest } from "../../suggest.js";
import { bufferOrSpill, headOf, type Paging } from "./buffer-or-spill.js";
import type { Source } from "./bytes.js";
import { datasetPath, datasets } from "./catalog.js";
import { parseEncoding } from "./encoding.js";
import { displayName, unreadableError } from "./errors.js";
import { baseName } from "./file-list.js";
import { filePages } from "./file-pages.js";
import { decompressed, isGzip } from "./gzip.js";
import { MAX_TEXT_BYTES, tooLargeError } from "./size-limits.js";
import { PAGING, requireText, type SourceOptions, textOf } from "./source-of-bytes.js";
import { isUrl, withoutCredentials } from "./url.js";

export type { Source, SourceOptions };

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
  return textOf(raw, options, warn, paging);
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
      const { download } = await import("./download.js");
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
  const isFile = extname(source) !== "" || folder !== ".";
  let hint = isFile
    ? "Check the folder and the spelling."
    : "foretell datasets lists the bundled data.";
  if (dataset !== undefined) hint = `Did you mean the bundled dataset ${dataset}?`;
  if (file !== undefined) hint = `Did you mean ${join(folder, file)}?`;
  throw new DataError("no such file", { hint, location: { file: source } });
}
