import { CR, LF } from "./csv-location.js";
import type { Line, Scanner } from "./csv-scanner.js";
import { type Decorations, isComment, skipDecoration } from "./decorations.js";

/** One for all cells: to make one takes longer than to decode a cell. */
const decoder = new TextDecoder();

const SPACE = 0x20;
const TAB = 0x09;

/** Rows between two remembered offsets. */
export const INDEX_STRIDE = 64;

/** The parts of a dialect that tell rows from other lines. */
export interface RowDialect {
  /** Fields a row. */
  readonly width: number;
  readonly header: Line | undefined;
  readonly decorations?: Decorations | undefined;
}

/** The offset of the row at `at`, or of the line after it if that one is a comment or decoration. */
export function skipNonRow(scanner: Scanner, at: number, dialect: RowDialect): number {
  const { decorations, header, width } = dialect;
  if (isComment(scanner, at, width)) return scanner.skipLine(at);
  return decorations === undefined ? at : skipDecoration(scanner, at, decorations, header);
}

/** Finds rows of a text again, through a sparse index of their offsets. */
export class RowIndex {
  /** Offsets of rows 0, {@link INDEX_STRIDE}, 2 {@link INDEX_STRIDE}, … in the text. */
  private readonly offsets: number[] = [];
  private last = { row: -1, offset: 0 };

  /** @param scanner is moved by every look-up */
  constructor(
    readonly scanner: Scanner,
    private readonly dialect: RowDialect,
  ) {}

  /** Remembers the offset of a row whose number is a multiple of {@link INDEX_STRIDE}. */
  mark(row: number, offset: number): void {
    this.offsets[row / INDEX_STRIDE] = offset;
  }

  /** Puts the scanner on one cell. */
  seek(row: number, column: number): void {
    const { scanner } = this;
    let p = scanner.field(this.place(row));
    for (let c = 0; c < column; c++) p = scanner.field(p + 1);
  }

  /** A cell as it was written. */
  text(row: number, column: number): string {
    this.seek(row, column);
    const { source, from, to } = this.scanner;
    return decoder.decode(source.subarray(from, to));
  }

  /** Whether a row holds nothing but delimiters and blanks. */
  isEmpty(row: number): boolean {
    const { file, delimiter } = this.scanner;
    let p = this.place(row);
    const { bytes } = file;
    while (bytes[p] === delimiter || bytes[p] === SPACE || bytes[p] === TAB) p++;
    return p >= bytes.length || bytes[p] === LF || bytes[p] === CR;
  }

  /** Where a row begins in the scanner's window; quick for the row after the last one. */
  place(row: number): number {
    const marked = row - (row % INDEX_STRIDE);
    let { row: at, offset } = this.last;
    if (at < marked || at > row) [at, offset] = [marked, this.offsets[marked / INDEX_STRIDE]];
    for (; at < row; at++) offset = this.offsetAfter(offset);
    this.last = { row, offset };
    return this.scanner.file.place(offset);
  }

  /** The offset of the row after the one at `offset`. */
  private offsetAfter(offset: number): number {
    const { scanner, dialect } = this;
    const { file, delimiter } = scanner;
    let p = scanner.field(file.place(offset));
    while (file.bytes[p] === delimiter) p = scanner.field(p + 1);
    for (let next = scanner.lineEnd(p); ; ) {
      p = file.place(file.at + next);
      next = skipNonRow(scanner, p, dialect);
      if (next > p) continue;
      const end = scanner.field(p);
      const blank = scanner.start === scanner.end && file.bytes[end] !== delimiter;
      if (!blank || dialect.width === 1) return file.at + p;
      next = scanner.lineEnd(end);
    }
  }
}
