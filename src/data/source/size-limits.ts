import { DataError } from "../../errors.js";
import { displayName } from "./errors.js";

/** Maximum size of text, read or unpacked, unless `--max-bytes` says otherwise. */
export const MAX_TEXT_BYTES = 2 ** 33;

/** Maximum size of what is held in memory as a whole: all formats but delimited text. */
export const MAX_BUFFERED_BYTES = 2 ** 31;

/** The error for a source of more than `maxBytes`. */
export function tooLargeError(source: string, maxBytes: number): DataError {
  return new DataError(`${displayName(source)}: larger than ${describeBytes(maxBytes)}`, {
    hint: "Allow more with --max-bytes, split it, or aggregate to a coarser frequency first.",
  });
}

/** A number of bytes in words, such as `1.5 GiB`. */
export function describeBytes(bytes: number): string {
  const units: [number, string][] = [
    [2 ** 30, "GiB"],
    [2 ** 20, "MiB"],
    [2 ** 10, "KiB"],
  ];
  const [size, unit] = units.find(([min]) => bytes >= min) ?? [1, "bytes"];
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
}

/** Bytes that any packed file may unpack to by default. */
const MIN_UNPACK_LIMIT = 2 ** 28;

/** Times its own size that a larger packed file may unpack to by default. */
const MAX_UNPACK_RATIO = 100;

/**
 * Bytes that a packed file (a workbook, Parquet) may unpack to: small files that claim gigabytes are
 * refused before they take the memory.
 *
 * @param explicit the limit that the user gave, which wins
 */
export function unpackLimit(packedBytes: number, explicit?: number): number {
  return (
    explicit ??
    Math.min(MAX_BUFFERED_BYTES, Math.max(MIN_UNPACK_LIMIT, MAX_UNPACK_RATIO * packedBytes))
  );
}
