import { openSync, readSync, writeSync } from "node:fs";
import type { Series } from "../data/panel/panel.js";
import type { NumberStore } from "../data/wide/wide-panel.js";

/** Numbers that are written at once. */
const WRITTEN_NUMBERS = 2 ** 17;

/** Numbers of many series in a file, of which any series is read without the others. */
export class ColumnFile implements NumberStore {
  private readonly file: number;
  /** Where the numbers of each series end, in numbers. */
  private ends = new Float64Array(1024);
  private count = 0;
  private held = new Float64Array(WRITTEN_NUMBERS);
  private written = 0;
  private filled = 0;

  constructor(path: string) {
    this.file = openSync(path, "wx+", 0o600);
  }

  /** For whoever closes it. */
  get descriptor(): number {
    return this.file;
  }

  add(values: Float64Array): void {
    for (let from = 0; from < values.length; ) {
      if (this.filled === this.held.length) this.flush();
      const part = values.subarray(from, from + this.held.length - this.filled);
      this.held.set(part, this.filled);
      this.filled += part.length;
      from += part.length;
    }
    if (this.count === this.ends.length) {
      const longer = new Float64Array(2 * this.count);
      longer.set(this.ends);
      this.ends = longer;
    }
    this.ends[this.count++] = this.written + this.filled;
  }

  at(place: number): Float64Array {
    if (this.filled > 0) this.flush();
    const from = place > 0 ? this.ends[place - 1] : 0;
    const values = new Float64Array(this.ends[place] - from);
    const bytes = new Uint8Array(values.buffer);
    for (let n = 0; n < bytes.length; ) {
      const read = readSync(this.file, bytes, n, bytes.length - n, 8 * from + n);
      if (read === 0) throw new Error("a file of columns ends before its numbers");
      n += read;
    }
    return values;
  }

  private flush(): void {
    const bytes = new Uint8Array(this.held.buffer, 0, 8 * this.filled);
    for (let n = 0; n < bytes.length; ) {
      n += writeSync(this.file, bytes, n, bytes.length - n, 8 * this.written + n);
    }
    this.written += this.filled;
    this.filled = 0;
  }
}

/** The numbers of some rows: of each series its dates, then its values. */
export interface PartColumns {
  readonly ids: readonly string[];
  readonly lengths: Uint32Array;
  readonly numbers: Float64Array;
}

export function columnsOf(series: readonly Series[]): PartColumns {
  const numbers = new Float64Array(series.reduce((sum, { y }) => sum + 2 * y.length, 0));
  let at = 0;
  for (const values of series.flatMap(({ ds, y }) => [ds, y])) {
    numbers.set(values, at);
    at += values.length;
  }
  return {
    ids: series.map(({ id }) => id),
    lengths: Uint32Array.from(series, ({ y }) => y.length),
    numbers,
  };
}
