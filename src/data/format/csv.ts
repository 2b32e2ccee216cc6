import { DataError, type SourceLocation, type Warn } from "../../errors.js";
import { RowTooLong, Window } from "../source/sliding-window.js";
import { displayName, readWhole, type Source, type SourceOptions } from "../source/source.js";
import type { Column, Columns, TextColumn } from "../table/columns.js";
import { DateParser } from "../table/date-parser.js";
import { Dictionary } from "../table/dictionary.js";
import { parseFormatted } from "../table/formatted-number.js";
import { isMissing, parseNumber } from "../table/parse-number.js";
import type { ParseOptions } from "../table/parse-options.js";
import { Stamps } from "../table/timestamps.js";
import { type DatePattern, parseDateFormat } from "../time/date-pattern.js";
import type { DateOrder } from "../time/parse-date.js";
import { CR, LF, locate } from "./csv-location.js";
import { Scanner } from "./csv-scanner.js";
import { skipDecoration } from "./decorations.js";
import { type Dialect, describeDialect, isComment, sniffDialect } from "./dialect.js";

const HASH = 0x23;
const QUOTE = 0x22;
const SPACE = 0x20;
const TAB = 0x09;

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
 *   must be held and is larger than `maxBytes`, 2 GiB unless told
 * @see RFC 4180
 */
export function parseCsv(
  source: Source,
  options: ParseOptions & Pick<SourceOptions, "maxBytes"> = {},
  warn: Warn = () => {},
): CsvTable {
  const { text, dialect } = windowedOrWhole(source, options.maxBytes, (text) => ({
    text,
    dialect: sniffDialect(text, options, warn),
  }));
  const { order, pattern } = parseDateFormat(options.dateFormat);
  const names = columnNames(dialect, warn, displayName(source.name));
  return windowedOrWhole(text, options.maxBytes, (text) => {
    const table = new CsvTable(text, dialect, names, order, pattern);
    table.read(dialect.start);
    const { trailingEmptyRows: hollow } = table;
    if (hollow > 0) {
      const rows = hollow === 1 ? "1 row without values is" : `${hollow} rows without values are`;
      warn(`${displayName(source.name)}: ${rows} left out at the end`);
    }
    return table;
  });
}

/** What is read of a text in windows, or of all of it when a row is too long for them. */
function windowedOrWhole<T>(
  source: Source,
  most: number | undefined,
  read: (text: Source) => T,
): T {
  try {
    return read(source);
  } catch (error) {
    if (error instanceof RowTooLong) return read(readWhole(source, most));
    throw error;
  }
}

const NUMBER = 0;
const TIME = 1;
const TEXT = 2;

/** A column while it is read. */
interface Builder {
  kind: typeof NUMBER | typeof TIME | typeof TEXT;
  values: Float64Array;
  stamps: Stamps;
  codes: TextColumn["codes"];
  labels: Dictionary | undefined;
  marks: Map<string, number> | undefined;
  readonly times: DateParser;
  broken?: NonNullable<TextColumn["broken"]>;
}

/** Of so many rows it is remembered where the first begins. */
const INDEX_STRIDE = 64;

/** A table read from delimited text; finds rows again, to point at them. */
export class CsvTable implements Columns {
  readonly name: string;
  rows = 0;
  columns: readonly Column[] = [];
  /** Where rows 0, {@link INDEX_STRIDE}, 2 {@link INDEX_STRIDE}, … begin. */
  private readonly rowIndex: number[] = [];
  /** Rows that there is room for. */
  private capacity = 0;
  /** The row that was looked at last, and where it begins. */
  private lastLookup = { row: -1, offset: 0 };
  private readonly scanner: Scanner;
  private readonly lookup: Scanner;
  /** Lines passed over because they begin with `#`. */
  comments = 0;
  /** Rows at the end that hold nothing but delimiters. */
  trailingEmptyRows = 0;

  constructor(
    private readonly file: Source,
    private readonly format: Dialect,
    private readonly names: readonly string[],
    private readonly order: DateOrder | undefined,
    readonly dates: DatePattern | undefined,
  ) {
    this.name = file.name;
    const window = new Window(file);
    this.scanner = new Scanner(window, format.delimiter);
    // Cells are looked at again while the rows below them are read.
    this.lookup =
      file.pages === undefined ? this.scanner : new Scanner(new Window(file), format.delimiter);
  }

  /** Reads every row from `start` on into {@link columns}. */
  read(start: number): void {
    const { scanner, names } = this;
    const { na, delimiter } = this.format;
    const asides = this.format.decorations !== undefined;
    const decimal = this.format.decimal.charCodeAt(0);
    const window = scanner.file;
    let { bytes, edge } = window;
    let { length } = bytes;
    const width = names.length;
    const builders: Builder[] = names.map(() => ({
      kind: NUMBER,
      values: new Float64Array(0),
      stamps: new Stamps(),
      codes: new Uint16Array(0),
      labels: undefined,
      marks: undefined,
      times: new DateParser(this.order),
    }));
    let row = 0;
    let filled = 0;
    let p = window.place(start);
    let begin = p;
    for (;;) {
      if (p - begin > window.maxRowBytes) throw new RowTooLong();
      if (p >= edge) {
        if (window.isLast) break;
        window.load(window.at + p);
        ({ bytes, edge } = window);
        ({ length } = bytes);
        p = 0;
      }
      begin = p;
      if (bytes[p] === HASH || asides) {
        p = this.afterAside(scanner, p);
        if (p > begin) {
          if (bytes[begin] === HASH) this.comments++;
          continue;
        }
      }
      if (row === this.capacity) {
        // Rows are about as long as those so far; a little room saves a last copy.
        const expected =
          row === 0
            ? width > 64
              ? 1
              : 64
            : Math.ceil((row / (window.at + p - start)) * (window.length - start) * 1.02);
        this.capacity = Math.max(expected, row + (width > 64 ? 8 : 64));
        this.grow(builders);
      }
      // A blank line is no row: the mark moves on to the line below it.
      if (row % INDEX_STRIDE === 0) this.rowIndex[row / INDEX_STRIDE] = window.at + p;
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
          // A quoted nothing is a value, blanks are none.
          if (column === 0) blank = scanner.start === scanner.end;
        } else {
          // The scanner's plain field again: what it costs to remember the bounds is felt here.
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
          // Delimiters at the end of a row are a habit of some programs.
          if (to > from) break;
          if (last) {
            column = width - 1;
            break;
          }
          p++;
          column++;
          continue;
        }
        const builder = builders[column];
        if (builder.kind === TEXT) code(builder, row, source, from, to);
        else if (builder.kind === TIME) {
          const stamp = builder.times.read(source, from, to);
          if (Number.isNaN(stamp) && !isMissing(source, from, to, na)) {
            this.demote(builders, column, row);
          } else builder.stamps.set(row, stamp);
        } else {
          let value = parseNumber(source, from, to, decimal);
          if (Number.isNaN(value) && !isMissing(source, from, to, na)) {
            value = this.formatted(builder, source, from, to);
            if (Number.isNaN(value)) this.demote(builders, column, row);
            else builder.values[row] = value;
          } else builder.values[row] = value;
        }
        if (last) break;
        p++;
        column++;
      }
      if (column !== width - 1 && !blank) {
        // The row goes on where the window ends.
        if (p >= length && !window.isLast) throw new RowTooLong();
        throw this.ragged(row, column, width);
      }
      p = scanner.lineEnd(p);
      if (blank && width > 1) continue;
      row++;
      if (!blank) filled = row;
    }
    while (width > 1 && filled > 0 && this.isEmptyRow(filled - 1)) {
      filled--;
      this.trailingEmptyRows++;
    }
    this.rows = filled;
    const columns = builders.map((builder, i) => finish(builder, names[i], filled));
    while (isUnnamedAndEmpty(columns.at(-1))) columns.pop();
    this.columns = columns;
  }

  get dialect(): string[] {
    const { encoding } = this.file;
    const { comments } = this;
    return [
      ...describeDialect(this.format),
      ...(encoding === undefined ? [] : [encoding.toUpperCase()]),
      ...(comments === 0 ? [] : [`${comments} comment line${comments === 1 ? "" : "s"} within`]),
    ];
  }

  locate(row: number, column?: Column): SourceLocation {
    const { lookup: scanner } = this;
    this.seek(row, column === undefined ? 0 : this.columns.indexOf(column));
    // A whole row needs no caret.
    const { line, text, file, ...caret } = locate(scanner.file, scanner.start, scanner.end);
    return column === undefined
      ? { file, line: line!, text: text! }
      : { file, line: line!, text: text!, ...caret };
  }

  cell(row: number, column: Column): string {
    this.seek(row, this.columns.indexOf(column));
    const { source, from, to } = this.lookup;
    return new TextDecoder().decode(source.subarray(from, to));
  }

  /** Puts the scanner on one cell. */
  private seek(row: number, column: number): void {
    const { lookup: again } = this;
    let p = again.field(again.file.place(this.offsetOf(row)));
    for (let c = 0; c < column; c++) p = again.field(p + 1);
  }

  /** Whether a row holds nothing but delimiters and blanks. */
  private isEmptyRow(row: number): boolean {
    const { file, delimiter } = this.lookup;
    let p = file.place(this.offsetOf(row));
    const { bytes } = file;
    while (bytes[p] === delimiter || bytes[p] === SPACE || bytes[p] === TAB) p++;
    return p >= bytes.length || bytes[p] === LF || bytes[p] === CR;
  }

  /** Where a row begins; quick for the row after the last one that was asked for. */
  private offsetOf(row: number): number {
    const marked = row - (row % INDEX_STRIDE);
    let { row: at, offset } = this.lastLookup;
    if (at < marked || at > row) [at, offset] = [marked, this.rowIndex[marked / INDEX_STRIDE]];
    for (; at < row; at++) offset = this.nextRow(offset);
    this.lastLookup = { row, offset };
    return offset;
  }

  /** Where the row after the one at `offset` begins. */
  private nextRow(offset: number): number {
    const { lookup: again, names } = this;
    const { file, delimiter } = again;
    let p = again.field(file.place(offset));
    while (file.bytes[p] === delimiter) p = again.field(p + 1);
    for (let next = again.lineEnd(p); ; ) {
      p = file.place(file.at + next);
      next = this.afterAside(again, p);
      if (next > p) continue;
      const end = again.field(p);
      const blank = again.start === again.end && file.bytes[end] !== delimiter;
      if (!blank || names.length === 1) return file.at + p;
      next = again.lineEnd(end);
    }
  }

  /** Where the row at `at` begins, or the line after it if it is a comment or another aside. */
  private afterAside(scanner: Scanner, at: number): number {
    const { decorations: asides, header } = this.format;
    if (isComment(scanner, at, this.names.length)) return scanner.skipLine(at);
    return asides === undefined ? at : skipDecoration(scanner, at, asides, header);
  }

  /** The cell at `row` does not fit the column: it becomes dates or text, and so do the rows above. */
  private demote(builders: Builder[], column: number, row: number): void {
    const { lookup: scanner } = this;
    const builder = builders[column];
    const { kind, values, stamps } = builder;
    const isMissing = (r: number) => Number.isNaN(kind === NUMBER ? values[r] : stamps.at(r));
    builder.values = new Float64Array(0);
    builder.kind = TIME;
    if (kind === NUMBER && this.areDates(builder, column, row, isMissing)) return;
    if (builder.times.switchToMonthFirst() && this.areDates(builder, column, row, isMissing))
      return;
    builder.kind = TEXT;
    builder.stamps = new Stamps();
    let first = 0;
    while (first < row && isMissing(first)) first++;
    if (first < row) builder.broken = { row, kind: kind === NUMBER ? "number" : "time" };
    builder.labels = new Dictionary();
    builder.codes = new Uint16Array(this.capacity);
    for (let r = 0; r <= row; r++) {
      this.seek(r, column);
      code(builder, r, scanner.source, scanner.from, scanner.to);
    }
  }

  /** Whether the cell at `row` and all above that are not missing are dates; if so they are read. */
  private areDates(
    builder: Builder,
    column: number,
    row: number,
    isMissing: (row: number) => boolean,
  ): boolean {
    const { lookup: scanner } = this;
    builder.stamps = new Stamps();
    builder.stamps.resize(this.capacity);
    const isDate = (r: number) => {
      this.seek(r, column);
      const stamp = builder.times.read(scanner.source, scanner.from, scanner.to);
      builder.stamps.set(r, stamp);
      return !Number.isNaN(stamp);
    };
    // The last one, which gave the occasion, is the likeliest to be none.
    if (!isDate(row)) return false;
    for (let r = 0; r < row; r++) {
      if (isMissing(r)) builder.stamps.set(r, Number.NaN);
      else if (!isDate(r)) return false;
    }
    return true;
  }

  /** A number written for people, NaN when the cell is none. */
  private formatted(builder: Builder, source: Uint8Array, from: number, to: number): number {
    if (to - from > 60) return Number.NaN;
    const text = new TextDecoder().decode(source.subarray(from, to));
    const number = parseFormatted(text, this.format.decimal);
    if (number === undefined) return Number.NaN;
    builder.marks ??= new Map();
    for (const mark of number.marks) {
      builder.marks.set(mark, (builder.marks.get(mark) ?? 0) + 1);
    }
    return number.value;
  }

  private grow(builders: Builder[]): void {
    const { capacity } = this;
    for (const builder of builders) {
      if (builder.kind === TEXT) {
        const codes =
          builder.codes instanceof Uint16Array
            ? new Uint16Array(capacity)
            : new Int32Array(capacity);
        codes.set(builder.codes);
        builder.codes = codes;
      } else if (builder.kind === TIME) builder.stamps.resize(capacity);
      else {
        const values = new Float64Array(capacity);
        values.set(builder.values);
        builder.values = values;
      }
    }
  }

  private ragged(row: number, column: number, width: number): DataError {
    const { lookup: again } = this;
    const { fields } = again.record(again.file.place(this.offsetOf(row)))!;
    const found = fields.length;
    const extra = column >= width ? fields[width] : undefined;
    const { file, line, text, ...caret } = locate(
      again.file,
      extra?.start ?? fields[0].start,
      extra === undefined ? fields[0].end : fields.at(-1)!.end,
    );
    const fieldsWord = found === 1 ? "field" : "fields";
    return new DataError(`the row has ${found} ${fieldsWord} where ${width} were expected`, {
      location: { file, line: line!, text: text!, ...(extra === undefined ? {} : caret) },
      hint:
        extra === undefined
          ? "Leave a missing value empty, but keep its delimiter."
          : "Put quotes around a field that holds the delimiter.",
    });
  }
}

/** Notes which text the cell of a row holds. */
function code(builder: Builder, row: number, source: Uint8Array, from: number, to: number): void {
  const number = builder.labels!.code(source, from, to);
  if (number >= 2 ** 16 && builder.codes instanceof Uint16Array) {
    builder.codes = Int32Array.from(builder.codes);
  }
  builder.codes[row] = number;
}

function finish(builder: Builder, name: string, rows: number): Column {
  if (builder.kind === NUMBER) {
    const values = builder.values.subarray(0, rows);
    return { name, kind: "number", values, ...(builder.marks && { marks: builder.marks }) };
  }
  if (builder.kind === TIME) {
    const { stamps, times } = builder;
    stamps.resize(rows);
    return {
      name,
      kind: "time",
      get values() {
        return stamps.values;
      },
      written: times.written,
      stamps,
    };
  }
  const { broken } = builder;
  const codes = builder.codes.subarray(0, rows);
  return {
    name,
    kind: "text",
    codes,
    labels: builder.labels!,
    ...(broken === undefined ? {} : { broken }),
  };
}

/** Whether a column has neither a name nor values, as those of delimiters at the end of every row. */
function isUnnamedAndEmpty(column: Column | undefined): boolean {
  return column?.kind === "number" && column.name === "" && column.values.every(Number.isNaN);
}

/** Longer names are no names: the line is not what it seems. */
const MAX_NAME_BYTES = 10_000;

function columnNames(
  { header, width }: Dialect,
  warn: (message: string) => void,
  file: string,
): string[] {
  if (header === undefined) return Array.from({ length: width }, (_, i) => `column${i + 1}`);
  const names: string[] = [];
  const taken = new Set<string>();
  for (const { source, from, to } of header.fields) {
    if (to - from > MAX_NAME_BYTES) {
      throw new DataError(`the name of column ${names.length + 1} is ${to - from} bytes long`, {
        location: { file, line: 1 },
        hint: "Is it a table of rows and columns?",
      });
    }
    const written = new TextDecoder().decode(source.subarray(from, to)).trim();
    let name = written;
    for (let copy = 1; taken.has(name) && written !== ""; copy++) name = `${written}.${copy}`;
    if (name !== written) warn(`${file}: a second column "${written}" is called "${name}"`);
    taken.add(name);
    names.push(name);
  }
  return names;
}
