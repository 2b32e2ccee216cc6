import { isUtf8 } from "node:buffer";
import type { Pages } from "./bytes.js";
import { decoderOf, type Encoding, firstInvalid, toUtf8 } from "./encoding.js";

/** The offset of the first byte that is not UTF-8, -1 when all are. */
export function invalidUtf8({ length, size, read }: Pages): number {
  const page = new Uint8Array(size);
  for (let at = 0; at < length; ) {
    const n = read(page, at);
    let end = n;
    // A character may stand across the border of two pages.
    if (at + n < length) {
      while (end > Math.max(0, n - 4) && (page[end - 1] & 0xc0) === 0x80) end--;
      if (end > 0 && page[end - 1] >= 0xc0) end--;
    }
    const whole = page.subarray(0, end);
    if (end === 0 || !isUtf8(whole)) return at + firstInvalid(whole);
    at += end;
  }
  return -1;
}

/** Converts a text to UTF-8 page by page and drops its byte order mark. */
export function* pagesToUtf8(
  { length, size, read }: Pages,
  encoding: Exclude<Encoding, "utf-8">,
  name: string,
): Generator<Uint8Array, void> {
  const decode = encoding === "windows-1252" ? undefined : decoderOf(encoding, name);
  const encoder = new TextEncoder();
  const page = new Uint8Array(size);
  for (let at = 0; at < length; ) {
    const n = read(page, at);
    if (n === 0) break;
    at += n;
    const part = page.subarray(0, n);
    yield decode === undefined ? toUtf8(part, encoding, name) : encoder.encode(decode(part, true));
  }
  if (decode !== undefined) yield encoder.encode(decode(undefined));
}
