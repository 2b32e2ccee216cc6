import type { Pages, Source } from "./bytes.js";

const LF = 0x0a;
const CR = 0x0d;

/** Maximum length of a row as a share of the window; a table with longer rows is held as a whole. */
const MAX_ROW_SHARE = 1 / 8;

/** Thrown for a row that does not fit into the window. */
export class RowTooLong extends Error {}

/** The part of a text that is in memory, or all of it. */
export class Window {
  readonly name: string;
  bytes: Uint8Array;
  /** Offset of the first byte in the text. */
  at = 0;
  /** Bytes of the whole text. */
  readonly length: number;
  /** Maximum bytes of a row, so that every row fits into a window as a whole. */
  readonly maxRowBytes: number;
  private readonly pages: Pages | undefined;
  private readonly buffer: Uint8Array;

  /** @param fixed keep the window at the beginning, with the bytes that the source holds */
  constructor({ name, bytes, pages }: Source, fixed = false) {
    this.name = name;
    this.pages = fixed ? undefined : pages;
    this.length = pages?.length ?? bytes.length;
    this.buffer =
      this.pages === undefined
        ? bytes
        : new Uint8Array(Math.min(this.pages.size, this.pages.length));
    this.bytes = this.buffer;
    const held = this.buffer.length >= this.length;
    this.maxRowBytes = held
      ? Number.POSITIVE_INFINITY
      : Math.floor(this.buffer.length * MAX_ROW_SHARE);
    if (this.pages !== undefined) this.load(0);
  }

  /** Whether the text ends within this window. */
  get isLast(): boolean {
    return this.at + this.bytes.length >= this.length;
  }

  /** A row that begins after this position may reach beyond the window. */
  get edge(): number {
    const { length } = this.bytes;
    return this.isLast ? length : Math.ceil(length * (1 - MAX_ROW_SHARE));
  }

  /** Moves the window to `offset` of the text. */
  load(offset: number): void {
    this.at = offset;
    this.bytes = this.buffer.subarray(0, this.pages!.read(this.buffer, offset));
  }

  /** The position in `bytes` of the row at `offset` of the text; moves the window if need be. */
  place(offset: number): number {
    if (offset < this.at || offset >= this.at + this.edge) {
      this.load(Math.max(0, offset - (this.buffer.length >> 1)));
    }
    return offset - this.at;
  }

  /** Number of line ends before the window. */
  linesBefore(): number {
    let lines = 0;
    let previous = 0;
    const chunk = new Uint8Array(this.at === 0 ? 0 : this.buffer.length);
    for (let done = 0; done < this.at; ) {
      const n = Math.min(this.pages!.read(chunk, done), this.at - done);
      if (n === 0) break;
      for (let p = 0; p < n; p++) {
        const byte = chunk[p];
        // The line feed of CRLF ends the same line.
        if (byte === CR || (byte === LF && previous !== CR)) lines++;
        previous = byte;
      }
      done += n;
    }
    return previous === CR && this.bytes[0] === LF ? lines - 1 : lines;
  }
}
