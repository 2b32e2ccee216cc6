import { pipeline, Readable } from "node:stream";
import { DataError } from "../../errors.js";
import { displayName } from "./errors.js";
import { describeBytes } from "./size-limits.js";

/** Maximum ratio of unpacked to packed bytes by default: tables seldom shrink to a hundredth. */
const MAX_EXPANSION = 200;
const EXPANSION_ALLOWANCE = 2 ** 26;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Passes bytes on, unpacked if the first two say that they are gzip; there may be several members.
 *
 * @param name of the source in messages
 * @param maxBytes bytes that gzip may unpack to; by default 64 MiB and 200 times what was unpacked so far
 * @throws DataError when gzip is damaged, ends too early or unpacks to more
 */
export async function* decompressed(
  packed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
  maxBytes: number | undefined,
): AsyncGenerator<Uint8Array, void> {
  const rest = iteratorOf(packed);
  let first: Uint8Array = new Uint8Array();
  while (first.length < 2) {
    const { done, value } = await rest.next();
    if (done) break;
    first = first.length === 0 ? value : Buffer.concat([first, value]);
  }
  let read = 0;
  const all = (async function* () {
    try {
      for (let chunk = first; ; ) {
        read += chunk.length;
        yield chunk;
        const { done, value } = await rest.next();
        if (done) return;
        chunk = value;
      }
    } finally {
      await rest.return?.();
    }
  })();
  if (!isGzip(first)) {
    yield* all;
    return;
  }
  const { createGunzip } = await import("node:zlib");
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // Errors surface in the loop below.
  pipeline(Readable.from(all), gunzip, () => {});
  let length = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      const allowed = maxBytes ?? read * MAX_EXPANSION + EXPANSION_ALLOWANCE;
      if (length > allowed) {
        throw new DataError(
          `${displayName(name)}: ${read} bytes unpack to more than ${describeBytes(allowed)}`,
          { hint: "If you trust the file, allow more: --max-bytes 4G." },
        );
      }
      yield chunk;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw error;
    throw new DataError(
      code === "Z_BUF_ERROR"
        ? `${displayName(name)}: the gzip data end too early`
        : `${displayName(name)}: the gzip data are damaged`,
      { hint: "Copy or pack the file again." },
    );
  }
}

const CHUNK_BYTES = 2 ** 18;

async function* iteratorOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield* chunks;
}
