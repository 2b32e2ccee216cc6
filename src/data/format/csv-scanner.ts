import { DataError } from "../../errors.js";
import { RowTooLong, type Window } from "../source/sliding-window.js";
import { CR, LF, locate } from "./csv-location.js";

/** One for all cells: to make one takes longer than to decode a cell. */
const decoder = new TextDecoder();

const QUOTE = 0x22;
const SPACE = 0x20;
const TAB = 0x09;

/** Maximum number of columns, that of spreadsheets; with more the delimiter must be wrong. */
const MAX_FIELDS = 16_384;

/** A field without outer quotes and blanks, and its position in the file. */
export interface Field {
  /** Bytes that hold the value: the file itself, or a copy when quotes were doubled. */
  readonly source: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** The field as written, quotes included. */
  readonly start: number;
  readonly end: number;
}

/** The text of a field. */
export function fieldText({ source, from, to }: Pick<Field, "source" | "from" | "to">): string {
  return decoder.decode(source.subarray(from, to));
}

export interface Line {
  /** Position of its first byte. */
  readonly at: number;
  readonly fields: Field[];
  /** Position of the first byte after the line end. */
  readonly next: number;
}

/** Walks delimited bytes field by field; the last field's bounds are its properties. */
export class Scanner {
  source: Uint8Array;
  from = 0;
  to = 0;
  start = 0;
  end = 0;

  constructor(
    readonly file: Window,
    readonly delimiter: number,
  ) {
    this.source = file.bytes;
  }

  /** Scans the field at `p`. Returns the position after it: a delimiter, a line end or the end. */
  field(at: number): number {
    const { bytes } = this.file;
    const { length } = bytes;
    let p = at;
    while (p < length && bytes[p] === SPACE) p++;
    if (p < length && bytes[p] === QUOTE) return this.quoted(p);
    return this.plain(p);
  }

  private plain(at: number): number {
    const { bytes } = this.file;
    const { delimiter } = this;
    const { length } = bytes;
    let p = at;
    this.source = bytes;
    this.start = this.from = p;
    for (; p < length; p++) {
      const byte = bytes[p];
      if (byte === delimiter || byte === LF || byte === CR) break;
    }
    let end = p;
    while (end > this.from && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--;
    this.to = this.end = end;
    return p;
  }

  /** The first byte of the line after the one at `p`, quotes or not. */
  skipLine(at: number): number {
    const { bytes } = this.file;
    let p = at;
    while (p < bytes.length && bytes[p] !== LF && bytes[p] !== CR) p++;
    return this.lineEnd(p);
  }

  /** The first byte after the line end at `p`. */
  lineEnd(p: number): number {
    const { bytes } = this.file;
    return bytes[p] === CR && bytes[p + 1] === LF ? p + 2 : p + 1;
  }

  /**
   * The next line that is not blank, field by field; for single lines, not for the hot loop.
   *
   * @param loose treat quotes as text, as in a comment
   * @throws DataError when it has more fields than any table
   */
  record(at: number, loose = false): Line | undefined {
    const { bytes } = this.file;
    let p = at;
    while (p < bytes.length) {
      const begin = p;
      const fields: Field[] = [];
      for (;;) {
        if (loose && this.delimiter === SPACE) p = this.skipBlanks(p);
        p = loose ? this.plain(p) : this.field(p);
        const { source, from, to, start, end } = this;
        fields.push({ source, from, to, start, end });
        if (fields.length > MAX_FIELDS) throw this.tooWide(begin);
        if (p >= bytes.length || bytes[p] !== this.delimiter) break;
        p++;
        if (this.delimiter === SPACE) {
          // Several blanks are one delimiter, and none at the end of the line.
          p = this.skipBlanks(p);
          if (p >= bytes.length || bytes[p] === LF || bytes[p] === CR) break;
        }
      }
      p = this.lineEnd(p);
      if (fields.length > 1 || fields[0].end > fields[0].start) {
        return { at: begin, fields, next: p };
      }
    }
    return undefined;
  }

  private skipBlanks(at: number): number {
    let p = at;
    while (this.file.bytes[p] === SPACE) p++;
    return p;
  }

  private tooWide(at: number): DataError {
    const { file, line } = locate(this.file, at, at + 1);
    return new DataError(`the line has more than ${MAX_FIELDS} fields`, {
      location: { file, line: line! },
      hint: "Is the delimiter another one, or the table on its side? Dates go down, one row each.",
    });
  }

  private quoted(open: number): number {
    const { bytes } = this.file;
    const { length } = bytes;
    let doubled = 0;
    let p = open + 1;
    for (; ; p++) {
      if (p >= length) {
        if (!this.file.isLast) throw new RowTooLong();
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
    if (this.delimiter !== SPACE) p = this.skipBlanks(p);
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
      plain[n++] = this.source[i];
      if (this.source[i] === QUOTE) i++;
    }
    this.source = plain;
    this.from = 0;
    this.to = n;
  }
}
