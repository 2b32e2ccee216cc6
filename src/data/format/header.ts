import { onOneLine } from "../table/columns.js";
import { flaggedBy } from "../table/flag-names.js";
import { parseFormatted } from "../table/formatted-number.js";
import { isMissing, parseNumber } from "../table/parse-number.js";
import type { Decimal } from "../table/parse-options.js";
import { noteBehind, withoutNote } from "../time/date-note.js";
import { monthOf } from "../time/month-names.js";
import { timesFromNumbers } from "../time/numeric-times.js";
import { parseDate } from "../time/parse-date.js";
import { parseTime } from "../time/timestamp.js";
import { type Field, fieldText, type Line } from "./csv-scanner.js";

/** What a cell holds. */
export type Kind = "missing" | "number" | "time" | "text";

/** The kind of a text of its own. */
export function kindOfText(text: string, decimal: Decimal, na: ReadonlySet<string>): Kind {
  const source = new TextEncoder().encode(text);
  return kindOf({ source, from: 0, to: source.length }, decimal, na);
}

export function kindOf(
  { source, from, to }: Pick<Field, "source" | "from" | "to">,
  decimal: Decimal,
  na: ReadonlySet<string>,
): Kind {
  if (isMissing(source, from, to, na)) return "missing";
  if (!Number.isNaN(parseNumber(source, from, to, decimal.charCodeAt(0)))) return "number";
  if (!Number.isNaN(parseTime(source, from, to))) return "time";
  if (to - from > 100) return "text";
  const text = fieldText({ source, from, to });
  if (parseFormatted(text, decimal) !== undefined) return "number";
  return Number.isNaN(parseDate(text, "dmy")) && Number.isNaN(parseDate(text, "mdy"))
    ? "text"
    : "time";
}

/** Whether the first of some lines is a header: names above values of another kind. */
export function isHeader(
  [written, ...rows]: readonly Line[],
  decimal: Decimal,
  na: ReadonlySet<string>,
): boolean {
  const first = withoutNotes(written);
  const lines = [first, ...rows];
  const [second] = rows;
  if (holdsNames(first, decimal, na)) return true;
  if (second === undefined) return false;
  if (yearsAbove(first, second) !== undefined) return true;
  if (areYearsAcross(first) && !areYearsAcross(second)) return true;
  if (arePeriodsAcross(lines, decimal, na)) return true;
  const kinds = ({ fields }: Line) => fields.map((field) => kindOf(field, decimal, na));
  const above = kinds(first);
  const below = kinds(second);
  // One series, whose dates stand above its values.
  const areDates = above.length > 2 && above.every((kind) => kind === "time");
  if (areDates && below.every((kind) => kind === "number" || kind === "missing")) return true;
  // A frame whose columns have numbers for names: nothing stands above its dates.
  if (above[0] === "missing" && below[0] === "time" && above.slice(1).every(isCounted(first))) {
    return true;
  }
  return above.some((kind, i) => kind === "text" && (below[i] === "number" || below[i] === "time"));
}

/** Whether the fields behind the first of a line are 0, 1, 2, … */
function isCounted({ fields }: Line) {
  return (_: unknown, i: number) => fieldText(fields[i + 1]) === String(i);
}

/** Whether a line holds no values: only texts, or texts and then dates that follow each other. */
export function holdsNames(line: Line, decimal: Decimal, na: ReadonlySet<string>): boolean {
  const plain = withoutNotes(line);
  const kinds = plain.fields.map((field) => kindOf(field, decimal, na));
  return (
    !kinds.some((kind) => kind === "number" || kind === "time") || areDatesAcross(plain, kinds)
  );
}

/** Maximum number of lines of a header. */
const MAX_HEADER_LINES = 3;

/** Lines of names above the rows: more than one below merged cells, or with units or levels below names. */
export interface Header {
  readonly lines: number;
  readonly names: readonly string[];
}

/**
 * The names in the first lines of a table whose first line is a header. Further lines belong to it if they
 * hold no numbers and dates, but texts above some.
 *
 * @param lines the header and the rows below it
 */
export function readHeader(
  lines: readonly Line[],
  decimal: Decimal,
  na: ReadonlySet<string>,
): Header {
  const kinds = ({ fields }: Line) => fields.map((field) => kindOf(field, decimal, na));
  const isValue = (kind: Kind) => kind === "number" || kind === "time";
  const { length: width } = lines[0].fields;
  const periods = lines[1] && yearsAbove(lines[0], lines[1]);
  if (periods !== undefined) return { lines: 2, names: periods };
  let count = 1;
  while (count <= MAX_HEADER_LINES && lines[count]?.fields.length === width) {
    if (kinds(lines[count]).some(isValue)) break;
    count++;
  }
  const below = lines[count] === undefined ? [] : kinds(lines[count]);
  const named = (line: Line) => kinds(line).some((kind, i) => kind === "text" && isValue(below[i]));
  if (count > MAX_HEADER_LINES || !lines.slice(1, count).every(named)) count = 1;
  count = Math.max(count, linesAboveValues(lines.map(firstText), lines.map(kinds)));
  const rows = lines.slice(0, count).map(({ fields }) => fields.map(cleanName));
  return { lines: count, names: namesOf(rows) };
}

/** Maximum number of lines of notes on columns below their names. */
const MAX_NOTES_ON_COLUMNS = 20;

/** Lines of notes from which on they are told from rows with broken dates. */
const MIN_SURE_NOTES = 5;

/** The same where the first cells are words without digits, which no broken date is. */
const MIN_WORDED_NOTES = 2;

/**
 * How many lines stand above the rows, as some statistical offices and loggers write them: units, sources and
 * dates of release below the names. There is a column of texts in them and of values in all rows, and no cell
 * of theirs is of the kind of the rows' ones below it.
 *
 * @param firsts the first cell of each line, as text
 * @returns 1 when only the names do
 */
export function linesAboveValues(
  firsts: readonly string[],
  kinds: readonly (readonly Kind[])[],
): number {
  const { length: width } = kinds[0];
  const isValue = (kind: Kind | undefined) => kind === "number" || kind === "time";
  if (kinds.some((line) => line.length !== width)) return 1;
  const last = kinds.at(-1)!;
  for (let c = 0; c < width; c++) {
    if (!isValue(last[c])) continue;
    const count = kinds.findLastIndex((line) => !isValue(line[c])) + 1;
    if (count < 2 || count > MAX_NOTES_ON_COLUMNS) continue;
    const above = kinds.slice(1, count);
    const texts = above.filter((line) => line[c] === "text").length;
    // So many texts above dates are no broken ones, whatever stands beside them.
    const worded = c === 0 && firsts.slice(1, count).every(isWorded);
    const patterned = c === 0 && DATE_PATTERN.test(firsts[count - 1]);
    const enough = patterned || texts >= (worded ? MIN_WORDED_NOTES : MIN_SURE_NOTES);
    const sure = enough && last[c] === "time";
    const rows = kinds.length - count;
    if (rows < (sure && worded && texts >= MIN_SURE_NOTES ? MIN_ROWS_BELOW : count)) continue;
    const apart = above.every((line) =>
      line.every(
        (kind, i) => !isValue(line[c]) && (sure || !isValue(kind) || kind !== kinds[count][i]),
      ),
    );
    if (apart && texts > 0) return count;
  }
  return 1;
}

/** How dates are written, above them: `dd/MM/yyyy HH:mm:ss`. */
const DATE_PATTERN = /^\[?(?:d{1,2}|M{1,2}|y{2,4}|Y{4}|D{2})(?:[./:\- T]+[dDMyYhHms]{1,4})+\]?$/;

/** Rows below notes that are told from them by many words and dates. */
const MIN_ROWS_BELOW = 3;

function firstText({ fields: [first] }: Line): string {
  return fieldText(first);
}

function isWorded(text: string): boolean {
  return text === "" || (/\p{L}{3}/u.test(text) && !/\d/.test(text));
}

/** One name a column: those of the line that names all of them, else all lines together. */
export function namesOf(rows: readonly (readonly string[])[]): readonly string[] {
  const [first] = rows;
  const last = rows.at(-1)!;
  if (rows.length === 1) return first;
  const complete = (names: readonly string[]) =>
    names.every((name) => name !== "") && new Set(names).size === names.length;
  if (complete(first)) return first;
  if (rows.length > MAX_HEADER_LINES) return first;
  if (complete(last)) return last;
  // A merged cell names the columns up to the next one.
  const spread = rows.map((names, r) => {
    let before = "";
    return names.map((name) => {
      if (r === rows.length - 1 || name !== "") before = name;
      return before;
    });
  });
  return first.map((_, c) =>
    [...new Set(spread.map((names) => names[c]))].filter((name) => name !== "").join(" "),
  );
}

function yearsAbove(first: Line, second: Line): readonly string[] | undefined {
  return periodsBelowYears(first.fields.map(cleanName), second.fields.map(cleanName));
}

/** The text of a name, without characters that cannot be seen. */
function cleanName(field: Field): string {
  return onOneLine(fieldText(field).replace(/[\u200b-\u200d\u2060\ufeff]/g, "")).trim();
}

/**
 * The header of a table with names of rows, which it leaves out, as R writes it: one name fewer than fields
 * of each row.
 *
 * @returns the name of the first column, undefined when the first line is not such a header
 */
export function rowNamesHeader(
  lines: readonly Line[],
  delimiter: number,
  decimal: Decimal,
  na: ReadonlySet<string>,
): string | undefined {
  const [first, ...rows] = lines;
  const width = first.fields.length + 1;
  if (rows.length === 0 || rows.some(({ fields }) => fields.length !== width)) return undefined;
  const isValue = (field: Field) => ["number", "time"].includes(kindOf(field, decimal, na));
  const hasValues = ({ fields }: Line) => fields.some(isValue);
  if (hasValues(first) || !hasValues(rows[0])) return undefined;
  const names = rows.map(({ fields }) => fieldText(fields[0]));
  const counted = names.every((name, i) => Number(name) === Number(names[0]) + i);
  // Commas may be those of decimals, so that the first column is none of names.
  if (delimiter === 0x2c && !counted) return undefined;
  const periods = first.fields.every((field) =>
    /^(?:[a-z]{3}|q(?:tr)?[1-4])$/i.test(fieldText(field)),
  );
  return periods && counted && names.every((name) => /^\d{4}$/.test(name)) ? "year" : "";
}

/** A line without the notes behind its dates and years: `2022*` and `Nov. 2022(r)`. */
function withoutNotes(line: Line): Line {
  if (!line.fields.some((field) => noteBehind(fieldText(field)) !== undefined)) return line;
  const fields = line.fields.map((field) => {
    const source = new TextEncoder().encode(withoutNote(fieldText(field)));
    return { ...field, source, from: 0, to: source.length };
  });
  return { ...line, fields };
}

/** Whether a line holds names and then dates only, or three or more consecutive packed dates or years. */
function areDatesAcross(line: Line, all: readonly Kind[]): boolean {
  const names = line.fields.map(fieldText);
  // Each date may have a column of flags behind it.
  const isDate = (_: unknown, i: number) => !names.includes(flaggedBy(names[i]) || "-");
  const first = { fields: line.fields.filter(isDate) };
  const kinds = all.filter(isDate);
  const begin = kinds.findIndex((kind) => kind === "number" || kind === "time");
  const end = kinds.findLastIndex((kind) => kind !== "missing") + 1;
  if (begin < 1 || end - begin < 2) return false;
  const across = kinds.slice(begin, end);
  // Totals of their years may stand between quarters.
  const isYear = (kind: Kind, i: number) =>
    kind === "number" && PLAUSIBLE_YEAR.test(fieldText(first.fields[begin + i]));
  const dates = across.filter((kind) => kind === "time").length;
  if (2 * dates > across.length && across.every((kind, i) => kind === "time" || isYear(kind, i))) {
    return true;
  }
  const numbers = Float64Array.from(first.fields.slice(begin, end), (field) =>
    Number(fieldText(field)),
  );
  const as = numbers.length > 2 ? timesFromNumbers(numbers)?.as : undefined;
  const step = numbers[1] - numbers[0];
  const follows = (value: number, i: number) =>
    i === 0 || (as === "year" ? value - numbers[i - 1] === step : value > numbers[i - 1]);
  return (
    (as === "year" || as === "year and month" || as === "day") &&
    step !== 0 &&
    numbers.every(follows)
  );
}

/** Whether a line ends in three or more plausible years that rise, by whatever steps. */
function areYearsAcross({ fields }: Line): boolean {
  const texts = fields.map(fieldText);
  const begin = texts.findIndex((text) => PLAUSIBLE_YEAR.test(text));
  const years = texts.slice(begin);
  return (
    begin > 0 &&
    years.length > 2 &&
    years.every((text, i) => PLAUSIBLE_YEAR.test(text) && (i === 0 || text > years[i - 1]))
  );
}

/** Years of reports, months such as 202401 and days such as 20240131. */
const PERIOD = /^(?:19\d\d|20[0-4]\d)(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?)?$/;

/** Whether the first line ends in one or more dates, years or packed months that rise, behind names and above values. */
function arePeriodsAcross(
  [first, ...rows]: readonly Line[],
  decimal: Decimal,
  na: ReadonlySet<string>,
): boolean {
  const texts = first.fields.map(fieldText);
  const kinds = first.fields.map((field) => kindOf(field, decimal, na));
  const begin = kinds.findIndex((kind) => kind !== "text");
  const end = kinds.findLastIndex((kind) => kind !== "missing") + 1;
  if (begin < 1 || end <= begin) return false;
  const areDates = kinds.slice(begin, end).every((kind) => kind === "time");
  const rise = (text: string, i: number) =>
    PERIOD.test(text) &&
    (i === 0 || (text.length === texts[begin].length && text > texts[begin + i - 1]));
  if (!areDates && !texts.slice(begin, end).every(rise)) return false;
  let numbers = 0;
  for (const { fields } of rows) {
    if (fields.length < end || kindOf(fields[0], decimal, na) !== "text") return false;
    // A name of a column stands in none of its rows.
    if (fields.slice(0, begin).some((field, i) => fieldText(field) === texts[i])) return false;
    const below = fields.slice(begin, end);
    if (!areDates && below.every((field) => PERIOD.test(fieldText(field)))) return false;
    for (const field of below) {
      const kind = kindOf(field, decimal, na);
      if (kind === "number") numbers++;
      else if (kind !== "missing") return false;
    }
  }
  return numbers > 0;
}

/**
 * The names of columns below years that stand above their quarters or months, each once as merged cells have
 * it or above every one: `2020-Q1` or `Jan 2020`.
 *
 * @returns undefined for other lines
 */
export function periodsBelowYears(
  above: readonly string[],
  below: readonly string[],
): readonly string[] | undefined {
  const begin = above.findIndex((text) => PLAUSIBLE_YEAR.test(text));
  if (begin < 1 || above.length !== below.length) return undefined;
  let year = "";
  const names = below.map((name, i) => {
    if (i < begin) return name || above[i];
    year = above[i] || year;
    const quarter = /^Q(?:tr)?\.? ?([1-4])$/i.exec(name)?.[1];
    return quarter === undefined ? `${name} ${year}` : `${year}-Q${quarter}`;
  });
  const years = above.slice(begin).filter((text) => text !== "");
  const periods = below.slice(begin);
  const isPeriod = (text: string) => /^Q(?:tr)?\.? ?[1-4]$/i.test(text) || monthOf(text) > 0;
  const isTable = years.every((text) => PLAUSIBLE_YEAR.test(text)) && periods.every(isPeriod);
  return isTable && periods.length > 1 ? names : undefined;
}

const PLAUSIBLE_YEAR = /^(?:1[89]\d\d|20\d\d)$/;
