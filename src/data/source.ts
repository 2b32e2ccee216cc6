import { constants, isUtf8 } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { DataError } from "../errors.js";
import { datasetPath, datasets } from "./catalog.js";
import { parseEncoding, sniffEncoding, toUtf8 } from "./encoding.js";
import { nearest } from "./nearest.js";
import type { Pages, Source } from "./source-bytes.js";

export type { Source };

/** How bytes are read. */
export interface SourceOptions {
  /** UTF-8, UTF-16 by its byte order mark or zeros, else Windows-1252, unless told. */
  readonly encoding?: string | undefined;
  /** Most bytes that are read, or unpacked; 2 GiB unless told. */
  readonly maxBytes?: number | undefined;
}

const MOST_BYTES = 2 ** 31;

/** From here on a file is read piece by piece. */
const LARGE = 2 ** 30;

/** From here on a text in a file is not held, but read where it is looked at. */
const PAGED = 2 ** 26;
const PAGE = 2 ** 23;

/** What packed data may grow to when nobody says: tables seldom shrink to less than a hundredth. */
const MOST_GROWTH = 200;
const FREE_GROWTH = 2 ** 26;

/**
 * Reads a file, `-` (standard input) or a bundled dataset; unpacks gzip and turns other encodings into
 * UTF-8, Parquet and Excel files stay as they are. A file wins over a dataset of the same name.
 *
 * @throws UsageError for an unknown encoding
 * @throws DataError when there is nothing of that name, nothing readable in it, or too much
 */
export async function readSource(
  source: string,
  options: SourceOptions = {},
  warn: (message: string) => void = () => {},
): Promise<Source> {
  const told = options.encoding === undefined ? undefined : parseEncoding(options.encoding);
  const most = options.maxBytes ?? MOST_BYTES;
  const paged = source === "-" || told !== undefined ? undefined : await readPaged(source, most);
  if (paged !== undefined) return paged;
  const packed = source === "-" ? await readStdin(most) : await readPath(source, most);
  const raw = await unpack(packed, source, options.maxBytes);
  if (raw.length === 0) throw new DataError(`${named(source)} is empty`);
  if (isBinaryTable(raw)) return { name: source, bytes: raw };
  const encoding = told ?? sniffEncoding(raw);
  const bytes = toUtf8(raw, encoding, named(source));
  if (bytes.length === 0) throw new DataError(`${named(source)} is empty`);
  if (bytes.subarray(0, 4096).includes(0)) {
    throw new DataError(`${named(source)} is binary data, not text`, { hint: "Save it as CSV." });
  }
  if (encoding === "windows-1252" && told === undefined) {
    warn(`${named(source)} is not UTF-8: read as Windows-1252 (Latin-1), choose with --encoding`);
  }
  return { name: source, bytes, ...(encoding !== "utf-8" && { encoding }) };
}

/** A large file of UTF-8 text as its beginning and pages; undefined when it is another kind of file. */
async function readPaged(source: string, most: number): Promise<Source | undefined> {
  const found = await stat(source).catch(() => undefined);
  if (!found?.isFile() || found.size < PAGED || found.size > most) return undefined;
  const pages = pagesOf(source, found.size);
  const head = new Uint8Array(PAGE);
  const bytes = head.subarray(0, pages.read(head, 0));
  if (isBinaryTable(bytes) || isGzip(bytes) || bytes.subarray(0, 4096).includes(0))
    return undefined;
  return isUtf8Text(pages) ? { name: source, bytes, pages } : undefined;
}

function pagesOf(path: string, length: number): Pages {
  return {
    length,
    size: PAGE,
    read(bytes, at) {
      try {
        const file = openSync(path, "r");
        try {
          let n = 0;
          while (n < bytes.length) {
            const read = readSync(file, bytes, n, Math.min(2 ** 26, bytes.length - n), at + n);
            if (read === 0) break;
            n += read;
          }
          return n;
        } finally {
          closeSync(file);
        }
      } catch (error) {
        throw unreadable(path, error as NodeJS.ErrnoException);
      }
    },
  };
}

function isUtf8Text(pages: Pages): boolean {
  const page = new Uint8Array(pages.size);
  for (let at = 0; at < pages.length; ) {
    const n = pages.read(page, at);
    let end = n;
    // A character may stand across the border of two pages.
    if (at + n < pages.length) {
      while (end > Math.max(0, n - 4) && (page[end - 1]! & 0xc0) === 0x80) end--;
      if (end > 0 && page[end - 1]! >= 0xc0) end--;
    }
    if (end === 0 || !isUtf8(page.subarray(0, end))) return false;
    at += end;
  }
  return true;
}

/** A source with all of its bytes. */
export function whole({ pages, ...source }: Source): Source {
  if (pages === undefined) return source;
  const bytes = new Uint8Array(pages.length);
  return { ...source, bytes: bytes.subarray(0, pages.read(bytes, 0)) };
}

/** How messages call a source. */
export function named(source: string): string {
  return source === "-" ? "stdin" : source;
}

/** A source's name without folders and endings, for a series that has no other name. */
export function baseName(source: string): string {
  if (source === "-") return "series";
  return (
    basename(source).replace(
      /(\.(csv|tsv|txt|dat|json|jsonl|ndjson|parquet|xlsx))?(\.gz)?$/i,
      "",
    ) || source
  );
}

async function readPath(source: string, most: number): Promise<Uint8Array> {
  const path = await sourcePath(source);
  if (path !== source) return readBytes(path, source);
  const found = await stat(path);
  if (found.isFile() && found.size > most) throw tooLarge(source, most);
  return readBytes(source, source, found.size);
}

/**
 * Where a source that is not stdin lies: itself when it is a file, else the bundled dataset's file.
 *
 * @throws DataError when there is neither, with the nearest name
 */
export async function sourcePath(source: string): Promise<string> {
  const found = await stat(source).catch((error: NodeJS.ErrnoException) => error);
  if (!(found instanceof Error)) {
    if (found.isDirectory()) {
      throw new DataError(`${source} is a directory`, { hint: "Name a file in it." });
    }
    return source;
  }
  if (found.code !== "ENOENT" && found.code !== "ENOTDIR") throw unreadable(source, found);
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

async function readBytes(path: string, source: string, size = 0): Promise<Uint8Array> {
  try {
    return size < LARGE ? await readFile(path) : await readLarge(path, size);
  } catch (error) {
    throw unreadable(source, error as NodeJS.ErrnoException);
  }
}

/** A file larger than one read of Node.js can give. */
async function readLarge(path: string, size: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const bytes = new Uint8Array(size);
    let length = 0;
    while (length < size) {
      const { bytesRead } = await file.read(bytes, length, Math.min(2 ** 26, size - length));
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

/** Why a source could not be read. */
export function unreadable(source: string, error: NodeJS.ErrnoException): DataError {
  switch (error.code) {
    case "EACCES":
    case "EPERM":
      return new DataError(`${source}: permission denied`, {
        hint: "Check who may read the file.",
      });
    default:
      return new DataError(`${source}: cannot be read (${error.code ?? error.message})`);
  }
}

async function readStdin(most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes: Uint8Array = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    if (length > most) throw tooLarge("-", most);
    chunks.push(bytes);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

async function unpack(
  bytes: Uint8Array,
  source: string,
  told: number | undefined,
): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const most = told ?? Math.min(MOST_BYTES, bytes.length * MOST_GROWTH + FREE_GROWTH);
  try {
    return await promisify(gunzip)(bytes, {
      maxOutputLength: Math.min(most, constants.MAX_LENGTH),
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new DataError(
        `${named(source)}: ${bytes.length} bytes unpack to more than ${inWords(most)}`,
        { hint: "If it is no bomb, allow more: --max-bytes 4G." },
      );
    }
    throw new DataError(
      code === "Z_BUF_ERROR"
        ? `${named(source)}: the gzip data end too early`
        : `${named(source)}: the gzip data are damaged`,
      { hint: "Copy or pack the file again." },
    );
  }
}

function tooLarge(source: string, most: number): DataError {
  return new DataError(`${named(source)}: larger than ${inWords(most)}`, {
    hint: "Allow more with --max-bytes, split it, or aggregate to a coarser frequency first.",
  });
}

function inWords(bytes: number): string {
  const units: [number, string][] = [
    [2 ** 30, "GiB"],
    [2 ** 20, "MiB"],
    [2 ** 10, "KiB"],
  ];
  const [size, unit] = units.find(([least]) => bytes >= least) ?? [1, "bytes"];
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Formats that are no text and have readers of their own: zip archives (Excel) and Parquet. */
function isBinaryTable(bytes: Uint8Array): boolean {
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  return magic === "PK\u0003\u0004" || magic === "PAR1";
}
