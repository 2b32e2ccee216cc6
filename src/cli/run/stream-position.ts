import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Position } from "../../streaming/stream-file.js";

/** Bytes before a position by which a file is known again. */
const DIGESTED_BYTES = 4096;

/** The position that a file was read to; undefined for what has no positions, such as a pipe. */
export function positionIn(path: string, lines: number, bytes: number): Position | undefined {
  const digest = digestBefore(path, bytes);
  return digest === undefined ? undefined : { path: resolve(path), lines, bytes, digest };
}

/** True when the file holds the same bytes before this position as when it was read. */
export function holds(path: string, position: Position): boolean {
  return resolve(path) === position.path && digestBefore(path, position.bytes) === position.digest;
}

function digestBefore(path: string, bytes: number): string | undefined {
  const looked = new Uint8Array(Math.min(bytes, DIGESTED_BYTES));
  const magic = new Uint8Array(2);
  try {
    if (!statSync(path).isFile()) return undefined;
    const file = openSync(path, "r");
    try {
      readSync(file, magic, 0, 2, 0);
      // A place among unpacked bytes is none in a packed file.
      if (magic[0] === 0x1f && magic[1] === 0x8b) return undefined;
      const read = readSync(file, looked, 0, looked.length, bytes - looked.length);
      if (read < looked.length) return undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
  return createHash("sha256").update(looked).digest("hex");
}
