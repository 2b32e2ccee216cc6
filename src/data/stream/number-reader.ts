import { DateParser } from "../table/date-parser.js";
import { parseFormatted } from "../table/formatted-number.js";
import { numbersAmong } from "../table/missing-numbers.js";
import { isMissing, parseNumber } from "../table/parse-number.js";
import type { Decimal } from "../table/parse-options.js";

/** Maximum magnitude: squares and sums of larger values would not be finite. */
const MAX_MAGNITUDE = 1e150;

/** Reads the number in `bytes[from, to)`: NaN when missing, or a text that says what was expected. */
export type NumberReader = (bytes: Uint8Array, from: number, to: number) => number | string;

export function numberReader(decimal: Decimal, words: readonly string[]): NumberReader {
  const na = new Set(words.map((word) => word.toLowerCase()));
  const numbers = numbersAmong(na);
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
    if (numbers.has(value)) return Number.NaN;
    return Math.abs(value) <= MAX_MAGNITUDE ? value : "a number within ±1e150";
  };
}

/** Whether a text may stand among the dates of a stream. */
export type DateCheck = (written: string) => boolean;

/**
 * Tells dates from other texts such as `Total`: once a row had a date, all others must have one, or none at
 * all. Numbers and dates of unknown form are taken as they are, as long as the first row has one.
 */
export function dateCheck(): DateCheck {
  let dated: boolean | undefined;
  const encoder = new TextEncoder();
  const isDate = (text: string) => {
    const bytes = encoder.encode(text);
    // Day and month may stand in either order.
    return (["dmy", "mdy"] as const).some(
      (order) => !Number.isNaN(new DateParser(order).read(bytes, 0, bytes.length)),
    );
  };
  return (written) => {
    if (dated === false || written === "") return true;
    const date = isDate(written);
    dated ??= date;
    return date || !dated;
  };
}
