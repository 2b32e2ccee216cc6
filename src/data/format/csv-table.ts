import { DataError, type SourceLocation } from "../../errors.js";
import { counted, listed } from "../../wording.js";
import { RowTooLong, Window } from "../source/sliding-window.js";
import type { Source } from "../source/source.js";
import type { Column, Columns, NumberColumn, TextColumn, TimeColumn } from "../table/columns.js";
import { Dictionary } from "../table/dictionary.js";
import { dropNumbers, numbersAmong } from "../table/missing-numbers.js";
import type { DatePattern } from "../time/date-pattern.js";
import type { DateOrder } from "../time/parse-date.js";
import { rowsBetweenBlanks } from "./blank-columns.js";
import { ColumnBuilder } from "./column-builder.js";
import { CR, LF, locate } from "./csv-location.js";
import { INDEX_STRIDE, RowIndex, skipNonRow } from "./csv-rows.js";
import { Scanner } from "./csv-scanner.js";
import { type Dialect, describeDialect } from "./dialect.js";
import { linesOfNotes, NotesBelow } from "./notes.js";

const HASH = 0x23;
const QUOTE = 0x22;
const SPACE = 0x20;
const TAB = 0x09;
const SEMICOLON = 0x3b;

/** Lines whose fields are counted where rows differ in their number. */
const MAX_WIDTH_LINES = 40;

/** Rows that are read without a look at what is left. */
const BLOCK_ROWS = 256;

/** How far a table is read. */
interface Cursor {
  /** Position of the next row in the window. */
  p: number;
  row: number;
  /** Rows up to the last one that is not blank. */
  filled: number;
}

/** A table of delimited text, whose cells can be looked up as they were written. */
export class CsvTable implements Columns {
  readonly name: string;
  rows = 0;
  columns: readonly Column[] = [];
  /** Lines skipped because they begin with `#`. */
  comments = 0;
  /** Rows at the end that hold nothing but delimiters. */
  trailingEmptyRows = 0;
  private readonly scanner: Scanner;
  /** The position of each column in its rows. */
  private readonly places = new Map<Column, number>();
  /** Looks cells up again while the rows below them are read. */
  private readonly index: RowIndex;

  /** @param names of the columns */
  constructor(
    private readonly file: Source,
    private readonly format: Dialect,
    private readonly names: readonly string[],
    private readonly order: DateOrder | undefined,
    readonly dates: DatePattern | undefined,
  ) {
    this.name = file.name;
    this.scanner = new Scanner(new Window(file), format.delimiter);
    const lookup =
      file.pages === undefined ? this.scanner : new Scanner(new Window(file), format.delimiter);
    this.index = new RowIndex(lookup, format);
  }

  /** Reads every row from offset `start` on into {@link columns}. */
  read(start: number): void {
    const { scanner, names, index } = this;
    const { na, delimiter } = this.format;
    const window = scanner.file;
    const width = names.length;
    const builders = names.map(
      (name, i) => new ColumnBuilder(name, i, this.format.decimal, this.order, na),
    );
    const cursor: Cursor = { p: window.place(start), row: 0, filled: 0 };
    let capacity = 0;
    for (;;) {
      if (cursor.p >= window.edge) {
        if (window.isLast) break;
        window.load(window.at + cursor.p);
        cursor.p = 0;
      }
      if (cursor.row === capacity) {
        capacity = this.capacityFor(
          cursor.row,
          window.at + cursor.p - start,
          window.length - start,
        );
        for (const builder of builders) builder.grow(capacity);
      }
      this.readBlock(builders, cursor, Math.min(capacity, cursor.row + BLOCK_ROWS));
    }
    let { filled } = cursor;
    while (width > 1 && filled > 0 && index.isEmpty(filled - 1)) {
      filled--;
      this.trailingEmptyRows++;
    }
    this.rows = filled;
    const commas =
      delimiter === SEMICOLON || builders.some(({ dates }) => dates.dotted || dates.foreign);
    if (commas && this.format.decimalOpen) {
      for (const builder of builders) builder.decidePoints(filled, index);
    }
    const columns = builders.map((builder) => builder.finish(filled));
    const missing = numbersAmong(na);
    for (const column of columns) if (column.kind === "number") dropNumbers(column.values, missing);
    const left = columns.findIndex((column) => !isUnnamedAndEmpty(column));
    const right = columns.findLastIndex((column) => !isUnnamedAndEmpty(column)) + 1;
    this.columns = left < 0 ? [] : columns.slice(left, right).map(withName);
    for (const [i, column] of this.columns.entries()) this.places.set(column, left + i);
  }

  /**
   * Reads rows up to row `limit` or the edge of the window. Blocks are short, so that the engine compiles this
   * method for good soon: a single long loop would be compiled over and over at whatever it has not met yet.
   */
  private readBlock(builders: readonly ColumnBuilder[], cursor: Cursor, limit: number): void {
    const { scanner, index } = this;
    const { delimiter } = this.format;
    const decorated = this.format.decorations !== undefined;
    const { bytes, edge, maxRowBytes, at } = scanner.file;
    const { length } = bytes;
    const width = builders.length;
    let { p, row, filled } = cursor;
    while (row < limit && p < edge) {
      const begin = p;
      if (bytes[p] === HASH || decorated) {
        p = this.skipNonRow(p);
        if (p > begin) continue;
      }
      // A blank line is no row: the mark moves on to the line below it.
      if (row % INDEX_STRIDE === 0) index.mark(row, at + p);
      let column = 0;
      let blank = false;
      for (;;) {
        let source = bytes;
        let from = p;
        let to: number;
        const opening = bytes[p];
        if (opening === QUOTE || opening === SPACE) {
          p = scanner.field(p);
          ({ source, from, to } = scanner);
          // An empty pair of quotes is a value, blanks are none.
          if (column === 0) blank = scanner.start === scanner.end;
        } else {
          // Inlined fast path of `Scanner.field`: storing the bounds on the scanner is measurable here.
          let byte = opening;
          while (byte !== delimiter && byte !== LF && byte !== CR && p < length) byte = bytes[++p];
          to = p;
          while (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === TAB)) to--;
          if (column === 0) blank = to === from;
        }
        const last = p >= length || bytes[p] !== delimiter;
        blank &&= last;
        if (blank && width > 1) break;
        if (column >= width) {
          // Some programs end every row with delimiters.
          if (to > from) break;
          if (last) {
            column = width - 1;
            break;
          }
          p++;
          column++;
          continue;
        }
        builders[column].set(row, source, from, to, index);
        if (last) break;
        p++;
        column++;
      }
      if (column !== width - 1 && !blank) throw this.brokenRow(row, column, begin, p);
      p = bytes[p] === CR && bytes[p + 1] === LF ? p + 2 : p + 1;
      if (p - begin > maxRowBytes) throw new RowTooLong();
      if (blank && width > 1) continue;
      row++;
      if (!blank) filled = row;
    }
    cursor.p = p;
    cursor.row = row;
    cursor.filled = filled;
  }

  /** The position behind a comment or another line that is no row, which `at` may begin. */
  private skipNonRow(at: number): number {
    const { scanner } = this;
    const next = skipNonRow(scanner, at, this.format);
    if (next - at > scanner.file.maxRowBytes) throw new RowTooLong();
    if (next > at && scanner.file.bytes[at] === HASH) this.comments++;
    return next;
  }

  /** What to throw for a row from `begin` to `p` that has not as many fields as there are columns. */
  private brokenRow(row: number, column: number, begin: number, p: number): Error {
    const { scanner, names } = this;
    const { length: width } = names;
    // The row may go on where the window ends.
    if (p >= scanner.file.bytes.length && !scanner.file.isLast) return new RowTooLong();
    if (row > 0 && column < width && this.file.pages === undefined) {
      const notes = linesOfNotes(scanner, begin, this.format);
      if (notes > 0) return new NotesBelow(begin, notes);
    }
    return this.ragged(row, column, width);
  }

  /** How many rows to make room for: those of the rest are about as long as those so far. */
  private capacityFor(row: number, bytesRead: number, bytes: number): number {
    // A wide table may have a few rows only.
    const wide = this.names.length > 64;
    if (row === 0) return wide ? 1 : 64;
    // A little more than expected saves a last copy.
    const expected = Math.ceil((row / bytesRead) * bytes * 1.02);
    return Math.max(expected, row + (wide ? 8 : 64));
  }

  /** The dialect in words, with the encoding and how many comments there were. */
  get dialect(): string[] {
    const { encoding } = this.file;
    const { comments } = this;
    return [
      ...describeDialect(this.format),
      ...(encoding === undefined ? [] : [encoding.toUpperCase()]),
      ...(comments === 0 ? [] : [`${counted(comments, "comment line")} within`]),
    ];
  }

  locate(row: number, column?: Column): SourceLocation {
    const { scanner } = this.index;
    this.index.seek(row, (column && this.places.get(column)) ?? 0);
    const { line, text, file, ...caret } = locate(scanner.file, scanner.start, scanner.end);
    // A whole row needs no caret.
    return column === undefined
      ? { file, line: line!, text: text! }
      : { file, line: line!, text: text!, ...caret };
  }

  cell(row: number, column: Column): string {
    return this.index.text(row, this.places.get(column)!);
  }

  texts(column: NumberColumn | TimeColumn): TextColumn {
    const { name, values } = column;
    const { scanner } = this.index;
    const place = this.places.get(column)!;
    const labels = new Dictionary();
    const codes = new Int32Array(this.rows);
    for (let row = 0; row < codes.length; row++) {
      if (Number.isNaN(values[row])) codes[row] = labels.code(scanner.source, 0, 0);
      else {
        this.index.seek(row, place);
        codes[row] = labels.code(scanner.source, scanner.from, scanner.to);
      }
    }
    return { name, kind: "text", codes, labels };
  }

  /** What to do with a text whose first lines have three or more numbers of fields, several of them often. */
  private severalTables(): string | undefined {
    const { scanner } = this.index;
    const counts = new Map<number, number>();
    if (scanner.file.at > 0) return undefined;
    for (let p = 0, lines = 0; lines < MAX_WIDTH_LINES; lines++) {
      const line = scanner.record(p);
      if (line === undefined) break;
      p = line.next;
      const { length } = line.fields;
      if (length > 1) counts.set(length, (counts.get(length) ?? 0) + 1);
    }
    const sorted = [...counts.keys()].sort((a, b) => a - b);
    if (sorted.length < 3 || sorted.at(-1)! < 2 * sorted[0] + 1) return undefined;
    const widths = listed(sorted.map(String));
    return `Lines of the file have ${widths} fields. If it holds several tables, save the rows of one as a file of its own.`;
  }

  /** What to do where the names are more than the fields of every row. */
  private namesTooMany(row: number, found: number): string | undefined {
    const { length: width } = this.names;
    if (row > 0 || found >= width || found < 2) return undefined;
    const { scanner } = this.index;
    for (let p = this.index.place(0), lines = 0; lines < MAX_WIDTH_LINES; lines++) {
      const line = scanner.record(p);
      if (line === undefined) break;
      p = line.next;
      if (line.fields.length !== found && line.fields.length > 1) return undefined;
    }
    return `The first line has ${width} names, and the rows have ${found} fields: leave out the name that no field belongs to.`;
  }

  private ragged(row: number, column: number, width: number): DataError {
    const { scanner } = this.index;
    const { fields } = scanner.record(this.index.place(row))!;
    const found = fields.length;
    const extra = column >= width ? fields[width] : undefined;
    const { file, line, text, ...caret } = locate(
      scanner.file,
      extra?.start ?? fields[0].start,
      extra === undefined ? fields[0].end : fields.at(-1)!.end,
    );
    const fieldsWord = found === 1 ? "field" : "fields";
    const below =
      scanner.file.at === 0
        ? rowsBetweenBlanks(scanner.file.bytes, this.format.delimiter)
        : undefined;
    return new DataError(`the row has ${found} ${fieldsWord} where ${width} were expected`, {
      location: { file, line: line!, text: text!, ...(extra === undefined ? {} : caret) },
      hint:
        below !== undefined && line! < below
          ? `Rows with blanks between columns begin in line ${below}. Remove the lines above, but keep the one with the names.`
          : (this.severalTables() ??
            this.namesTooMany(row, found) ??
            (extra === undefined
              ? "Leave a missing value empty, but keep its delimiter; remove the line if it is no row."
              : fields.every(({ source, from, to }) => !/\d/.test(latin1(source, from, to)))
                ? "If the table begins in this line, remove the lines above it; else put quotes around a field that holds the delimiter."
                : "Put quotes around a field that holds the delimiter.")),
    });
  }
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 100)));
}

/** A column without a name is called by its place, as spreadsheets count it. */
function withName(column: Column, place: number): Column {
  if (column.name !== "") return column;
  const name = `column${place + 1}`;
  // Not by spreading, as the dates of a column are expanded on first access.
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(column),
      name: { value: name, enumerable: true },
      unnamed: { value: true, enumerable: true },
    },
  ) as Column;
}

/** Whether a column has neither a name nor values: rows of some programs begin or end with a delimiter. */
function isUnnamedAndEmpty(column: Column): boolean {
  return column.kind === "number" && column.name === "" && column.values.every(Number.isNaN);
}
