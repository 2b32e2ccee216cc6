/** One for all cells: to make one takes longer than to decode a cell. */
const decoder = new TextDecoder();

const POWERS = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
];

/** One more digit keeps a mantissa below this within 2⁵³, where every integer is a double. */
const MANTISSA_LIMIT = 900_719_925_474_099;

const MINUS = 0x2d;
const PLUS = 0x2b;
const BLANK = 0x20;
export const POINT = 0x2e;

/**
 * The double nearest to a decimal numeral in `bytes[start, end)`: sign, digits, fraction, exponent,
 * or `inf`/`infinity` in any case.
 *
 * A mantissa up to 2⁵³ times or divided by a power of ten up to 10²² rounds once, so it is exact to
 * the last bit; anything longer goes through Number().
 *
 * @param decimal byte of the decimal sign, a point by default
 * @returns NaN when the text is not a number
 * @see Clinger (1990), "How to read floating point numbers accurately"
 */
export function parseNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  decimal = POINT,
): number {
  let i = start;
  let sign = 1;
  if (i < end && (bytes[i] === MINUS || bytes[i] === PLUS)) {
    if (bytes[i] === MINUS) sign = -1;
    i++;
  }
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  let exact = true;
  for (; i < end; i++) {
    const digit = bytes[i] - 0x30;
    if (digit < 0 || digit > 9) break;
    digits++;
    if (mantissa < MANTISSA_LIMIT) mantissa = mantissa * 10 + digit;
    else exact = false;
  }
  if (i < end && bytes[i] === decimal) {
    for (i++; i < end; i++) {
      const digit = bytes[i] - 0x30;
      if (digit < 0 || digit > 9) break;
      digits++;
      if (mantissa < MANTISSA_LIMIT) {
        mantissa = mantissa * 10 + digit;
        scale--;
      } else exact = false;
    }
  }
  if (digits === 0)
    return parseInfinity(bytes, i, end) ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (i < end) {
    if ((bytes[i] | 0x20) !== 0x65) return Number.NaN;
    i++;
    let exponentSign = 1;
    if (i < end && (bytes[i] === MINUS || bytes[i] === PLUS)) {
      if (bytes[i] === MINUS) exponentSign = -1;
      i++;
    }
    if (i === end) return Number.NaN;
    let exponent = 0;
    for (; i < end; i++) {
      const digit = bytes[i] - 0x30;
      if (digit < 0 || digit > 9) return Number.NaN;
      if (exponent < 100_000) exponent = exponent * 10 + digit;
    }
    scale += exponentSign * exponent;
  }
  if (exact && scale >= -22 && scale <= 22) {
    return sign * (scale < 0 ? mantissa / POWERS[-scale] : mantissa * POWERS[scale]);
  }
  return Number(ascii(bytes, start, end).replace(",", "."));
}

function parseInfinity(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 3 && length !== 8) return false;
  const word = ascii(bytes, start, end).toLowerCase();
  return word === "inf" || word === "infinity";
}

const MISSING = new Set(
  "na n/a #n/a #na <na> nan -nan null nil none - . .. ? \\n – —".split(" ").map(asBytes),
);

/**
 * Whether a cell means a missing value: empty, `NA`, `NaN`, `null`, `-`, … in any case.
 *
 * @param more further such words, in lower case
 */
export function isMissing(
  bytes: Uint8Array,
  start: number,
  end: number,
  more?: ReadonlySet<string>,
): boolean {
  if (end === start) return true;
  // Blanks within quotes.
  if (bytes[start] === BLANK && isBlank(bytes, start, end)) return true;
  if (end - start <= 4) {
    const word = ascii(bytes, start, end);
    // As pandas writes a missing date; NAT may be a name.
    if (MISSING.has(word.toLowerCase()) || word === "NaT") return true;
  }
  return (
    more !== undefined &&
    more.size > 0 &&
    more.has(decoder.decode(bytes.subarray(start, end)).trim().toLowerCase())
  );
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== BLANK) return false;
  return true;
}

/** A character for each byte of the text in UTF-8. */
function asBytes(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return ascii(bytes, 0, bytes.length);
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]);
  return text;
}
