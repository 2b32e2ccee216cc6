import { DataError, type Warn } from "../../errors.js";
import { counted } from "../../wording.js";
import { displayName } from "../source/errors.js";
import { readWhole } from "../source/read-whole.js";
import { RowTooLong } from "../source/sliding-window.js";
import type { Source, SourceOptions } from "../source/source.js";
import type { ParseOptions } from "../table/parse-options.js";
import { parseDateFormat } from "../time/date-pattern.js";
import { fieldText } from "./csv-scanner.js";
import { CsvTable } from "./csv-table.js";
import { type Dialect, sniffDialect } from "./dialect.js";
import { eurostatTable } from "./eurostat.js";
import { requireTable } from "./not-a-table.js";
import { NotesBelow } from "./notes.js";

/**
 * Parses delimited text into typed columns in one pass over its bytes.
 *
 * A column holds numbers until a cell is none, then dates if every cell so far is one, then text.
 * Numbers may be written for people, with thousands separators, percent and currency signs, and the
 * order of day and month is decided over the whole column. How the table is written is found in the
 * data as {@link sniffDialect} does; fields may be quoted and hold newlines; CRLF, blank lines and
 * comments are skipped (in a table of one column a blank line between others is a missing value).
 * Without a header line columns are called `column1`, `column2`, …
 *
 * A text that is read in windows is held when one of its rows is too long for them.
 *
 * @throws DataError for a table without rows, ragged rows and broken quotes, with file:line; for one that
 *   must be held and is larger than `maxBytes`, 2 GiB by default
 * @see RFC 4180
 */
export function parseCsv(
  source: Source,
  options: ParseOptions & Pick<SourceOptions, "maxBytes"> = {},
  warn: Warn = () => {},
): CsvTable {
  requireTable(source.name, source.bytes);
  const eurostat = eurostatTable(source, warn);
  const given = eurostat === undefined ? options : { delimiter: "\t", ...options };
  const { text, dialect } = windowedOrWhole(eurostat ?? source, options.maxBytes, (text) => ({
    text,
    dialect: sniffDialect(text, given, warn),
  }));
  const { order, pattern } = parseDateFormat(options.dateFormat);
  const names = columnNames(dialect, warn, displayName(source.name));
  return windowedOrWhole(text, options.maxBytes, (text) => {
    const table = readRows(
      text,
      dialect,
      (text) => new CsvTable(text, dialect, names, order, pattern),
      warn,
    );
    const { trailingEmptyRows: empty } = table;
    if (empty > 0) {
      const rows = empty === 1 ? "1 row without values is" : `${empty} rows without values are`;
      warn(`${displayName(source.name)}: ${rows} left out at the end`);
    }
    return table;
  });
}

/** Reads the rows of a table, without notes that stand below them. */
function readRows(
  text: Source,
  { start }: Dialect,
  tableOf: (text: Source) => CsvTable,
  warn: Warn,
): CsvTable {
  const table = tableOf(text);
  try {
    table.read(start);
    return table;
  } catch (error) {
    if (!(error instanceof NotesBelow)) throw error;
    const { at, lines } = error;
    warn(
      `${displayName(text.name)}: ${counted(lines, "line")} of notes below the table ${lines === 1 ? "is" : "are"} left out`,
    );
    const rows = tableOf({ ...text, bytes: text.bytes.subarray(0, at) });
    rows.read(start);
    return rows;
  }
}

/** Reads a text in windows, or as a whole when one of its rows is too long for them. */
function windowedOrWhole<T>(
  source: Source,
  maxBytes: number | undefined,
  read: (text: Source) => T,
): T {
  try {
    return read(source);
  } catch (error) {
    if (error instanceof RowTooLong) return read(readWhole(source, maxBytes));
    throw error;
  }
}

/** A header cell longer than this means that the line is not a header. */
const MAX_NAME_LENGTH = 10_000;

function columnNames(
  { header, names: found, width }: Dialect,
  warn: (message: string) => void,
  file: string,
): string[] {
  const written = found ?? header?.fields.map(fieldText);
  if (written === undefined) return Array.from({ length: width }, (_, i) => `column${i + 1}`);
  const names: string[] = [];
  const taken = new Set<string>();
  for (const [i, text] of written.entries()) {
    if (text.length > MAX_NAME_LENGTH) {
      throw new DataError(`the name of column ${i + 1} is ${text.length} characters long`, {
        location: { file, line: 1 },
        hint: "Is it a table of rows and columns?",
      });
    }
    let name = text.trim();
    for (let copy = 1; taken.has(name) && name !== ""; copy++) name = `${text.trim()}.${copy}`;
    if (name !== text.trim()) warn(`${file}: a second column "${text.trim()}" is called "${name}"`);
    taken.add(name);
    names.push(name);
  }
  return names;
}
