import type { Source } from "./bytes.js";
import { MAX_BUFFERED_BYTES, tooLargeError } from "./size-limits.js";

/**
 * Loads all bytes of a source into memory.
 *
 * @param maxBytes maximum number of bytes, 2 GiB by default
 * @throws DataError when there are more
 */
export function readWhole({ pages, ...source }: Source, maxBytes = MAX_BUFFERED_BYTES): Source {
  const length = pages?.length ?? source.bytes.length;
  if (length > maxBytes) throw tooLargeError(source.name, maxBytes);
  if (pages === undefined) return source;
  const bytes = new Uint8Array(length);
  return { ...source, bytes: bytes.subarray(0, pages.read(bytes, 0)) };
}
