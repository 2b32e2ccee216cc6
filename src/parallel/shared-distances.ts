import { distanceRows } from "../dtw/distance.js";

/** A distance matrix that several threads write at once, in memory that they share. */
export interface SharedDistances {
  /** Observations of each series, one series after the other. */
  readonly values: Float64Array;
  readonly lengths: readonly number[];
  /** [series × series], above the diagonal. */
  readonly matrix: Float64Array;
  /** [1], the next row that no thread has taken. */
  readonly next: Int32Array;
  /** [series], 1 for a row that is written. */
  readonly written: Int32Array;
}

export function sharedDistances(series: readonly Float64Array[]): SharedDistances {
  const count = series.length;
  const lengths = series.map(({ length }) => length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const doubles = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length));
  const integers = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
  const values = doubles(total);
  let at = 0;
  for (const y of series) {
    values.set(y, at);
    at += y.length;
  }
  return {
    values,
    lengths,
    matrix: doubles(count * count),
    next: integers(1),
    written: integers(count),
  };
}

/** Takes rows and writes them, each series normalised, until none is left. */
export function writeRows({ values, lengths, matrix, next, written }: SharedDistances): void {
  let at = 0;
  const series = lengths.map((length) => {
    at += length;
    return values.subarray(at - length, at);
  });
  distanceRows(series, taken(), matrix, { normalise: true });

  function* taken(): Generator<number> {
    while (true) {
      const row = Atomics.add(next, 0, 1);
      if (row >= written.length) return;
      yield row;
      Atomics.store(written, row, 1);
    }
  }
}
