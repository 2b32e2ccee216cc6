import { DataError } from "../../errors.js";
import { displayName } from "./name.js";

/** Most bytes of text that are read, or unpacked, unless told. */
export const MAX_TEXT_BYTES = 2 ** 33;

/** Most bytes that are held at once unless told, as all formats but delimited text are. */
export const MAX_BUFFERED_BYTES = 2 ** 31;

/** The error about a source of more bytes than these. */
export function tooLargeError(source: string, maxBytes: number): DataError {
  return new DataError(`${displayName(source)}: larger than ${describeBytes(maxBytes)}`, {
    hint: "Allow more with --max-bytes, split it, or aggregate to a coarser frequency first.",
  });
}

export function describeBytes(bytes: number): string {
  const units: [number, string][] = [
    [2 ** 30, "GiB"],
    [2 ** 20, "MiB"],
    [2 ** 10, "KiB"],
  ];
  const [size, unit] = units.find(([least]) => bytes >= least) ?? [1, "bytes"];
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
}
