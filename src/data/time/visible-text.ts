const BLANKS = /[\u00a0\u2000-\u200a\u202f\u3000]/g;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const BEYOND_ASCII = /[^\x20-\x7e]/;

/** The zeros of Arabic, Persian, Devanagari, Bengali, Thai and full-width digits. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10];
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]/g;

/** Full-width signs of dates and numbers, with their plain ones; Arabic has signs of its own for decimals. */
const SIGNS: Readonly<Record<string, string>> = {
  "／": "/",
  "－": "-",
  "：": ":",
  "．": ".",
  "，": ",",
  "％": "%",
  "\u066b": ".",
  "\u066c": ",",
};
const SIGN = /[／－：．，％\u066b\u066c]/g;

/** A text without characters that cannot be seen, its blanks, digits and signs those of ASCII. */
export function visibleText(text: string): string {
  if (!BEYOND_ASCII.test(text)) return withoutQuotes(text.trim());
  return text
    .replace(BLANKS, " ")
    .replace(INVISIBLE, "")
    .replace(DIGITS, plainDigit)
    .replace(SIGN, (sign) => SIGNS[sign])
    .trim()
    .replace(CURLY, "$1");
}

/** Quotes that word processors put around a text. */
const CURLY = /^[“„‘‚](.+)[”“’‘]$/;

function withoutQuotes(text: string): string {
  return text.startsWith("'") && text.endsWith("'") && text.length > 2 ? text.slice(1, -1) : text;
}

function plainDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  return String(code - ZEROS.findLast((zero) => zero <= code)!);
}
