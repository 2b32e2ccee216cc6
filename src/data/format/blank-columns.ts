import { BLANK } from "./sniff-delimiter.js";

/** Lines and bytes of a text that are looked at. */
const SAMPLE_LINES = 40;
const SAMPLE_BYTES = 65_536;

/** Fewest lines with the same columns, and fewest columns. */
const MIN_ROWS = 5;
const MIN_COLUMNS = 3;

/**
 * The line, from 1 on, from which a text has as many words in each line, most of them numbers, up to the end of
 * what is looked at: the rows of a table between blanks below its title, names and notes.
 *
 * @param delimiter of the rest of the text, which stands in none of these lines
 * @returns undefined when there are no such lines
 */
export function rowsBetweenBlanks(bytes: Uint8Array, delimiter: number): number | undefined {
  const text = new TextDecoder().decode(bytes.subarray(0, SAMPLE_BYTES));
  // The last line may be cut off.
  const lines = text.split(/\r?\n/).slice(0, -1).slice(0, SAMPLE_LINES);
  if (delimiter !== BLANK && lines.at(-1)?.includes(String.fromCharCode(delimiter)))
    return undefined;
  const rows = lines.map((line) => line.trim().split(/\s+/));
  const width = rows.at(-1)?.length ?? 0;
  if (width < MIN_COLUMNS) return undefined;
  const isRow = (row: readonly string[]) =>
    row.length === width && 2 * row.filter((word) => /^[-+]?\d/.test(word)).length > width;
  const above = rows.findLastIndex((row) => !isRow(row));
  return rows.length - above > MIN_ROWS ? above + 2 : undefined;
}
