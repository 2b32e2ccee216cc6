import { closeSync, openSync, readSync } from "node:fs";

/** Bytes that are read at once. */
const READ_BYTES = 2 ** 20;

/** Bytes one after the other, of a file that is read as far as they are asked for, or of memory. */
export class ByteReader {
  private readonly file: number | undefined;
  private readonly readBytes: number;
  private held: Buffer = Buffer.alloc(0);

  /**
   * @param source path of a file, or the bytes themselves
   * @param readBytes that are read at once
   */
  constructor(source: string | Buffer, readBytes = READ_BYTES) {
    if (typeof source === "string") this.file = openSync(source, "r");
    else this.held = source;
    this.readBytes = readBytes;
  }

  /** The next bytes, fewer than asked for at the end; a view of what was read. */
  take(length: number): Buffer {
    while (this.held.length < length && this.file !== undefined) {
      const more = Buffer.alloc(Math.max(this.readBytes, length));
      const read = readSync(this.file, more);
      if (read === 0) break;
      this.held = Buffer.concat([this.held, more.subarray(0, read)]);
    }
    const bytes = this.held.subarray(0, length);
    this.held = this.held.subarray(bytes.length);
    return bytes;
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
  }
}
