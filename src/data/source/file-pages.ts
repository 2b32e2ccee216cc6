import { openSync } from "node:fs";
import type { Pages } from "./bytes.js";
import { unreadableError } from "./errors.js";
import { OpenFile } from "./open-file.js";

/**
 * Opens the first `length` bytes of a file for reading in windows of `size` bytes.
 *
 * @throws DataError when it cannot be opened
 */
export function filePages(path: string, length: number, size: number): Pages {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    throw unreadableError(path, error as NodeJS.ErrnoException);
  }
  return new OpenFile(path, descriptor).pages(length, size);
}
