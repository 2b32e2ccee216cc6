import type { Encoding } from "./encoding.js";

/** The bytes of an input, and the name that the user gave: a path, `-` or a bundled dataset. */
export interface Source {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Gives access to the whole text when `bytes` hold only its beginning. */
  readonly pages?: Pages;
  /** The encoding that the text was converted from; absent when it was UTF-8 already. */
  readonly encoding?: Exclude<Encoding, "utf-8">;
}

/** A text that is not held in memory: parts of its file are read on demand. */
export interface Pages {
  readonly length: number;
  /** Bytes held at a time. */
  readonly size: number;
  /**
   * Fills `bytes` from offset `at` of the text; returns how many bytes there were.
   *
   * @throws DataError when the file cannot be read, or has become shorter than `length`
   */
  read(bytes: Uint8Array, at: number): number;
  /** Closes the file behind the text. */
  close?(): void;
}
