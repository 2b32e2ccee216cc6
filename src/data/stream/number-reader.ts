import { parseFormatted } from "../table/formatted-number.js";
import { isMissing, parseNumber } from "../table/parse-number.js";
import type { Decimal } from "../table/parse-options.js";

/** Maximum magnitude: squares and sums of larger values would not be finite. */
const MAX_MAGNITUDE = 1e150;

/** Reads the number in `bytes[from, to)`: NaN when missing, or a text that says what was expected. */
export type NumberReader = (bytes: Uint8Array, from: number, to: number) => number | string;

export function numberReader(decimal: Decimal, words: readonly string[]): NumberReader {
  const na = new Set(words.map((word) => word.toLowerCase()));
  const sign = decimal.charCodeAt(0);
  return (bytes, from, to) => {
    let value = parseNumber(bytes, from, to, sign);
    if (Number.isNaN(value)) {
      if (isMissing(bytes, from, to, na)) return Number.NaN;
      const written = new TextDecoder().decode(bytes.subarray(from, to));
      const formatted = parseFormatted(written, decimal);
      if (formatted === undefined) return "a number";
      value = formatted.value;
    }
    return Math.abs(value) <= MAX_MAGNITUDE ? value : "a number within ±1e150";
  };
}
