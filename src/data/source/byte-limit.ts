import { DataError } from "../../errors.js";
import { named } from "./name.js";

/** Most bytes of text that are read, or unpacked, unless told. */
export const MOST_TEXT = 2 ** 33;

/** Most bytes that are held at once unless told, as all formats but delimited text are. */
export const MOST_HELD = 2 ** 31;

/** The error about a source of more bytes than these. */
export function tooLarge(source: string, most: number): DataError {
  return new DataError(`${named(source)}: larger than ${inWords(most)}`, {
    hint: "Allow more with --max-bytes, split it, or aggregate to a coarser frequency first.",
  });
}

export function inWords(bytes: number): string {
  const units: [number, string][] = [
    [2 ** 30, "GiB"],
    [2 ** 20, "MiB"],
    [2 ** 10, "KiB"],
  ];
  const [size, unit] = units.find(([least]) => bytes >= least) ?? [1, "bytes"];
  return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
}
