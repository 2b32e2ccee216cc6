import { fieldText, type Line } from "./csv-scanner.js";
import { holdsNames, isHeader, kindOf } from "./header.js";

/** Most lines of facts, and of titles, that stand above a table. */
const [MAX_FACTS, MAX_TITLES] = [60, 20];

/** Rows below facts that are told from them by their dates alone. */
const MIN_ROWS = 5;

/**
 * Number of lines above the header, or above the rows of a table without one: an account and its balance, the
 * place and height of a station, how a file was made.
 *
 * @param width fields of most lines
 */
export function linesAboveTable(
  lines: readonly Line[],
  width: number,
  na: ReadonlySet<string>,
): number {
  // Decimal commas are not known yet.
  const isNames = (line: Line) => holdsNames(line, ".", na) && !line.fields.every(isNumber);
  const padded = lines.findIndex(({ fields }) => fields.filter(isFilled).length > 1);
  // Titles of a table of two columns, with a delimiter behind them.
  if (width === 2 && padded > 0 && padded <= MAX_TITLES && isFull(lines[padded])) {
    const [names, row] = lines.slice(padded, padded + 2);
    if (isNames(names) && row !== undefined && isHeader([names, row], ".", na)) return padded;
  }
  const first = lines.findIndex((line, i) => isAsWide(line, lines, i, width));
  if (first < 0) return 0;
  const run = lines.findLastIndex(({ fields }) => fields.length !== width) + 1;
  if (isNames(lines[first])) {
    const facts = first === 0 ? factsAbove(lines, na) : 0;
    if (repeatsFirstCell(lines.slice(0, facts))) return facts;
    // A line of the title may have as many words as the names, which stand above their units.
    const named = run > first + 1 && isNames(lines[run - 1]) ? run - 2 : first;
    return isNames(lines[named]) && lines[named].fields.length === width ? named : first;
  }
  if (run > 0 && run < lines.length && isNames(lines[run])) return run;
  const table = lines.slice(run);
  if (table.length < 2) return 0;
  // The last line of names among facts that have as many fields, right above the rows.
  const kind = ({ fields: [field] }: Line) => (isNumber(field) ? "number" : kindOf(field, ".", na));
  const names = table.slice(0, MAX_FACTS).findLastIndex((line) => isNames(line) && isFull(line));
  const below = table.length - names > MIN_ROWS && kind(table[names + 1]) === kind(table.at(-1)!);
  if (names > 0 && below) return run + names;
  return run > 0 || isHeader(table, ".", na) ? 0 : factsAbove(table, na);
}

function isNumber(field: Line["fields"][number]): boolean {
  return /^[-+]?\d+(?:,\d+)?$/.test(fieldText(field));
}

/** Whether a line has the fields of the rows, or all but the empty last one that each of them ends with. */
function isAsWide({ fields }: Line, lines: readonly Line[], at: number, width: number): boolean {
  if (fields.length === width) return true;
  const rows = lines.slice(at + 1);
  return (
    width > 2 &&
    fields.length === width - 1 &&
    rows.length > 0 &&
    rows.every((row) => row.fields.length === width && fieldText(row.fields[width - 1]) === "")
  );
}

function isFilled({ from, to }: Line["fields"][number]): boolean {
  return to > from;
}

function isFull({ fields }: Line): boolean {
  const names = fields.map(fieldText);
  return names.every((name) => name !== "") && new Set(names).size === names.length;
}

/** The same word in front of several facts: `station,id,39001` and `station,name,Kingston`. */
function repeatsFirstCell(facts: readonly Line[]): boolean {
  const words = facts.map(({ fields }) => fieldText(fields[0]));
  return new Set(words).size < words.length;
}

/** Number of lines that begin with a word, above rows all of which begin with a date. */
function factsAbove(lines: readonly Line[], na: ReadonlySet<string>): number {
  const firsts = lines.map(({ fields }) => kindOf(fields[0], ".", na));
  const facts = firsts.findLastIndex((kind) => kind !== "time") + 1;
  const worded = firsts.slice(0, facts).every((kind) => kind === "text");
  const sure = worded && facts <= MAX_FACTS && lines.length - facts >= MIN_ROWS;
  return sure && facts > 1 ? facts : 0;
}
