/**
 * One line of CSV, quoted where RFC 4180 asks for it.
 *
 * @param safe whether text that a spreadsheet would run as a formula is made harmless
 */
export function csvRow(cells: readonly (string | number)[], safe = false): string {
  return `${cells.map((cell) => (typeof cell === "number" ? String(cell) : csvCell(cell, safe))).join(",")}\n`;
}

/** One cell of it. */
export function csvCell(text: string, safe = false): string {
  const cell = safe ? harmless(text) : text;
  // Spreadsheets of other countries part cells by semicolons, and read what follows one as a cell.
  const quoted = safe ? /[",\r\n;\t]/ : /[",\r\n]/;
  return quoted.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * What makes a formula of a cell: an equals, plus, minus or at sign, of full width too, after whatever a
 * spreadsheet takes for nothing.
 */
const FORMULA = /^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Text that a spreadsheet would run as a formula, made text by an apostrophe in front. Numbers, such as -3,
 * stay what they are.
 *
 * @see OWASP, "CSV Injection"
 */
function harmless(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
