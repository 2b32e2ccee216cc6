import { isUtf8 } from "node:buffer";
import { DataError, UsageError } from "../../errors.js";
import { nearest } from "../../suggest.js";

/** Encodings of scripts that are not Western European, by their names in the Encoding Standard. */
export const OTHER_ENCODINGS = [
  ...(["gbk", "big5", "shift_jis", "euc-jp", "euc-kr", "windows-1251", "koi8-r"] as const),
  ...(["windows-1253", "windows-1255", "windows-1256", "windows-874"] as const),
  ...(["windows-1250", "windows-1254", "windows-1257", "iso-8859-2", "iso-8859-7"] as const),
] as const;

/** Character encodings of text. */
export type Encoding =
  | "utf-8"
  | "utf-16le"
  | "utf-16be"
  | "windows-1252"
  | (typeof OTHER_ENCODINGS)[number];

const NAMES = new Map<string, Encoding>([
  ...OTHER_ENCODINGS.map((name) => [plainName(name), name] as const),
  ["utf8", "utf-8"],
  ["utf16", "utf-16le"],
  ["utf16le", "utf-16le"],
  ["utf16be", "utf-16be"],
  ["latin1", "windows-1252"],
  ["iso88591", "windows-1252"],
  ["windows1252", "windows-1252"],
  ["cp1252", "windows-1252"],
  ["ascii", "utf-8"],
  ["gb2312", "gbk"],
  ["gb18030", "gbk"],
  ["cp936", "gbk"],
  ["cp950", "big5"],
  ["sjis", "shift_jis"],
  ["cp932", "shift_jis"],
  ["eucjp", "euc-jp"],
  ["cp949", "euc-kr"],
  ...[1250, 1251, 1253, 1254, 1255, 1256, 1257].map(
    (page) => [`cp${page}`, `windows-${page}` as Encoding] as const,
  ),
  ["latin2", "iso-8859-2"],
]);

function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, "");
}

/**
 * @throws UsageError with the nearest name
 */
export function parseEncoding(name: string): Encoding {
  const encoding = NAMES.get(plainName(name));
  if (encoding !== undefined) return encoding;
  const names = ["utf-8", "utf-16le", "utf-16be", "latin1", "windows-1252", ...OTHER_ENCODINGS];
  const known = `Known: ${names.join(", ")}.`;
  const meant = nearest(name, names);
  throw new UsageError(
    `unknown encoding "${name}"`,
    meant === undefined ? known : `Did you mean ${meant}? ${known}`,
  );
}

/**
 * Guesses the encoding of a text: from its byte order mark, from its zero bytes, or because it is not
 * valid UTF-8.
 *
 * @param bytes  its beginning
 * @param isUtf8 whether the whole text is valid UTF-8
 */
export function sniffEncoding(bytes: Uint8Array, isUtf8: () => boolean): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const zeros = [0, 0];
  const sample = bytes.length < 8 ? 0 : Math.min(bytes.length & ~1, 4096);
  for (let i = 0; i < sample; i++) if (bytes[i] === 0) zeros[i & 1]++;
  // Every other byte of Latin letters in UTF-16 is zero.
  if (zeros[1] > sample / 4 && zeros[0] === 0) return "utf-16le";
  if (zeros[0] > sample / 4 && zeros[1] === 0) return "utf-16be";
  return isUtf8() ? "utf-8" : "windows-1252";
}

/**
 * Converts a text to UTF-8 and drops its byte order mark.
 *
 * @throws DataError when the bytes are not valid in that encoding
 */
export function toUtf8(bytes: Uint8Array, encoding: Encoding, name: string): Uint8Array {
  if (encoding === "windows-1252") return fromWindows1252(bytes);
  if (encoding === "utf-8") {
    if (!isUtf8(bytes)) throw notUtf8(name, firstInvalid(bytes));
    return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  }
  return new TextEncoder().encode(decoderOf(encoding, name)(bytes));
}

/**
 * Reads the pieces of a text one after the other.
 *
 * @throws DataError (the decoder) for bytes that are not valid in an encoding other than UTF-16
 */
export function decoderOf(
  encoding: Exclude<Encoding, "utf-8" | "windows-1252">,
  name: string,
): (bytes: Uint8Array | undefined, more?: boolean) => string {
  const decoder = new TextDecoder(encoding, { fatal: !encoding.startsWith("utf-16") });
  return (bytes, more = false) => {
    try {
      return decoder.decode(bytes, { stream: more });
    } catch {
      throw new DataError(`${name} is not valid ${encoding}`, {
        hint: "Name another encoding with --encoding.",
      });
    }
  };
}

/** The error for a text that is not UTF-8 at the byte `place`. */
export function notUtf8(name: string, place: number): DataError {
  return new DataError(`${name}: byte ${place + 1} is not UTF-8`, {
    hint: "Western European text? Try --encoding latin1.",
  });
}

/** The characters of bytes 0x80 to 0x9f; elsewhere a byte is its code point. */
const HIGH = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** @see https://encoding.spec.whatwg.org/#windows-1252 */
function fromWindows1252(bytes: Uint8Array): Uint8Array {
  const encoder = new TextEncoder();
  const high = Array.from(HIGH, (character) => encoder.encode(character));
  let length = 0;
  for (const byte of bytes) {
    length += byte < 0x80 ? 1 : byte < 0xa0 ? high[byte - 0x80].length : 2;
  }
  const text = new Uint8Array(length);
  let n = 0;
  for (const byte of bytes) {
    if (byte < 0x80) text[n++] = byte;
    else if (byte < 0xa0) {
      text.set(high[byte - 0x80], n);
      n += high[byte - 0x80].length;
    } else {
      text[n++] = 0xc0 | (byte >> 6);
      text[n++] = 0x80 | (byte & 0x3f);
    }
  }
  return text;
}

/** The position of the first byte that belongs to no UTF-8 character. */
export function firstInvalid(bytes: Uint8Array): number {
  for (let p = 0; p < bytes.length; ) {
    const lead = bytes[p];
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length > 1 && !isUtf8(bytes.subarray(p, p + length))) return p;
    p += length;
  }
  return bytes.length;
}
