const LF = 0x0a;
const CR = 0x0d;
/** Maximum bytes of a line: longer ones would fill the memory. */
const MAX_LINE_BYTES = 2 ** 20;

/** Splits bytes that arrive in pieces of any size into lines, in constant memory. */
export class LineSplitter {
  /** Number of lines so far, the current one included. */
  count = 0;
  /** Bytes up to the end of the current line. */
  offset = 0;
  /** The beginning of a line that has not ended. */
  private partial = Buffer.alloc(0);
  /** Whether the line is too long, so that the rest of it is dropped. */
  private overflowed = false;
  private read = 0;

  /**
   * The lines that end in `piece`, without their line ends; undefined for a line of more than a mebibyte.
   * Each is valid until the next one is requested.
   */
  *push(piece: Uint8Array): Generator<Uint8Array | undefined, void> {
    const before = this.read;
    this.read += piece.length;
    let start = 0;
    for (;;) {
      const end = piece.indexOf(LF, start);
      if (end < 0) break;
      const line = this.ended(piece.subarray(start, end));
      start = end + 1;
      this.offset = before + start;
      yield line;
    }
    const rest = piece.subarray(start);
    if (this.overflowed || rest.length === 0) return;
    if (this.partial.length + rest.length > MAX_LINE_BYTES) {
      this.partial = Buffer.alloc(0);
      this.overflowed = true;
    } else this.partial = Buffer.concat([this.partial, rest]);
  }

  /** The last line, if the bytes ended without a line end. */
  *end(): Generator<Uint8Array | undefined, void> {
    if (this.partial.length === 0 && !this.overflowed) return;
    const line = this.ended(Buffer.alloc(0));
    this.offset = this.read;
    yield line;
  }

  private ended(last: Uint8Array): Uint8Array | undefined {
    this.count++;
    const whole = this.partial.length === 0 ? last : Buffer.concat([this.partial, last]);
    const tooLong = this.overflowed || whole.length > MAX_LINE_BYTES;
    this.partial = Buffer.alloc(0);
    this.overflowed = false;
    if (tooLong) return undefined;
    return whole[whole.length - 1] === CR ? whole.subarray(0, -1) : whole;
  }
}
