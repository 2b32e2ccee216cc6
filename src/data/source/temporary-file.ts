import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "../../errors.js";
import type { Pages } from "./bytes.js";
import { OpenFile } from "./open-file.js";

/**
 * A text in a temporary file. The file is unlinked before anything is written, so that nothing stays
 * behind whatever happens to the process, and nobody else can open it. Its disk space is freed when it
 * is closed or the text is garbage-collected.
 */
export class TemporaryFile {
  private readonly file: OpenFile;
  private length = 0;

  /**
   * @param name of the text in messages
   * @throws DataError when no file can be made
   */
  constructor(private readonly name: string) {
    try {
      this.file = openNameless(name);
    } catch (error) {
      throw this.failed(error as NodeJS.ErrnoException);
    }
  }

  /** @throws DataError when there is no room on the disk */
  write(bytes: Uint8Array): void {
    try {
      for (let n = 0; n < bytes.length; ) n += writeSync(this.file.descriptor, bytes, n);
    } catch (error) {
      throw this.failed(error as NodeJS.ErrnoException);
    }
    this.length += bytes.length;
  }

  /** The text as written so far; write no more after this. */
  pages(size: number): Pages {
    return this.file.pages(this.length, size);
  }

  /** Frees the disk space at once. */
  close(): void {
    this.file.close();
  }

  private failed({ code, message }: NodeJS.ErrnoException): DataError {
    const folder = tmpdir();
    const what =
      code === "ENOSPC" || code === "EDQUOT"
        ? `does not fit into ${folder}, where a temporary copy is kept while it is read`
        : `cannot be copied to ${folder}, where a temporary copy is kept (${code ?? message})`;
    return new DataError(`${this.name} ${what}`, {
      hint: "Set TMPDIR to a folder with more space, or use an unpacked file in UTF-8, which needs no copy.",
    });
  }
}

function openNameless(name: string): OpenFile {
  // Only this user can look into the folder.
  const folder = mkdtempSync(join(tmpdir(), "foretell-"));
  const remove = () => {
    try {
      rmSync(folder, { recursive: true, force: true });
      return true;
    } catch {
      return false;
    }
  };
  let descriptor: number;
  try {
    descriptor = openSync(join(folder, "text"), "wx+", 0o600);
  } catch (error) {
    remove();
    throw error;
  }
  if (remove()) return new OpenFile(name, descriptor);
  // Where an open file keeps its name, it goes when it is closed, at the latest at the end.
  const shut = () => {
    process.off("exit", shut);
    closeSync(descriptor);
    remove();
  };
  process.once("exit", shut);
  return new OpenFile(name, descriptor, shut);
}
