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

/** What was expected instead of a text among the dates of a stream; undefined where it may stand there. */
export type DateCheck = (written: string) => "a date" | "a number" | undefined;

/**
 * Tells dates from other texts such as `Total`: where the first row has a date all others must have one, and a
 * number where it has a number. Dates of unknown form are taken as they are.
 */
export function dateCheck(): DateCheck {
  let expected: "a date" | "a number" | "any text" | undefined;
  const encoder = new TextEncoder();
  const kindOf = (text: string) => {
    const bytes = encoder.encode(text);
    // Day and month may stand in either order.
    const isDate = (["dmy", "mdy"] as const).some(
      (order) => !Number.isNaN(new DateParser(order).read(bytes, 0, bytes.length)),
    );
    if (isDate) return "a date";
    return Number.isNaN(parseNumber(bytes, 0, bytes.length)) ? "any text" : "a number";
  };
  return (written) => {
    if (expected === "any text" || (expected === undefined && written === "")) return undefined;
    const kind = kindOf(written);
    expected ??= kind;
    if (kind === expected || expected === "any text") return undefined;
    return expected === "a number" && kind === "a date" ? undefined : expected;
  };
}
