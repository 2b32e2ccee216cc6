import { openSync, readSync, writeSync } from "node:fs";
import type { Series } from "../../data/panel/panel.js";
import type { NumberStore } from "../../data/wide/wide-panel.js";

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

/** The numbers of some rows: of each series its dates, its values, and what was observed if that differs. */
export interface PartColumns {
  readonly ids: readonly string[];
  readonly lengths: Uint32Array;
  /** Which columns each series has besides dates and values: the sum of {@link OBSERVED} and {@link RECORDED}. */
  readonly kinds: Uint8Array;
  readonly numbers: Float64Array;
}

const OBSERVED = 1;
const RECORDED = 2;

export function columnsOf(series: readonly Series[]): PartColumns {
  const columns = series.flatMap(({ ds, y, observed, recorded }) => [
    ...[ds, y],
    ...(observed ? [observed] : []),
    ...(recorded ? [recorded] : []),
  ]);
  const numbers = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const values of columns) {
    numbers.set(values, at);
    at += values.length;
  }
  return {
    ids: series.map(({ id }) => id),
    lengths: Uint32Array.from(series, ({ y }) => y.length),
    kinds: Uint8Array.from(
      series,
      ({ observed, recorded }) => (observed ? OBSERVED : 0) + (recorded ? RECORDED : 0),
    ),
    numbers,
  };
}

/** Numbers that a series of this length and kind has. */
export function sizeOf(length: number, kind: number): number {
  return length * (2 + (kind & OBSERVED ? 1 : 0) + (kind & RECORDED ? 1 : 0));
}

/** The series of such numbers. */
export function seriesOf(id: string, length: number, kind: number, numbers: Float64Array): Series {
  const column = (place: number) => numbers.subarray(place * length, (place + 1) * length);
  return {
    ...{ id, ds: column(0), y: column(1) },
    ...(kind & OBSERVED && { observed: column(2) }),
    ...(kind & RECORDED && { recorded: column(kind & OBSERVED ? 3 : 2) }),
  };
}
