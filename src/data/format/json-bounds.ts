import { DataError } from "../../errors.js";
import { displayName } from "../source/errors.js";

/** Deeper values overflow the stack where they are written out again; tables need five. */
const MAX_DEPTH = 200;

/** Digits and letters without a break; a double has at most 17 digits that count. */
const MAX_WORD_BYTES = 1000;

const [QUOTE, BACKSLASH, COMMA, COLON, LF] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a];
const [BRACKET, BRACE] = [0x5b, 0x7b];
/** A closing bracket or brace stands two after its opening one. */
const CLOSING_OFFSET = 2;

/**
 * Refuses JSON that would take memory or stack out of proportion: values nested ever deeper, and
 * numerals of megabytes. One pass over the bytes, before they are parsed.
 *
 * @throws DataError with the offset's line
 */
export function requireJsonBounds(name: string, bytes: Uint8Array): void {
  const found = outOfBounds(bytes);
  if (found === undefined) return;
  let line = 1;
  for (let i = bytes.indexOf(LF); i >= 0 && i < found.at; i = bytes.indexOf(LF, i + 1)) line++;
  throw new DataError(`the JSON ${found.what}`, {
    location: { file: displayName(name), line },
    hint: 'Rows are written [{"ds": "2024-01-01", "y": 1}, …].',
  });
}

/** The first byte beyond the bounds, or nothing. */
export function outOfBounds(bytes: Uint8Array): { at: number; what: string } | undefined {
  let depth = 0;
  let word = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) {
      word = 0;
      for (i++; i < bytes.length && bytes[i] !== QUOTE; i++) if (bytes[i] === BACKSLASH) i++;
    } else if (byte === BRACKET || byte === BRACE) {
      word = 0;
      if (++depth > MAX_DEPTH) return { at: i, what: `is nested more than ${MAX_DEPTH} deep` };
    } else if (byte === BRACKET + CLOSING_OFFSET || byte === BRACE + CLOSING_OFFSET) {
      word = 0;
      depth--;
    } else if (byte <= 0x20 || byte === COMMA || byte === COLON) word = 0;
    else if (++word > MAX_WORD_BYTES) {
      return { at: i, what: `holds a number or word of more than ${MAX_WORD_BYTES} characters` };
    }
  }
  return undefined;
}
