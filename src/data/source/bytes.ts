import type { Encoding } from "./encoding.js";

/** What was read, and what people call it: a path, `-` or a bundled dataset's name. */
export interface Source {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where all of it stands, when `bytes` are only its beginning. */
  readonly pages?: Pages;
  /** How the text was written before it was turned into UTF-8, when it was not UTF-8 already. */
  readonly encoding?: Exclude<Encoding, "utf-8">;
}

/** Text that is not held: what stands in its file is read when it is looked at. */
export interface Pages {
  readonly length: number;
  /** Bytes held at a time. */
  readonly size: number;
  /**
   * Fills `bytes` with what stands from `at` on; returns how many there were.
   *
   * @throws DataError when it cannot be read, or ends before `length` by now
   */
  read(bytes: Uint8Array, at: number): number;
  /** Gives back what it stands in, when nothing is read any more. */
  close?(): void;
}
