import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { decompress as unpackZstandard } from "fzstd";
import type { CompressionCodec } from "hyparquet";
import { decompressLz4, decompressLz4Raw, decompressSnappy } from "hyparquet-compressors";

/** Each writes no more bytes than its limit, whatever its input claims. */
const CODECS: Partial<Record<CompressionCodec, (input: Uint8Array, size: number) => Uint8Array>> = {
  UNCOMPRESSED: (input) => input,
  SNAPPY: (input, size) => decompressSnappy(input, size),
  GZIP: (input, size) => gunzipSync(input, { maxOutputLength: size }),
  BROTLI: (input, size) => brotliDecompressSync(input, { maxOutputLength: size }),
  ZSTD: unpackFrames,
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/** @see RFC 8878, section 3.1.1.1: frame header descriptor, window and content size */
const FRAME_MAGIC = 0xfd2fb528;
const MAX_FRAME_HEADER = 18;

/**
 * The bytes of a page.
 *
 * @param size what the page's header says it unpacks to; nothing beyond it is written
 * @throws Error when the codec is unknown or the bytes unpack to another size
 */
export function decompress(codec: CompressionCodec, input: Uint8Array, size: number): Uint8Array {
  const unpack = CODECS[codec];
  if (unpack === undefined) throw new Error(`compression ${codec} is not supported`);
  if (size === 0) return new Uint8Array(0);
  const page = unpack(input, size);
  if (page.length !== size) throw new Error(`a page unpacks to ${page.length} bytes, not ${size}`);
  return page;
}

/**
 * The decoder allocates a window and, without an output, as much as the frame's own header claims:
 * both are compared with the page's size first.
 */
function unpackFrames(input: Uint8Array, size: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (input.length < 6 || view.getUint32(0, true) !== FRAME_MAGIC) {
    throw new Error("a page is not a Zstandard frame");
  }
  const descriptor = input[4];
  const single = (descriptor & 0x20) !== 0;
  if (!single) {
    const exponent = input[5] >> 3;
    const base = 2 ** (10 + exponent);
    const window = base + (base / 8) * (input[5] & 7);
    // Encoders take windows of some megabytes whatever the size of the page.
    if (window > Math.max(2 ** 27, 2 * size)) throw new Error("a Zstandard window is too large");
  }
  const claimed = contentSize(view, descriptor, single);
  if (claimed !== undefined && claimed !== size) {
    throw new Error(`a Zstandard frame claims ${claimed} bytes, the page ${size}`);
  }
  return unpackZstandard(input, new Uint8Array(size));
}

function contentSize(view: DataView, descriptor: number, single: boolean): number | undefined {
  const flag = descriptor >> 6;
  const at = 5 + (single ? 0 : 1) + [0, 1, 2, 4][descriptor & 3];
  if (view.byteLength < Math.min(at + 8, MAX_FRAME_HEADER)) return undefined;
  if (flag === 0) return single ? view.getUint8(at) : undefined;
  if (flag === 1) return view.getUint16(at, true) + 256;
  if (flag === 2) return view.getUint32(at, true);
  return Number(view.getBigUint64(at, true));
}
