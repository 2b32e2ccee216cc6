import { type Arena, withArena } from "../engine/memory.js";
import { bandsOf, type WarpWindow } from "./window.js";
import { zNormalise } from "./z-normalize.js";

/** A series of one dimension, or one array a dimension, all of the same length. */
export type Sequence = Float64Array | readonly Float64Array[];

/** Options of a warping distance. */
export interface WarpOptions {
  /** Which cells a path may cross; all by default. */
  readonly window?: WarpWindow;
  /** Cost of a pair of values, `squared` by default; the distance is then the root of the sum over the path. */
  readonly cost?: "squared" | "absolute";
  /** Standardizes each dimension of each series to mean 0 and deviation 1 first. */
  readonly normalise?: boolean;
  /** Returns Infinity, sooner, where the distance is larger than this. */
  readonly bound?: number;
}

/**
 * Dynamic time warping distance: the least sum of costs along a monotone path that pairs the first
 * values, the last values and every value between.
 *
 *   D(i, j) = d(aᵢ, bⱼ) + min(D(i−1, j), D(i, j−1), D(i−1, j−1))
 *
 * @example
 * dtwDistance(Float64Array.of(1, 2, 3), Float64Array.of(1, 1, 2, 3)); // 0
 *
 * @returns √D(n, m) for squared costs, D(n, m) for absolute ones; NaN where a value is
 * @throws RangeError when a series is empty or the dimensions differ
 * @see Sakoe & Chiba (1978), eq. 20; Berndt & Clifford (1994)
 */
export function dtwDistance(a: Sequence, b: Sequence, options: WarpOptions = {}): number {
  const [left, right] = [columnsOf(a, options), columnsOf(b, options)];
  requireAlike(left, right);
  return withArena((arena) => {
    const squared = options.cost !== "absolute";
    const n = left[0].length;
    const m = right[0].length;
    const { bound = Number.POSITIVE_INFINITY } = options;
    const cost = arena.kernels.warp(
      squared ? 0 : 1,
      left.length,
      n,
      m,
      place(arena, left, false),
      place(arena, right, true),
      ...placeBands(arena, n, m, options.window),
      arena.allocate(2 * (3 * n + 16)),
      // A little more, as the square is rounded: the distance itself is compared below.
      squared ? bound * bound * (1 + 4 * Number.EPSILON) : bound,
    );
    const distance = squared ? Math.sqrt(cost) : cost;
    return distance > bound ? Number.POSITIVE_INFINITY : distance;
  });
}

/**
 * Distances of all pairs.
 *
 * @example
 * const [a, b] = [Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 4)];
 * distanceMatrix([a, b]); // [0, 1, 1, 0]
 *
 * @returns [series × series], symmetric with zeros on the diagonal
 * @throws RangeError as {@link dtwDistance} does
 */
export function distanceMatrix(
  series: readonly Sequence[],
  options: Omit<WarpOptions, "bound"> = {},
): Float64Array {
  const count = series.length;
  const matrix = new Float64Array(count * count);
  distanceRows(series, series.keys(), matrix, options);
  mirror(matrix, count);
  return matrix;
}

/** Fills what lies under the diagonal of a square matrix with what lies above it. */
export function mirror(matrix: Float64Array, count: number): void {
  for (let i = 1; i < count; i++) {
    for (let j = 0; j < i; j++) matrix[i * count + j] = matrix[j * count + i];
  }
}

/**
 * Writes rows of the matrix of distances, above the diagonal.
 *
 * @param rows   indices of the rows, each taken when the one before is written
 * @param matrix [series × series]
 */
export function distanceRows(
  series: readonly Sequence[],
  rows: Iterable<number>,
  matrix: Float64Array,
  options: Omit<WarpOptions, "bound"> = {},
): void {
  const count = series.length;
  const columns = series.map((one) => columnsOf(one, options));
  for (const one of columns) requireAlike(columns[0], one);
  withArena((arena) => {
    const squared = options.cost !== "absolute";
    const forwards = columns.map((one) => place(arena, one, false));
    const backwards = columns.map((one) => place(arena, one, true));
    const longest = columns.reduce((most, [one]) => Math.max(most, one.length), 0);
    const work = arena.allocate(2 * (3 * longest + 16));
    const mark = arena.mark();
    let bands: [number, number] = [0, 0];
    let shape = [0, 0];
    for (const i of rows) {
      for (let j = i + 1; j < count; j++) {
        const [n, m] = [columns[i][0].length, columns[j][0].length];
        if (shape[0] !== n || shape[1] !== m) {
          arena.release(mark);
          bands = placeBands(arena, n, m, options.window);
          shape = [n, m];
        }
        const cost = arena.kernels.warp(
          squared ? 0 : 1,
          columns[i].length,
          n,
          m,
          forwards[i],
          backwards[j],
          ...bands,
          work,
          Number.POSITIVE_INFINITY,
        );
        matrix[i * count + j] = squared ? Math.sqrt(cost) : cost;
      }
    }
  });
}

/** The dimensions of a sequence, checked and, if requested, normalised. */
export function columnsOf(
  sequence: Sequence,
  { normalise = false }: Pick<WarpOptions, "normalise">,
): readonly Float64Array[] {
  const columns = sequence instanceof Float64Array ? [sequence] : sequence;
  const length = columns[0]?.length ?? 0;
  if (length === 0) throw new RangeError("a series must have at least one value");
  if (columns.some((column) => column.length !== length)) {
    throw new RangeError("all dimensions of a series must have the same length");
  }
  return normalise ? columns.map(zNormalise) : columns;
}

export function requireAlike(a: readonly unknown[], b: readonly unknown[]): void {
  if (a.length !== b.length) {
    throw new RangeError(
      `both series must have the same number of dimensions, got ${a.length} and ${b.length}`,
    );
  }
}

/** Copies values for the kernel: a spare double after each dimension, reversed if requested. */
function place(arena: Arena, columns: readonly Float64Array[], backwards: boolean): number {
  const length = columns[0].length;
  const address = arena.allocate(2 * columns.length * (length + 1));
  columns.forEach((column, d) => {
    const at = address + d * (length + 1) * 8;
    const placed = new Float64Array(arena.memory.buffer, at, length);
    placed.set(column);
    if (backwards) placed.reverse();
  });
  return address;
}

function placeBands(
  arena: Arena,
  n: number,
  m: number,
  window: WarpWindow = { kind: "none" },
): [number, number] {
  const { from, to } = bandsOf(n, m, window);
  const [low, high] = [arena.allocate(n), arena.allocate(n)];
  new Int32Array(arena.memory.buffer, low, n).set(from);
  new Int32Array(arena.memory.buffer, high, n).set(to);
  return [low, high];
}
