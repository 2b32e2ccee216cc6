import { DataError } from "../../errors.js";
import { OTHER_ENCODINGS } from "./encoding.js";

/** Bytes that are looked at. */
const SAMPLE_BYTES = 65_536;

/** Encodings that are offered, and characters that are shown of each. */
const MAX_OFFERED = 5;
const MAX_SHOWN = 12;

/**
 * Refuses text in a script that Windows-1252 does not have. In Western European text a letter beyond ASCII
 * stands among others, or twice (`määrä`); in Chinese, Japanese, Korean, Greek or Cyrillic text different
 * bytes beyond ASCII follow each other, or symbols stand in front of letters.
 *
 * @param bytes of a text that is not UTF-8
 * @throws DataError with the encodings in which the text can be read, and what its first word is in each
 */
export function requireWestern(name: string, bytes: Uint8Array): void {
  // What is no text at all is told where tables are read.
  if (new TextDecoder("latin1").decode(bytes.subarray(0, 5)) === "%PDF-") return;
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let letters = 0;
  let foreign = 0;
  let first: [number, number] | undefined;
  for (let p = 0; p < sample.length; ) {
    if (!isLetter(sample[p])) {
      p++;
      continue;
    }
    const from = p;
    while (p < sample.length && isLetter(sample[p])) p++;
    const run = sample.subarray(from, p);
    letters += run.length;
    const within = isLatin(sample[from - 1]) || isLatin(sample[p]);
    const western = run.every((byte) => byte === run[0]) || (run.length === 2 && within);
    if (western && !isOddSymbol(run[0], sample[p])) continue;
    foreign += run.length;
    first ??= [from, p];
  }
  if (first === undefined || 2 * foreign <= letters) return;
  // A word ends where a delimiter stands.
  let [from, to] = first;
  while (from > 0 && !isEnd(sample[from - 1])) from--;
  while (to < sample.length && !isEnd(sample[to])) to++;
  const lastLine = sample.lastIndexOf(0x0a);
  const whole = sample.length < bytes.length ? sample.subarray(0, lastLine + 1) : sample;
  const offers = OTHER_ENCODINGS.flatMap((encoding) => {
    const word = decode(whole, encoding) && decode(sample.subarray(from, to), encoding);
    return word === undefined || UNLIKELY.test(word)
      ? []
      : [`--encoding ${encoding} for "${shorten(word)}"`];
  });
  throw new DataError(`${name} is neither UTF-8 nor Western European text`, {
    hint: `Say which encoding it is: ${offers.slice(0, MAX_OFFERED).join(", ")}; --encoding latin1 reads it all the same.`,
  });
}

/** Whether a byte is a letter of Windows-1252 or begins one elsewhere: not €, ° or a blank. */
function isLetter(byte: number): boolean {
  return byte > 0x80 && byte !== 0xa0 && byte !== 0xb0;
}

function isLatin(byte: number | undefined): boolean {
  return byte !== undefined && /[a-z]/i.test(String.fromCharCode(byte));
}

/** Symbols that few Western texts hold, such as ¤ and ¾, in front of a letter: halves of characters of Big5. */
const ODD_SYMBOLS = new Set([
  0xa4, 0xa5, 0xa6, 0xa8, 0xac, 0xaf, 0xb3, 0xb4, 0xb6, 0xb8, 0xb9, 0xbe,
]);

function isOddSymbol(byte: number, next: number | undefined): boolean {
  return ODD_SYMBOLS.has(byte) && next !== undefined && next >= 0x40;
}

function isEnd(byte: number): boolean {
  return byte < 0x20 || ',;|"'.includes(String.fromCharCode(byte));
}

/** Controls, private characters and halfwidth katakana: no text that people write. */
const UNLIKELY = /[\u0080-\u009f\ue000-\uf8ff\ufffd\uff61-\uff9f]/;

/** The text, undefined when it is not valid in that encoding. */
function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function shorten(word: string): string {
  return word.length > MAX_SHOWN ? `${word.slice(0, MAX_SHOWN - 1)}…` : word;
}
