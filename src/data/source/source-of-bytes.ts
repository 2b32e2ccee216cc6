import { isUtf8 } from "node:buffer";
import { DataError } from "../../errors.js";
import { bufferOrSpill, type Paging } from "./buffer-or-spill.js";
import type { Source } from "./bytes.js";
import { type Encoding, notUtf8, parseEncoding, sniffEncoding, toUtf8 } from "./encoding.js";
import { displayName } from "./errors.js";
import { requireWestern } from "./foreign-text.js";
import { readWhole } from "./read-whole.js";
import type { ReadingOptions } from "./reading-options.js";
import { invalidUtf8, pagesToUtf8 } from "./transcode.js";

/** How bytes are read. */
export type SourceOptions = ReadingOptions<"source">;

/** Texts smaller than this are read faster in memory. */
export const PAGING: Paging = { from: 2 ** 26, head: 2 ** 23, size: 2 ** 23 };

/**
 * Bytes that are at hand as `readSource` gives those of a file: in UTF-8, but not unpacked.
 *
 * @throws UsageError for an unknown encoding
 * @throws DataError when there is nothing readable in them
 */
export function sourceOfBytes(
  name: string,
  bytes: Uint8Array,
  options: SourceOptions = {},
  warn: (message: string) => void = () => {},
): Promise<Source> {
  return textOf({ name, bytes }, options, warn, PAGING);
}

/** The text of unpacked bytes in UTF-8; Parquet and Excel files stay as they are. */
export async function textOf(
  raw: Source,
  options: SourceOptions,
  warn: (message: string) => void,
  paging: Paging,
): Promise<Source> {
  const source = raw.name;
  const explicit = options.encoding === undefined ? undefined : parseEncoding(options.encoding);
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
  if (text.bytes.subarray(0, HEAD_BYTES).includes(0)) throw binaryDataError(source, text.bytes);
  if (encoding === "windows-1252" && explicit === undefined) {
    warn(
      `${displayName(source)} is not UTF-8: read as Windows-1252 (Latin-1), choose with --encoding`,
    );
  }
  return { ...text, ...(encoding !== "utf-8" && { encoding }) };
}

/** Bytes at the beginning that tell text from binary data. */
const HEAD_BYTES = 4096;

/** How the header of what `foretell train` writes begins. */
const MODEL_FILE = '{"__metadata__":{"schema":"foretell/model';

function binaryDataError(source: string, bytes: Uint8Array): DataError {
  const name = displayName(source);
  const head = String.fromCharCode(...bytes.subarray(8, 64));
  if (head.startsWith(MODEL_FILE)) {
    return new DataError(`${name} is a saved model, not a table`, {
      hint: `foretell forecast --from ${name} forecasts with it.`,
    });
  }
  return new DataError(`${name} is binary data, not text`, {
    hint: "Save it as CSV.",
  });
}

/**
 * Refuses binary data by their first bytes, so that a device that never ends fills no disk.
 *
 * @throws DataError for zero bytes that UTF-16 does not explain
 */
export function requireText(source: string, bytes: Uint8Array): void {
  if (isBinaryTable(bytes) || !bytes.subarray(0, HEAD_BYTES).includes(0)) return;
  if (sniffEncoding(bytes, () => true) === "utf-8") throw binaryDataError(source, bytes);
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

/** Whether the bytes are a binary format with its own reader: a zip archive (Excel) or Parquet. */
function isBinaryTable(bytes: Uint8Array): boolean {
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  return magic === "PK\u0003\u0004" || magic === "PAR1";
}
