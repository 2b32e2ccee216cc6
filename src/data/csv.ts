import { DataError, type SourceLocation } from "../errors.js";
import type { Column, Columns, TextColumn } from "./columns.js";
import { Dictionary } from "./dictionary.js";
import { isMissing, POINT, parseNumber } from "./number.js";
import { named, type Source } from "./source.js";
import { parseTime } from "./time.js";

/** How a table is written; what is left out is found in the data. */
export interface CsvOptions {
  readonly delimiter?: string | undefined;
  /** A point unless told. */
  readonly decimal?: "." | "," | undefined;
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const SPACE = 0x20;
const TAB = 0x09;
const COMMA = 0x2c;

/**
 * Parses delimited text into typed columns in one pass over its bytes.
 *
 * A column holds numbers until a cell is none, then dates if every cell so far is one, then text.
 * The delimiter (comma, semicolon, tab, pipe) and whether there is a header line are found in the
 * data; fields may be quoted and hold newlines; a byte order mark, CRLF and blank lines are skipped
 * (in a table of one column a blank line between others is a missing value). Without a header line
 * columns are called `column1`, `column2`, …
 *
 * @throws DataError for a table without rows, ragged rows and broken quotes, with file:line
 * @see RFC 4180
 */
export function parseCsv(
  source: Source,
  options: CsvOptions = {},
  warn: (message: string) => void = () => {},
): CsvTable {
  const { bytes } = source;
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const delimiter = options.delimiter?.charCodeAt(0) ?? sniffDelimiter(bytes, start);
  const decimal = options.decimal?.charCodeAt(0) ?? POINT;
  const scanner = new Scanner(source, delimiter);

  const first = scanner.record(start);
  if (first === undefined) throw new DataError(`${named(source.name)} is empty`);
  const second = scanner.record(first.next);
  const hasHeader = isHeader(first, second, decimal);
  if (hasHeader && second === undefined) {
    throw new DataError("there is a header line but no rows below it", {
      location: locate(source, first.fields[0]!.start, first.next),
      ...(first.fields.length === 1 ? { hint: "Is the delimiter another one?" } : {}),
    });
  }
  if (!hasHeader) warn(`${named(source.name)} has no header line; columns are called column1, …`);
  const names = columnNames(first, hasHeader, warn, named(source.name));
  const table = new CsvTable(source, scanner, decimal, names);
  table.read(hasHeader ? first.next : start);
  return table;
}

/** One field, outer quotes and blanks stripped, and where it stands in the file. */
interface Field {
  /** Bytes that hold the value: the file's own, or a copy when quotes were doubled. */
  readonly source: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** The field as written, quotes included. */
  readonly start: number;
  readonly end: number;
}

interface Line {
  readonly fields: Field[];
  /** First byte after the line's end. */
  readonly next: number;
}

/** Walks delimited bytes field by field; the last field's bounds are its properties. */
class Scanner {
  source: Uint8Array;
  from = 0;
  to = 0;
  start = 0;
  end = 0;

  constructor(
    readonly file: Source,
    readonly delimiter: number,
  ) {
    this.source = file.bytes;
  }

  /** Scans the field at `p`. Returns the position after it: a delimiter, a line end or the end. */
  field(at: number): number {
    const { bytes } = this.file;
    const { delimiter } = this;
    const { length } = bytes;
    let p = at;
    while (p < length && bytes[p] === SPACE) p++;
    if (p < length && bytes[p] === QUOTE) return this.quoted(p);
    this.source = bytes;
    this.start = this.from = p;
    for (; p < length; p++) {
      const byte = bytes[p]!;
      if (byte === delimiter || byte === LF || byte === CR) break;
    }
    let end = p;
    while (end > this.from && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--;
    this.to = this.end = end;
    return p;
  }

  /** The first byte after the line end at `p`. */
  lineEnd(p: number): number {
    const { bytes } = this.file;
    return bytes[p] === CR && bytes[p + 1] === LF ? p + 2 : p + 1;
  }

  /** The next line that is not blank, for the few lines that are looked at one by one. */
  record(at: number): Line | undefined {
    const { bytes } = this.file;
    let p = at;
    while (p < bytes.length) {
      const fields: Field[] = [];
      for (;;) {
        p = this.field(p);
        const { source, from, to, start, end } = this;
        fields.push({ source, from, to, start, end });
        if (p >= bytes.length || bytes[p] !== this.delimiter) break;
        p++;
      }
      p = this.lineEnd(p);
      if (fields.length > 1 || fields[0]!.end > fields[0]!.start) return { fields, next: p };
    }
    return undefined;
  }

  private quoted(open: number): number {
    const { bytes } = this.file;
    const { length } = bytes;
    let doubled = 0;
    let p = open + 1;
    for (; ; p++) {
      if (p >= length) {
        throw new DataError("a quoted field is never closed", {
          location: locate(this.file, open, open + 1),
          hint: 'Add the closing ", or double the quote if it belongs to the text.',
        });
      }
      if (bytes[p] !== QUOTE) continue;
      if (bytes[p + 1] !== QUOTE) break;
      doubled++;
      p++;
    }
    this.source = bytes;
    this.start = open;
    this.from = open + 1;
    this.to = p;
    this.end = ++p;
    if (doubled > 0) this.undouble();
    while (p < length && bytes[p] === SPACE) p++;
    if (p < length && bytes[p] !== this.delimiter && bytes[p] !== LF && bytes[p] !== CR) {
      throw new DataError("text follows the closing quote of a field", {
        location: locate(this.file, p, p + 1),
        hint: 'Inside a quoted field a quote is written twice: "".',
      });
    }
    return p;
  }

  private undouble(): void {
    const plain = new Uint8Array(this.to - this.from);
    let n = 0;
    for (let i = this.from; i < this.to; i++) {
      plain[n++] = this.source[i]!;
      if (this.source[i] === QUOTE) i++;
    }
    this.source = plain;
    this.from = 0;
    this.to = n;
  }
}

const NUMBER = 0;
const TIME = 1;
const TEXT = 2;

/** A column while it is read. */
interface Builder {
  kind: typeof NUMBER | typeof TIME | typeof TEXT;
  values: Float64Array;
  codes: Int32Array;
  readonly labels: Dictionary;
  broken?: NonNullable<TextColumn["broken"]>;
}

/** A table read from delimited text; keeps where each row begins, to point at it. */
export class CsvTable implements Columns {
  readonly name: string;
  rows = 0;
  columns: readonly Column[] = [];
  private offsets: Float64Array | Uint32Array;

  constructor(
    private readonly file: Source,
    private readonly scanner: Scanner,
    private readonly decimal: number,
    private readonly names: readonly string[],
  ) {
    this.name = file.name;
    this.offsets = file.bytes.length < 2 ** 32 ? new Uint32Array(0) : new Float64Array(0);
  }

  /** Reads every row from `start` on into {@link columns}. */
  read(start: number): void {
    const { scanner, decimal, names } = this;
    const { bytes } = this.file;
    const { length } = bytes;
    const width = names.length;
    const builders: Builder[] = names.map(() => ({
      kind: NUMBER,
      values: new Float64Array(0),
      codes: new Int32Array(0),
      labels: new Dictionary(),
    }));
    let capacity = 0;
    let row = 0;
    let filled = 0;
    let p = start;
    while (p < length) {
      if (row === capacity) {
        // Rows are about as long as those so far; a little room saves a last copy.
        const expected = row === 0 ? 64 : Math.ceil((row / (p - start)) * (length - start) * 1.02);
        capacity = Math.max(expected, row + 64);
        this.grow(builders, capacity);
      }
      this.offsets[row] = p;
      let column = 0;
      let blank = false;
      for (;;) {
        p = scanner.field(p);
        const { source, from, to } = scanner;
        const last = p >= length || bytes[p] !== scanner.delimiter;
        if (column === 0) blank = last && scanner.start === scanner.end;
        if (column >= width || (blank && width > 1)) break;
        const builder = builders[column]!;
        if (builder.kind === TEXT) builder.codes[row] = builder.labels.code(source, from, to);
        else {
          const value =
            builder.kind === NUMBER
              ? parseNumber(source, from, to, decimal)
              : parseTime(source, from, to);
          builder.values[row] = value;
          if (Number.isNaN(value) && !isMissing(source, from, to)) {
            this.demote(builders, column, row);
          }
        }
        if (last) break;
        p++;
        column++;
      }
      if (column !== width - 1 && !blank) throw this.ragged(row, column, width);
      p = scanner.lineEnd(p);
      if (blank && width > 1) continue;
      row++;
      if (!blank) filled = row;
    }
    this.rows = filled;
    this.offsets = this.offsets.slice(0, filled);
    this.columns = builders.map((builder, i) => finish(builder, names[i]!, filled));
  }

  locate(row: number, column?: Column): SourceLocation {
    const { scanner } = this;
    this.seek(row, column === undefined ? 0 : this.columns.indexOf(column));
    // A whole row needs no caret.
    const { line, text, file, ...caret } = locate(this.file, scanner.start, scanner.end);
    return column === undefined
      ? { file, line: line!, text: text! }
      : { file, line: line!, text: text!, ...caret };
  }

  cell(row: number, column: Column): string {
    this.seek(row, this.columns.indexOf(column));
    const { source, from, to } = this.scanner;
    return new TextDecoder().decode(source.subarray(from, to));
  }

  /** Puts the scanner on one cell. */
  private seek(row: number, column: number): void {
    let p = this.scanner.field(this.offsets[row]!);
    for (let c = 0; c < column; c++) p = this.scanner.field(p + 1);
  }

  /** The cell at `row` does not fit the column: it becomes dates or text, and so do the rows above. */
  private demote(builders: Builder[], column: number, row: number): void {
    const { scanner } = this;
    const builder = builders[column]!;
    const was = builder.kind;
    if (was === NUMBER) {
      builder.kind = TIME;
      const held = builder.values.slice(0, row);
      for (let r = row; r >= 0 && builder.kind === TIME; r--) {
        if (r < row && Number.isNaN(held[r]!)) continue;
        this.seek(r, column);
        const value = parseTime(scanner.source, scanner.from, scanner.to);
        if (Number.isNaN(value)) builder.kind = TEXT;
        builder.values[r] = value;
      }
      if (builder.kind === TEXT && held.some((v) => !Number.isNaN(v))) {
        builder.broken = { row, kind: "number" };
      }
    } else {
      builder.kind = TEXT;
      builder.broken = { row, kind: "time" };
    }
    if (builder.kind === TEXT) {
      builder.codes = new Int32Array(builder.values.length);
      for (let r = 0; r <= row; r++) {
        this.seek(r, column);
        builder.codes[r] = builder.labels.code(scanner.source, scanner.from, scanner.to);
      }
      builder.values = new Float64Array(0);
    }
  }

  private grow(builders: Builder[], capacity: number): void {
    for (const builder of builders) {
      if (builder.kind === TEXT) {
        const codes = new Int32Array(capacity);
        codes.set(builder.codes);
        builder.codes = codes;
      } else {
        const values = new Float64Array(capacity);
        values.set(builder.values);
        builder.values = values;
      }
    }
    const offsets =
      this.offsets instanceof Uint32Array ? new Uint32Array(capacity) : new Float64Array(capacity);
    offsets.set(this.offsets);
    this.offsets = offsets;
  }

  private ragged(row: number, column: number, width: number): DataError {
    const at = this.offsets[row]!;
    const { fields } = this.scanner.record(at)!;
    const found = fields.length;
    const extra = column >= width ? fields[width]! : undefined;
    const { file, line, text, ...caret } = locate(
      this.file,
      extra?.start ?? fields[0]!.start,
      extra === undefined ? fields[0]!.end : fields.at(-1)!.end,
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

function finish(builder: Builder, name: string, rows: number): Column {
  if (builder.kind !== TEXT) {
    const values = builder.values.subarray(0, rows);
    return { name, kind: builder.kind === TIME ? "time" : "number", values };
  }
  const { labels, broken } = builder;
  const codes = builder.codes.subarray(0, rows);
  return { name, kind: "text", codes, labels, ...(broken === undefined ? {} : { broken }) };
}

/** The delimiter that splits the first lines most evenly. */
function sniffDelimiter(bytes: Uint8Array, start: number): number {
  // A decimal comma may be as regular as a delimiter, so the comma comes last among equals.
  const candidates = [TAB, 0x3b, 0x7c, COMMA];
  const lines: number[][] = [];
  let counts = candidates.map(() => 0);
  let quoted = false;
  let empty = true;
  const end = Math.min(bytes.length, start + 65_536);
  for (let p = start; p < end && lines.length < 20; p++) {
    const byte = bytes[p]!;
    if (byte === QUOTE) quoted = !quoted;
    if (quoted) continue;
    const k = candidates.indexOf(byte);
    if (k >= 0) counts[k]!++;
    if (byte !== LF && byte !== CR) empty = false;
    else if (!empty) {
      lines.push(counts);
      counts = candidates.map(() => 0);
      empty = true;
    }
  }
  if (!empty && (lines.length === 0 || end === bytes.length)) lines.push(counts);
  const head = lines[0] ?? [];
  let best = -1;
  let score = 0;
  candidates.forEach((_, k) => {
    const count = head[k] ?? 0;
    if (count === 0) return;
    const same = lines.filter((line) => line[k] === count).length / lines.length;
    const value = same === 1 ? Number.POSITIVE_INFINITY : same * count;
    if (value > score) {
      score = value;
      best = k;
    }
  });
  return best < 0 ? COMMA : candidates[best]!;
}

/** Names stand above values of another kind; a first line like the second is a row. */
function isHeader(first: Line, second: Line | undefined, decimal: number): boolean {
  const kinds = ({ fields }: Line) =>
    fields.map(({ source, from, to }) => {
      if (isMissing(source, from, to)) return "missing";
      if (!Number.isNaN(parseNumber(source, from, to, decimal))) return "number";
      return Number.isNaN(parseTime(source, from, to)) ? "text" : "time";
    });
  const above = kinds(first);
  if (!above.some((kind) => kind === "number" || kind === "time")) return true;
  if (second === undefined) return false;
  const below = kinds(second);
  return above.some((kind, i) => kind === "text" && (below[i] === "number" || below[i] === "time"));
}

function columnNames(
  first: Line,
  hasHeader: boolean,
  warn: (message: string) => void,
  file: string,
): string[] {
  if (!hasHeader) return first.fields.map((_, i) => `column${i + 1}`);
  const names: string[] = [];
  const taken = new Set<string>();
  for (const { source, from, to } of first.fields) {
    const written = new TextDecoder().decode(source.subarray(from, to)).trim();
    let name = written;
    for (let copy = 1; taken.has(name) && written !== ""; copy++) name = `${written}.${copy}`;
    if (name !== written) warn(`${file}: a second column "${written}" is called "${name}"`);
    taken.add(name);
    names.push(name);
  }
  return names;
}

/** Most characters of a line that are shown around an error. */
const SHOWN = 160;

/** File, line and text around `bytes[start, end)`; long lines are cut to the part that matters. */
function locate({ name, bytes }: Source, start: number, end: number): SourceLocation {
  let line = 1;
  let from = bytes[0] === 0xef ? 3 : 0;
  for (let p = from; p < start; p++) {
    if (bytes[p] === LF || (bytes[p] === CR && bytes[p + 1] !== LF)) {
      line++;
      from = p + 1;
    }
  }
  const isLineEnd = (p: number) => p >= bytes.length || bytes[p] === LF || bytes[p] === CR;
  let to = from;
  while (!isLineEnd(to) && to - from <= SHOWN) to++;
  const cutFront = to - from > SHOWN && start - from > SHOWN / 2;
  if (cutFront) {
    from = start - SHOWN / 2;
    while ((bytes[from]! & 0xc0) === 0x80) from++;
    to = start;
  }
  while (!isLineEnd(to) && to - from < SHOWN) to++;
  if (to - from > SHOWN) to = from + SHOWN;
  const cutBack = !isLineEnd(to);
  while (cutBack && (bytes[to]! & 0xc0) === 0x80) to--;
  const decode = (a: number, b: number) => new TextDecoder().decode(bytes.subarray(a, b));
  const before = (cutFront ? "…" : "") + decode(from, start);
  return {
    file: named(name),
    line,
    column: before.length + 1,
    width: Math.max(1, decode(start, Math.min(end, to)).length),
    text: before + decode(start, to) + (cutBack ? "…" : ""),
  };
}
