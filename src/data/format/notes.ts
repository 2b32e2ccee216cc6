import { LF } from "./csv-location.js";
import { fieldText, type Scanner } from "./csv-scanner.js";
import type { Dialect } from "./dialect.js";
import { kindOf } from "./header.js";

/** Thrown where notes begin below the rows: their cells must not decide what columns hold. */
export class NotesBelow extends Error {
  constructor(
    readonly at: number,
    readonly lines: number,
  ) {
    super();
  }
}

/** A line drawn between a table and its notes. */
const RULE = /^[_=*-]{5,}$/;

/** Notes are shorter than a table. */
const MAX_BYTES = 8192;

/**
 * How many lines at the end of a table, from the one at `begin` on, are notes about it: all have fewer fields
 * than rows, and the first of them is text of several words, or stands below a blank line. 0 when any line is
 * something else, such as a row that was cut off.
 */
export function linesOfNotes(
  scanner: Scanner,
  begin: number,
  { width, decimal, na }: Dialect,
): number {
  const { bytes } = scanner.file;
  if (bytes.length - begin > MAX_BYTES) return 0;
  const isBelowBlank = bytes[begin - 1] === LF && /\n\r?\n$/.test(tail(bytes, begin));
  let lines = 0;
  for (let p = begin; ; ) {
    const line = scanner.record(p);
    if (line === undefined) return lines;
    p = line.next;
    const [first] = line.fields;
    const isRule = RULE.test(fieldText(first));
    const isText = isRule || kindOf(first, decimal, na) === "text";
    const isSentence = /\S\s+\S/.test(fieldText(first));
    if (
      line.fields.length >= width ||
      (lines === 0 && !(isText && (isSentence || isBelowBlank || isRule)))
    ) {
      return 0;
    }
    lines++;
  }
}

function tail(bytes: Uint8Array, end: number): string {
  return String.fromCharCode(...bytes.subarray(Math.max(0, end - 3), end));
}
