import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "../../errors.js";
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
  /** A file that holds the number of each of its lines in the file that was sorted, 4 bytes little-endian. */
  readonly lines: string;
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
    const sorted = { path: join(folder, "rows"), lines: join(folder, "lines") };
    mergeRuns(runs, sorted);
    for (const run of runs) rmSync(run);
    return { ...sorted, remove };
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

/** The line of the first row, below that of the names. */
const FIRST_LINE = 2;
const LINE_BYTES = 4;

/**
 * Where a line of a sorted copy was before.
 *
 * @param lines as of {@link SortedRows}
 * @param line  of the copy, as if the line of the names stood above it
 */
export function lineBeforeSorting(lines: string, line: number): number {
  const file = openSync(lines, "r");
  try {
    const bytes = Buffer.alloc(LINE_BYTES);
    readSync(file, bytes, 0, LINE_BYTES, LINE_BYTES * (line - FIRST_LINE));
    return bytes.readUInt32LE(0);
  } finally {
    closeSync(file);
  }
}

/**
 * Writes sorted runs, each a file of blocks: 4 bytes rank of the series, 4 bytes length of its rows, 4 bytes
 * number of their lines, the rows, and where each line was.
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
  let line = FIRST_LINE;
  for (const { bytes, from, to, idFrom, idTo, lines } of walkRows(walk)) {
    const id = Buffer.from(bytes.buffer, bytes.byteOffset + idFrom, idTo - idFrom);
    const key = id.toString("latin1");
    let rank = ranks.get(key);
    if (rank === undefined) {
      rank = ranks.size;
      ranks.set(key, rank);
    }
    const row = bytes.subarray(from, to);
    if (!run.hasRoomFor(row.length)) flush();
    // The last line of a file need not end.
    const next = line + Math.max(1, lines);
    run.add(rank, row, line, next);
    line = next;
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
  /** The line of each row, and the one after the last. */
  private lines = new Uint32Array(1025);

  constructor(runBytes: number) {
    this.bytes = Buffer.allocUnsafe(runBytes);
  }

  /** Always where there are none yet. */
  hasRoomFor(length: number): boolean {
    return this.rows === 0 || this.size + length + 1 <= this.bytes.length;
  }

  add(rank: number, row: Uint8Array, line: number, nextLine: number): void {
    if (this.size + row.length + 1 > this.bytes.length) {
      this.bytes = Buffer.allocUnsafe(2 * (row.length + 1));
    }
    if (this.rows === this.ranks.length) this.grow();
    this.bytes.set(row, this.size);
    this.size += row.length;
    const last = row[row.length - 1];
    if (last !== LF && last !== CR) this.bytes[this.size++] = LF;
    this.lines[this.rows] = line;
    this.ranks[this.rows++] = rank;
    this.starts[this.rows] = this.size;
    this.lines[this.rows] = nextLine;
  }

  /** Writes the rows sorted by rank, and forgets them. */
  write(path: string, ranks: number): void {
    const { rows, starts, lines } = this;
    // Counting keeps the rows of a series in their order.
    const ends = new Uint32Array(ranks + 1);
    for (let row = 0; row < rows; row++) ends[this.ranks[row]! + 1]!++;
    for (let rank = 0; rank < ranks; rank++) ends[rank + 1]! += ends[rank]!;
    const next = ends.slice();
    const order = new Uint32Array(rows);
    for (let row = 0; row < rows; row++) order[next[this.ranks[row]!]!++] = row;
    const file = new GatheredWrites(path);
    try {
      for (let i = 0; i < rows; ) {
        const rank = this.ranks[order[i]!]!;
        const own: Buffer[] = [];
        const before: number[] = [];
        for (; i < ends[rank + 1]!; i++) {
          const row = order[i]!;
          own.push(this.bytes.subarray(starts[row]!, starts[row + 1]!));
          for (let line = lines[row]!; line < lines[row + 1]!; line++) before.push(line);
        }
        file.add(blockBytes(rank, own, before));
      }
      file.flush();
    } finally {
      file.close();
    }
    [this.rows, this.size] = [0, 0];
  }

  private grow(): void {
    const ranks = new Uint32Array(2 * this.ranks.length);
    ranks.set(this.ranks);
    this.ranks = ranks;
    for (const name of ["starts", "lines"] as const) {
      const longer = new Uint32Array(2 * this[name].length - 1);
      longer.set(this[name]);
      this[name] = longer;
    }
  }
}

function mergeRuns(paths: readonly string[], { path, lines }: Omit<SortedRows, "remove">): void {
  const readBytes = Math.max(
    MIN_READ_BYTES,
    Math.min(WRITE_BYTES, Math.floor(READ_BYTES / paths.length)),
  );
  const runs = new BlockQueue(paths.map((run) => blocksOf(run, readBytes)));
  const rowsFile = new GatheredWrites(path);
  const linesFile = new GatheredWrites(lines);
  try {
    for (let block = runs.next(); block !== undefined; block = runs.next()) {
      rowsFile.add(block.rows);
      linesFile.add(block.lines);
    }
    rowsFile.flush();
    linesFile.flush();
  } finally {
    rowsFile.close();
    linesFile.close();
  }
}

/** A file that is written in large pieces. */
class GatheredWrites {
  private readonly file: number;
  private held: Buffer[] = [];
  private size = 0;

  constructor(path: string) {
    this.file = openSync(path, "wx", 0o600);
  }

  add(bytes: Buffer): void {
    this.held.push(bytes);
    this.size += bytes.length;
    if (this.size >= WRITE_BYTES) this.flush();
  }

  flush(): void {
    const bytes = Buffer.concat(this.held);
    [this.held, this.size] = [[], 0];
    for (let n = 0; n < bytes.length; ) n += writeSync(this.file, bytes, n);
  }

  close(): void {
    closeSync(this.file);
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
  /** Where each of their lines was, in the bytes of {@link SortedRows.lines}. */
  readonly lines: Buffer;
}

const HEAD_BYTES = 12;

function blockBytes(rank: number, rows: readonly Buffer[], lines: readonly number[]): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(rank, 0);
  head.writeUInt32LE(
    rows.reduce((sum, { length }) => sum + length, 0),
    4,
  );
  head.writeUInt32LE(lines.length, 8);
  const tail = Buffer.alloc(LINE_BYTES * lines.length);
  for (const [l, line] of lines.entries()) tail.writeUInt32LE(line, LINE_BYTES * l);
  return Buffer.concat([head, ...rows, tail]);
}

function* blocksOf(path: string, readBytes: number): Generator<Block> {
  const reader = new ByteReader(path, readBytes);
  try {
    for (;;) {
      const head = reader.take(HEAD_BYTES);
      if (head.length < HEAD_BYTES) return;
      const size = head.readUInt32LE(4);
      const body = Buffer.from(reader.take(size + LINE_BYTES * head.readUInt32LE(8)));
      const [rows, lines] = [body.subarray(0, size), body.subarray(size)];
      yield { rank: head.readUInt32LE(0), rows, lines };
    }
  } finally {
    reader.close();
  }
}
