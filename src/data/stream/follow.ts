import { constants, createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { addAbortSignal, Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import { DataError } from "../../errors.js";
import { download } from "../source/download.js";
import { displayName, unreadableError } from "../source/errors.js";
import { decompressed } from "../source/gzip.js";
import { sourcePath } from "../source/source.js";
import { isUrl } from "../source/url.js";

/**
 * A piece of a source: bytes, or the news that another file has taken its name (`moved`) or that it was
 * truncated and begins anew (`cut`).
 */
export type Piece = Uint8Array | "moved" | "cut";

/** Time between two looks at a file, in milliseconds. */
const POLL_MS = 100;
const PIECE_BYTES = 65_536;

/**
 * The bytes of a path, a URL, `-` or a bundled dataset as they arrive, gzip unpacked. Ends early and quietly
 * when `signal` is aborted.
 *
 * @param from bytes of a file to skip
 * @throws DataError when there is nothing of that name, or nothing readable in it
 */
export async function* readPieces(
  source: string,
  signal: AbortSignal,
  from = 0,
): AsyncGenerator<Uint8Array, void> {
  let input: Readable = process.stdin;
  if (isUrl(source)) {
    const unlimited = { maxBytes: Number.POSITIVE_INFINITY };
    input = Readable.from(decompressed(download(source, unlimited), source, undefined));
  } else if (source !== "-") {
    const { path, packed } = await openForStream(source);
    // A pipe cannot be opened at an offset, not even 0.
    const file = createReadStream(path, {
      highWaterMark: PIECE_BYTES,
      ...(from > 0 && { start: from }),
    });
    const unpacked = packed ? createGunzip() : undefined;
    if (unpacked) file.on("error", (error) => unpacked.destroy(error)).pipe(unpacked);
    input = unpacked ?? file;
  }
  addAbortSignal(signal, input);
  let first = true;
  try {
    for await (const chunk of input) {
      const piece: Uint8Array = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      if (first) requireText(source, piece);
      first = false;
      yield piece;
    }
  } catch (error) {
    if (signal.aborted) return;
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith("Z_")) {
      throw new DataError(`${displayName(source)}: the gzip data are damaged or end too early`);
    }
    throw code === undefined
      ? error
      : unreadableError(displayName(source), error as NodeJS.ErrnoException);
  }
}

/**
 * The bytes of a file and of all that is appended to it, for ever, also when it is truncated or another
 * file takes its name, as happens to logs. A file that is truncated and grows beyond its old length
 * between two looks cannot be told from one that has only grown.
 *
 * @param from bytes to skip at first
 * @throws DataError when there is no such file
 */
export async function* followFile(
  source: string,
  signal: AbortSignal,
  from = 0,
): AsyncGenerator<Piece, void> {
  const { path, regular, packed } = await openForStream(source);
  if (!regular) {
    throw new DataError(`${displayName(source)}: only a file can be followed`, {
      hint: "Leave --follow out.",
    });
  }
  if (packed) {
    throw new DataError(`${source}: a packed file cannot be followed`, {
      hint: "Unpack it first.",
    });
  }
  let file = await open(path);
  let next: FileHandle | undefined;
  try {
    const buffer = new Uint8Array(PIECE_BYTES);
    let at = from;
    let first = true;
    while (!signal.aborted) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES, at);
      if (bytesRead > 0) {
        const piece = buffer.subarray(0, bytesRead);
        if (first) requireText(source, piece);
        first = false;
        at += bytesRead;
        yield piece;
      } else if (next !== undefined) {
        await file.close();
        file = next;
        next = undefined;
        at = 0;
        yield "moved";
      } else if ((await file.stat()).size < at) {
        at = 0;
        yield "cut";
      } else {
        // Read the old file once more before the new one, so that nothing is missed.
        next = await taken(path, file);
        if (next === undefined) await setTimeout(POLL_MS, undefined, { signal }).catch(() => {});
      }
    }
  } finally {
    await file.close();
    await next?.close();
  }
}

/**
 * The file that has taken the name of the open one, if any.
 *
 * @throws DataError when it is a folder, a pipe or the like
 */
async function taken(path: string, held: FileHandle): Promise<FileHandle | undefined> {
  const [now, before] = await Promise.all([stat(path).catch(() => undefined), held.stat()]);
  if (now === undefined || (now.ino === before.ino && now.dev === before.dev)) return undefined;
  // Opening a pipe would else wait for its writer, and nothing could stop that.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (file === undefined || (await file.stat()).isFile()) return file;
  await file.close();
  throw new DataError(`${path}: something that is not a file has taken its name`, {
    hint: "Only files can be followed.",
  });
}

async function openForStream(
  source: string,
): Promise<{ path: string; regular: boolean; packed: boolean }> {
  if (isUrl(source)) return { path: source, regular: false, packed: false };
  const path = await sourcePath(source);
  const found = await stat(path);
  if (!found.isFile()) return { path, regular: false, packed: false };
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadableError(source, error);
  });
  try {
    const magic = new Uint8Array(2);
    await file.read(magic, 0, 2, 0);
    return { path, regular: true, packed: magic[0] === 0x1f && magic[1] === 0x8b };
  } finally {
    await file.close();
  }
}

function requireText(source: string, piece: Uint8Array): void {
  const magic = String.fromCharCode(...piece.subarray(0, 4));
  if (magic !== "PAR1" && !piece.subarray(0, 4096).includes(0)) return;
  throw new DataError(`${displayName(source)} is binary data or UTF-16, not text in UTF-8`, {
    hint: "foretell forecast reads Parquet, Excel and other encodings; a stream must be CSV or NDJSON.",
  });
}
