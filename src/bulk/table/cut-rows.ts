import { closeSync, openSync, readSync } from "node:fs";

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const SPACE = 0x20;

/** Bytes that are read at once. */
const READ_BYTES = 2 ** 20;

/** How rows are walked. */
export interface RowsWalk {
  readonly path: string;
  /** First byte of the rows. */
  readonly start: number;
  readonly delimiter: number;
  /** Place of the column of ids. */
  readonly id: number;
}

/** A row of a file; its bytes are valid until the next one is asked for. */
export interface WalkedRow {
  readonly bytes: Uint8Array;
  /** With its line end. */
  readonly from: number;
  readonly to: number;
  /** Of the id as it is written, within `bytes`. */
  readonly idFrom: number;
  readonly idTo: number;
  /** Offset of the row in the file, and the number of its line ends. */
  readonly at: number;
  readonly lines: number;
}

/** The rows of a CSV file, one after the other; a quoted field may hold line ends. */
export function* walkRows({ path, start, delimiter, id }: RowsWalk): Generator<WalkedRow> {
  const file = openSync(path, "r");
  try {
    let held = new Uint8Array(READ_BYTES);
    let length = 0;
    let at = start;
    let ended = false;
    let p = 0;
    for (;;) {
      let column = 0;
      let lines = 0;
      let idFrom = p;
      let idTo = p;
      let q = p;
      let whole = false;
      // Field by field, as far as there are bytes.
      while (q < length) {
        const from = q;
        while (q < length && held[q] === SPACE) q++;
        if (held[q] === QUOTE) {
          q++;
          while (q < length) {
            if (held[q] === LF) lines++;
            if (held[q] === QUOTE && held[q + 1] !== QUOTE) break;
            q += held[q] === QUOTE ? 2 : 1;
          }
        }
        while (q < length && held[q] !== delimiter && held[q] !== LF && held[q] !== CR) q++;
        if (column === id) [idFrom, idTo] = [from, q];
        if (q >= length) break;
        if (held[q] === delimiter) {
          q++;
          column++;
          continue;
        }
        if (held[q] === CR && q + 1 >= length && !ended) break;
        q += held[q] === CR && held[q + 1] === LF ? 2 : 1;
        lines++;
        whole = true;
        break;
      }
      if (whole || (ended && q > p)) {
        yield { bytes: held, from: p, to: Math.min(q, length), idFrom, idTo, at: at + p, lines };
        p = Math.min(q, length);
        continue;
      }
      if (ended) return;
      // The rest of the row is read behind what is there of it.
      at += p;
      const rest = held.subarray(p, length);
      const more = new Uint8Array(Math.max(READ_BYTES, 2 * rest.length));
      more.set(rest);
      const read = readSync(file, more, rest.length, more.length - rest.length, at + rest.length);
      ended = read === 0;
      length = rest.length + read;
      held = more;
      p = 0;
    }
  } finally {
    closeSync(file);
  }
}

/** Some rows of a CSV file, of which no series goes on elsewhere. */
export interface RowsPart {
  /** First byte, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Lines of the file before the first row, without that of the names. */
  readonly lines: number;
}

/**
 * Cuts the rows of a file into parts of about so many bytes, each of whole series where the rows of a series
 * stand together.
 */
export function* cutRows(walk: RowsWalk, partBytes: number): Generator<RowsPart> {
  let from = walk.start;
  let to = walk.start;
  let linesBefore = 0;
  let lines = 0;
  let id: Uint8Array | undefined;
  for (const row of walkRows(walk)) {
    if (row.at - from >= partBytes) {
      if (id === undefined) id = idOf(row);
      else if (!isSame(id, row)) {
        yield { from, to: row.at, lines: linesBefore };
        from = row.at;
        linesBefore += lines;
        lines = 0;
        id = undefined;
      }
    }
    lines += row.lines;
    to = row.at + row.to - row.from;
  }
  if (to > from) yield { from, to, lines: linesBefore };
}

function idOf({ bytes, idFrom, idTo }: WalkedRow): Uint8Array {
  return bytes.slice(idFrom, idTo);
}

function isSame(id: Uint8Array, { bytes, idFrom, idTo }: WalkedRow): boolean {
  if (id.length !== idTo - idFrom) return false;
  for (let i = 0; i < id.length; i++) if (id[i] !== bytes[idFrom + i]) return false;
  return true;
}
