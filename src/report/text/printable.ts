/**
 * Characters that a terminal obeys instead of showing: control characters but the tab (C0, DEL and C1),
 * line and paragraph separators, and marks and overrides of the direction of text, which can make a name
 * look like another one.
 *
 * @see Unicode Technical Report 36, section 2.5; CVE-2021-42574
 */
export const INVISIBLE =
  /[\x00-\x08\n-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Foreign text on one line, as it may reach a terminal: names of series, columns and files.
 *
 * @param substitute for characters that are not shown
 */
export function printable(text: string, substitute = "�"): string {
  return text.replace(INVISIBLE, substitute);
}

/** A colour or weight, as chalk writes them. */
const PAINT = /(\x1b\[[\d;]*m)/;

/** A text of several lines of ours, colours included: all else that a terminal would obey is shown. */
export function printableLines(text: string, { painted }: { readonly painted: boolean }): string {
  const lines = (part: string) =>
    part.replace(INVISIBLE, (character) => (character === "\n" ? character : "�"));
  if (!painted) return lines(text);
  return text
    .split(PAINT)
    .map((part, i) => (i % 2 === 0 ? lines(part) : part))
    .join("");
}
