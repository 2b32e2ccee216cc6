import type { Pages, Source } from "./bytes.js";
import { displayName } from "./errors.js";
import { tooLargeError } from "./size-limits.js";
import { TemporaryFile } from "./temporary-file.js";

/** Thresholds above which input spills to a temporary file. */
export interface Paging {
  /** Texts of at least so many bytes are read in windows. */
  readonly from: number;
  /** Bytes of the beginning, from which the encoding and the dialect are found. */
  readonly head: number;
  /** Bytes of a window. */
  readonly size: number;
}

/**
 * Collects all bytes of a stream, in memory while they are few, else in a temporary file.
 *
 * @param maxBytes bytes that may come
 * @param look     hears the first bytes as they come, and may throw
 * @throws DataError when there are more, or there is no room for them
 */
export async function bufferOrSpill(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
  maxBytes: number,
  { from, head, size }: Paging,
  look?: (head: Uint8Array) => void,
): Promise<Source> {
  let held: Uint8Array[] = [];
  let length = 0;
  let spool: TemporaryFile | undefined;
  try {
    for await (const chunk of chunks) {
      if (length === 0) look?.(chunk);
      length += chunk.length;
      if (length > maxBytes) throw tooLargeError(name, maxBytes);
      if (spool === undefined && length >= from) {
        spool = new TemporaryFile(displayName(name));
        for (const earlier of held) spool.write(earlier);
        held = [];
      }
      if (spool === undefined) held.push(chunk);
      else spool.write(chunk);
    }
  } catch (error) {
    spool?.close();
    throw error;
  }
  if (spool !== undefined) return { name, ...headOf(spool.pages(size), head) };
  return { name, bytes: held.length === 1 ? held[0] : Buffer.concat(held) };
}

/** The pages of a source, and its first `head` bytes. */
export function headOf(pages: Pages, head: number): Pick<Source, "bytes" | "pages"> {
  const bytes = new Uint8Array(Math.min(head, pages.length));
  return { bytes: bytes.subarray(0, pages.read(bytes, 0)), pages };
}
