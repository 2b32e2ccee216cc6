import { withArena } from "../engine/memory.js";
import { bandsOf } from "./window.js";

/** The rows nearest to a query, the nearest first; the earlier of equals. */
export interface NearestRows {
  readonly rows: Int32Array;
  /** DTW distances. */
  readonly distances: Float64Array;
}

/**
 * For each query the nearest of many rows under DTW in a Sakoe-Chiba band. Exhaustive search, which
 * abandons a row once it is farther than all neighbours found so far.
 *
 * @param rows    [rows × length]
 * @param queries [length] each
 * @param count   rows wanted for each query
 */
export function nearestRows(
  rows: Float64Array,
  queries: readonly Float64Array[],
  length: number,
  count: number,
  radius: number,
): NearestRows[] {
  const total = rows.length / length;
  const wanted = Math.min(count, total);
  return withArena((arena) => {
    const stride = (length + 1) * 8;
    const library = arena.allocate(2 * total * (length + 1));
    const query = arena.allocate(2 * (length + 1));
    const [from, to] = [arena.allocate(length), arena.allocate(length)];
    const work = arena.allocate(2 * (3 * length + 16));
    const { buffer } = arena.memory;
    for (let row = 0; row < total; row++) {
      const place = new Float64Array(buffer, library + row * stride, length);
      place.set(rows.subarray(row * length, (row + 1) * length));
      place.reverse();
    }
    const bands = bandsOf(length, length, { kind: "sakoe-chiba", radius });
    new Int32Array(buffer, from, length).set(bands.from);
    new Int32Array(buffer, to, length).set(bands.to);
    return queries.map((values) => {
      new Float64Array(buffer, query, length).set(values);
      const found = new Int32Array(wanted);
      const costs = new Float64Array(wanted).fill(Number.POSITIVE_INFINITY);
      for (let row = 0; row < total; row++) {
        const at = library + row * stride;
        const farthest = costs[wanted - 1];
        const cost = arena.kernels.warp(0, 1, length, length, query, at, from, to, work, farthest);
        if (cost >= farthest) continue;
        let place = wanted - 1;
        for (; place > 0 && costs[place - 1] > cost; place--) {
          costs[place] = costs[place - 1];
          found[place] = found[place - 1];
        }
        costs[place] = cost;
        found[place] = row;
      }
      return { rows: found, distances: costs.map(Math.sqrt) };
    });
  });
}
