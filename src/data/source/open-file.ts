import { closeSync, readSync } from "node:fs";
import { DataError } from "../../errors.js";
import type { Pages } from "./bytes.js";
import { unreadableError } from "./errors.js";

/** Maximum number of bytes of one read call. */
const MAX_READ_BYTES = 2 ** 26;

/** Closes files once their texts are garbage-collected. */
const unreferenced = new FinalizationRegistry<() => void>((close) => close());

/**
 * A file that stays open as long as its text may be read, so that it remains the same file when it is
 * renamed or replaced.
 */
export class OpenFile {
  /**
   * @param name       of the text in messages
   * @param descriptor of the open file
   * @param closeFile       closes it
   */
  constructor(
    private readonly name: string,
    readonly descriptor: number,
    private readonly closeFile = () => closeSync(descriptor),
  ) {
    unreferenced.register(this, closeFile, this);
  }

  /**
   * Its first `length` bytes.
   *
   * @param size bytes held at a time
   */
  pages(length: number, size: number): Pages {
    return {
      length,
      size,
      read: (bytes, at) => this.read(bytes.subarray(0, Math.max(0, length - at)), at),
      close: () => this.close(),
    };
  }

  close(): void {
    unreferenced.unregister(this);
    this.closeFile();
  }

  /** Fills `bytes` from offset `at` of the file. */
  private read(bytes: Uint8Array, at: number): number {
    for (let n = 0; n < bytes.length; ) {
      const read = this.readSome(bytes.subarray(n, n + MAX_READ_BYTES), at + n);
      if (read === 0) {
        throw new DataError(`${this.name} changed while it was read`, {
          hint: "Read it again when nothing writes to it, or read a copy.",
        });
      }
      n += read;
    }
    return bytes.length;
  }

  private readSome(bytes: Uint8Array, at: number): number {
    try {
      return readSync(this.descriptor, bytes, 0, bytes.length, at);
    } catch (error) {
      throw unreadableError(this.name, error as NodeJS.ErrnoException);
    }
  }
}
