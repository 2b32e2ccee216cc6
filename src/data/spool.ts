import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "../errors.js";
import { readAt } from "./file-pages.js";
import type { Pages } from "./source-bytes.js";

/** Closes the files of texts that nobody looks at any more; their room on the disk is free then. */
const forgotten = new FinalizationRegistry<number>(closeSync);

/**
 * A text that is put by in a temporary file. The file loses its name before anything is in it, so that
 * nothing stays behind whatever becomes of the process, and nobody else can open it.
 */
export class Spool {
  private readonly file: number;
  private length = 0;

  /**
   * @param name of the text in messages
   * @throws DataError when no file can be made
   */
  constructor(private readonly name: string) {
    try {
      this.file = openNameless();
    } catch (error) {
      throw this.failed(error as NodeJS.ErrnoException);
    }
    forgotten.register(this, this.file, this);
  }

  /** @throws DataError when there is no room on the disk */
  write(bytes: Uint8Array): void {
    try {
      for (let n = 0; n < bytes.length; ) n += writeSync(this.file, bytes, n);
    } catch (error) {
      throw this.failed(error as NodeJS.ErrnoException);
    }
    this.length += bytes.length;
  }

  /** What was written; it cannot be added to later. */
  pages(size: number): Pages {
    return {
      length: this.length,
      size,
      read: (bytes, at) => readAt(this.file, bytes, at),
    };
  }

  /** Gives the room back at once, before the text is complete. */
  close(): void {
    forgotten.unregister(this);
    closeSync(this.file);
  }

  private failed({ code, message }: NodeJS.ErrnoException): DataError {
    const folder = tmpdir();
    const what =
      code === "ENOSPC" || code === "EDQUOT"
        ? `is too large for the room in ${folder}, where it is put by while it is read`
        : `cannot be put by in ${folder} (${code ?? message})`;
    return new DataError(`${this.name} ${what}`, {
      hint: "Set TMPDIR to a folder with more room, or unpack it into a file in UTF-8 and name that.",
    });
  }
}

function openNameless(): number {
  // Only this user can look into the folder.
  const folder = mkdtempSync(join(tmpdir(), "foretell-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    return openSync(join(folder, "text"), "wx+", 0o600);
  } finally {
    try {
      remove();
    } catch {
      // Where an open file keeps its name.
      process.once("exit", remove);
    }
  }
}
