import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "../errors.js";
import { ByteReader } from "./byte-reader.js";
import { type RowsWalk, walkRows } from "./cut-rows.js";
import { settle } from "./heap.js";

const LF = 0x0a;
const CR = 0x0d;

/** Bytes of rows that are sorted in memory at once. */
const RUN_BYTES = 2 ** 26;
/** Bytes that are written at once, that are read ahead of all runs together, and of one at least. */
const WRITE_BYTES = 2 ** 20;
const READ_BYTES = 2 ** 26;
const MIN_READ_BYTES = 2 ** 16;

/** A sorted copy of the rows of a file. */
export interface SortedRows {
  readonly path: string;
  remove(): void;
}

/**
 * Sorts the rows of a file so that those of each series stand together, series in the order in which they
 * first appear and rows in the order of the file: an external merge sort, which holds the ids and some of the rows.
 *
 * @param runBytes of rows that are sorted in memory at once
 * @throws DataError when there is no room on the disk
 */
export function sortRows(walk: RowsWalk, name: string, runBytes = RUN_BYTES): SortedRows {
  const folder = mkdtempSync(join(tmpdir(), "foretell-sort-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const runs = writeRuns(walk, folder, runBytes);
    const path = join(folder, "rows");
    mergeRuns(runs, path);
    for (const run of runs) rmSync(run);
    return { path, remove };
  } catch (error) {
    remove();
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOSPC" && code !== "EDQUOT" && code !== "EFBIG") throw error;
    throw new DataError(
      `${name} is not sorted by series, and its sorted copy does not fit into ${tmpdir()}`,
      {
        hint: "Set TMPDIR to a folder with more space, or sort the table by series first.",
      },
    );
  }
}

/**
 * Writes sorted runs, each a file of blocks: 4 bytes rank of the series, 4 bytes length, and its rows.
 *
 * @returns their paths
 */
function writeRuns(walk: RowsWalk, folder: string, runBytes: number): string[] {
  const ranks = new Map<string, number>();
  const paths: string[] = [];
  const run = new Run(runBytes);
  const flush = () => {
    if (run.rows === 0) return;
    const path = join(folder, `run-${paths.length}`);
    run.write(path, ranks.size);
    paths.push(path);
  };
  for (const { bytes, from, to, idFrom, idTo } of walkRows(walk)) {
    const id = Buffer.from(bytes.buffer, bytes.byteOffset + idFrom, idTo - idFrom);
    const key = id.toString("latin1");
    let rank = ranks.get(key);
    if (rank === undefined) {
      rank = ranks.size;
      ranks.set(key, rank);
    }
    const row = bytes.subarray(from, to);
    if (!run.hasRoomFor(row.length)) flush();
    run.add(rank, row);
  }
  flush();
  return paths;
}

/** Rows in memory, in the order of the file. */
class Run {
  rows = 0;
  private bytes: Buffer;
  private size = 0;
  private ranks = new Uint32Array(1024);
  /** Where each row begins, and the last one ends. */
  private starts = new Uint32Array(1025);

  constructor(runBytes: number) {
    this.bytes = Buffer.allocUnsafe(runBytes);
  }

  /** Always where there are none yet. */
  hasRoomFor(length: number): boolean {
    return this.rows === 0 || this.size + length + 1 <= this.bytes.length;
  }

  add(rank: number, row: Uint8Array): void {
    if (this.size + row.length + 1 > this.bytes.length) {
      this.bytes = Buffer.allocUnsafe(2 * (row.length + 1));
    }
    if (this.rows === this.ranks.length) this.grow();
    this.bytes.set(row, this.size);
    this.size += row.length;
    const last = row[row.length - 1];
    // The last line of a file need not end.
    if (last !== LF && last !== CR) this.bytes[this.size++] = LF;
    this.ranks[this.rows++] = rank;
    this.starts[this.rows] = this.size;
  }

  /** Writes the rows sorted by rank, and forgets them. */
  write(path: string, ranks: number): void {
    const { rows, starts } = this;
    // Counting keeps the rows of a series in their order.
    const ends = new Uint32Array(ranks + 1);
    for (let row = 0; row < rows; row++) ends[this.ranks[row]! + 1]!++;
    for (let rank = 0; rank < ranks; rank++) ends[rank + 1]! += ends[rank]!;
    const next = ends.slice();
    const order = new Uint32Array(rows);
    for (let row = 0; row < rows; row++) order[next[this.ranks[row]!]!++] = row;
    const file = openSync(path, "wx", 0o600);
    try {
      let held: Buffer[] = [];
      let size = 0;
      const flush = () => {
        writeAll(file, Buffer.concat(held));
        [held, size] = [[], 0];
      };
      for (let i = 0; i < rows; ) {
        const rank = this.ranks[order[i]!]!;
        const own: Buffer[] = [];
        for (; i < ends[rank + 1]!; i++) {
          const row = order[i]!;
          own.push(this.bytes.subarray(starts[row]!, starts[row + 1]!));
        }
        const block = Buffer.concat(own);
        const head = Buffer.alloc(8);
        head.writeUInt32LE(rank, 0);
        head.writeUInt32LE(block.length, 4);
        held.push(head, block);
        size += block.length;
        if (size > WRITE_BYTES) flush();
      }
      flush();
    } finally {
      closeSync(file);
    }
    [this.rows, this.size] = [0, 0];
  }

  private grow(): void {
    const ranks = new Uint32Array(2 * this.ranks.length);
    ranks.set(this.ranks);
    this.ranks = ranks;
    const starts = new Uint32Array(2 * this.ranks.length + 1);
    starts.set(this.starts);
    this.starts = starts;
  }
}

function mergeRuns(paths: readonly string[], output: string): void {
  const readBytes = Math.max(
    MIN_READ_BYTES,
    Math.min(WRITE_BYTES, Math.floor(READ_BYTES / paths.length)),
  );
  const runs = new BlockQueue(paths.map((path) => blocksOf(path, readBytes)));
  const file = openSync(output, "wx", 0o600);
  try {
    let held: Buffer[] = [];
    let size = 0;
    for (let block = runs.next(); block !== undefined; block = runs.next()) {
      held.push(block.rows);
      size += block.rows.length;
      if (size < WRITE_BYTES) continue;
      writeAll(file, Buffer.concat(held));
      [held, size] = [[], 0];
    }
    writeAll(file, Buffer.concat(held));
  } finally {
    closeSync(file);
  }
}

/** What is read of a run: its next block, and those after it. */
interface Head {
  block: Block;
  readonly run: number;
  readonly rest: Iterator<Block>;
}

/** Blocks of several runs in the order of their ranks, of equal ranks those of the earlier run first. */
class BlockQueue {
  /** A binary heap. */
  private readonly heads: Head[] = [];

  constructor(runs: readonly Iterator<Block>[]) {
    for (const [run, rest] of runs.entries()) {
      const { value, done } = rest.next();
      if (!done) this.heads.push({ block: value, run, rest });
    }
    for (let at = this.heads.length - 1; at >= 0; at--) settle(this.heads, at, isBefore);
  }

  next(): Block | undefined {
    const [first] = this.heads;
    if (first === undefined) return undefined;
    const { block } = first;
    const { value, done } = first.rest.next();
    if (!done) first.block = value;
    else {
      const last = this.heads.pop()!;
      if (last !== first) this.heads[0] = last;
    }
    settle(this.heads, 0, isBefore);
    return block;
  }
}

function isBefore(one: Head, two: Head): boolean {
  return (
    one.block.rank < two.block.rank || (one.block.rank === two.block.rank && one.run < two.run)
  );
}

interface Block {
  readonly rank: number;
  readonly rows: Buffer;
}

function* blocksOf(path: string, readBytes: number): Generator<Block> {
  const reader = new ByteReader(path, readBytes);
  try {
    for (;;) {
      const head = reader.take(8);
      if (head.length < 8) return;
      const length = head.readUInt32LE(4);
      const rows = reader.take(length);
      if (rows.length < length) return;
      yield { rank: head.readUInt32LE(0), rows: Buffer.from(rows) };
    }
  } finally {
    reader.close();
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let n = 0; n < bytes.length; ) n += writeSync(file, bytes, n);
}
