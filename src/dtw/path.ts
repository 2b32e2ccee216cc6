import { columnsOf, requireAlike, type Sequence, type WarpOptions } from "./distance.js";
import { bandsOf } from "./window.js";

/** A warping path. */
export interface WarpPath {
  /** As {@link dtwDistance} gives it. */
  readonly distance: number;
  /** Indices of the paired values, from the first pair to the last; of equal length. */
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/**
 * The path behind {@link dtwDistance}; where several cost the same, the most diagonal one.
 *
 * Takes memory for the cells within the window.
 *
 * @example
 * const { a, b } = dtwPath(Float64Array.of(1, 2), Float64Array.of(1, 1, 2));
 * a; // [0, 0, 1]
 *
 * @throws RangeError as dtwDistance does
 */
export function dtwPath(
  a: Sequence,
  b: Sequence,
  options: Omit<WarpOptions, "bound"> = {},
): WarpPath {
  const [left, right] = [columnsOf(a, options), columnsOf(b, options)];
  requireAlike(left, right);
  const squared = options.cost !== "absolute";
  const n = left[0].length;
  const m = right[0].length;
  const { from, to } = bandsOf(n, m, options.window ?? { kind: "none" });
  const starts = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) starts[i + 1] = starts[i] + to[i] - from[i] + 1;
  const costs = new Float64Array(starts[n]);
  const cell = (i: number, j: number) =>
    i < 0 || j < from[i] || j > to[i] ? Number.POSITIVE_INFINITY : costs[starts[i] + j - from[i]];
  for (let i = 0; i < n; i++) {
    for (let j = from[i]; j <= to[i]; j++) {
      let cost = 0;
      for (let d = 0; d < left.length; d++) {
        const gap = left[d][i] - right[d][j];
        cost += squared ? gap * gap : Math.abs(gap);
      }
      if (i > 0 || j > 0) {
        cost += Math.min(
          cell(i - 1, j),
          cell(i, j - 1),
          j > 0 ? cell(i - 1, j - 1) : Number.POSITIVE_INFINITY,
        );
      }
      costs[starts[i] + j - from[i]] = cost;
    }
  }
  const pairs: [number, number][] = [];
  for (let i = n - 1, j = m - 1; ; ) {
    pairs.push([i, j]);
    if (i === 0 && j === 0) break;
    const up = cell(i - 1, j);
    const side = cell(i, j - 1);
    const across = j > 0 ? cell(i - 1, j - 1) : Number.POSITIVE_INFINITY;
    if (across <= up && across <= side) {
      i--;
      j--;
    } else if (up <= side) i--;
    else j--;
  }
  pairs.reverse();
  const cost = cell(n - 1, m - 1);
  return {
    distance: squared ? Math.sqrt(cost) : cost,
    a: Int32Array.from(pairs, ([i]) => i),
    b: Int32Array.from(pairs, ([, j]) => j),
  };
}
