import type { Arena } from "../../engine/memory.js";
import type { Binned } from "./bins.js";
import { type Histogram, widthOf } from "./histogram.js";
import type { Split } from "./split.js";

/** Rows of leaves, counted and parted; views of the arena's memory. */
export interface LeafRows {
  /** [rows] which row is where. */
  readonly order: Uint32Array;
  /** [rows] */
  readonly targets: Float64Array;
  /** Features that are counted. */
  readonly looked: Uint32Array;
  readonly histograms: readonly Histogram[];
  /** Counts the rows of `order` from one place to another anew. */
  countRows(histogram: Histogram, from: number, to: number): Histogram;
  /**
   * Brings the rows of the first child before those of the second, each in their order.
   *
   * @returns where those of the second begin
   */
  partition(split: Split, from: number, to: number): number;
}

/** @param sizes how many histograms there are, and how many features are looked at */
export function leafRows(
  arena: Arena,
  { rows, features, bins, codes }: Binned,
  sizes: { readonly histograms: number; readonly looked: number },
): LeafRows {
  const { memory, kernels } = arena;
  const width = widthOf(bins);
  const codesAt = arena.allocate(Math.ceil(codes.length / 4));
  const orderAt = arena.allocate(rows);
  const asideAt = arena.allocate(rows);
  const targetsAt = arena.allocate(2 * rows);
  const lookedAt = arena.allocate(sizes.looked);
  const addresses = Array.from({ length: sizes.histograms }, () =>
    arena.allocate(2 * features * width),
  );
  const { buffer } = memory;
  new Uint8Array(buffer, codesAt, codes.length).set(codes);
  return {
    order: new Uint32Array(buffer, orderAt, rows),
    targets: new Float64Array(buffer, targetsAt, rows),
    looked: new Uint32Array(buffer, lookedAt, sizes.looked),
    histograms: addresses.map((at) => new Float64Array(buffer, at, features * width)),
    countRows(histogram, from, to) {
      histogram.fill(0);
      kernels.countBins(
        ...[to - from, orderAt + 4 * from, features, codesAt, targetsAt],
        ...[sizes.looked, lookedAt, bins + 1, histogram.byteOffset],
      );
      return histogram;
    },
    partition({ feature, code, missingFirst }, from, to) {
      const first = kernels.partRows(
        ...[to - from, orderAt + 4 * from, features, codesAt + feature, code, bins],
        ...[missingFirst ? 1 : 0, asideAt],
      );
      return from + first;
    },
  };
}
