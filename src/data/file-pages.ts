import { closeSync, openSync, readSync } from "node:fs";
import type { Pages } from "./source-bytes.js";
import { unreadable } from "./unreadable.js";

/** As many bytes as one read asks for. */
const MOST_READ = 2 ** 26;

/** A file as pages, opened only while one is read. */
export function filePages(path: string, length: number, size: number): Pages {
  return {
    length,
    size,
    read(bytes, at) {
      try {
        const file = openSync(path, "r");
        try {
          return readAt(file, bytes, at);
        } finally {
          closeSync(file);
        }
      } catch (error) {
        throw unreadable(path, error as NodeJS.ErrnoException);
      }
    },
  };
}

/** Fills `bytes` with what stands in an open file from `at` on; returns how many there were. */
export function readAt(file: number, bytes: Uint8Array, at: number): number {
  let n = 0;
  while (n < bytes.length) {
    const read = readSync(file, bytes, n, Math.min(MOST_READ, bytes.length - n), at + n);
    if (read === 0) break;
    n += read;
  }
  return n;
}
