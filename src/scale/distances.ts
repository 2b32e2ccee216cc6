import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { distanceRows, mirror } from "../features/warp/distance.js";

/** Rows of the matrix that another thread computes. */
export interface DistanceOrder {
  readonly series: readonly Float64Array[];
  readonly from: number;
  readonly to: number;
}

/** Pairs of values from which on threads take less time than they need to start. */
const WORTH = 1e8;
/** Parts for each thread, so that all end at about the same time. */
const PARTS = 4;

/** Only beside the bundle. */
const worker = new URL("./distance-worker.js", import.meta.url);

/**
 * Distances of all pairs of series under dynamic time warping, each series normalised, on several
 * threads: the same numbers whatever their count. What another thread fails at is computed here.
 *
 * @returns [series × series], symmetric with zeros on the diagonal
 */
export async function distances(
  series: readonly Float64Array[],
  threads: number,
): Promise<Float64Array> {
  const count = series.length;
  const total = series.reduce((sum, { length }) => sum + length, 0);
  const several = threads > 1 && (total * total) / 2 >= WORTH && existsSync(worker);
  const orders = several
    ? partsOf(count, threads * PARTS).map(([from, to]) => ({ series, from, to }))
    : [{ series, from: 0, to: count }];
  const answers = several ? await computeElsewhere(orders, threads) : [];
  const matrix = new Float64Array(count * count);
  orders.forEach(({ from, to }, k) => {
    matrix.set(answers[k] ?? distanceRows(series, from, to, { normalise: true }), from * count);
  });
  mirror(matrix, count);
  return matrix;
}

/** Rows in parts of about as many pairs each: rows get shorter towards the end. */
function partsOf(count: number, parts: number): [from: number, to: number][] {
  const share = (count * (count - 1)) / 2 / parts;
  const ranges: [number, number][] = [];
  let [from, pairs] = [0, 0];
  for (let row = 0; row < count; row++) {
    pairs += count - 1 - row;
    if (pairs >= share || row === count - 1) {
      ranges.push([from, row + 1]);
      [from, pairs] = [row + 1, 0];
    }
  }
  return ranges;
}

/** Rows in the order of the orders; undefined for those that no thread computed. */
async function computeElsewhere(
  orders: readonly DistanceOrder[],
  threads: number,
): Promise<(Float64Array | undefined)[]> {
  const answers = orders.map((): Float64Array | undefined => undefined);
  let next = 0;
  const thread = () =>
    new Promise<void>((resolve) => {
      const computer = new Worker(worker);
      const stop = () => computer.terminate().then(() => resolve(), resolve);
      let current = -1;
      const order = () => {
        current = next++;
        if (current >= orders.length) return stop();
        computer.postMessage(orders[current]!);
      };
      computer.on("message", (rows: Float64Array) => {
        answers[current] = rows;
        order();
      });
      computer.on("error", stop);
      order();
    });
  await Promise.allSettled(Array.from({ length: Math.min(threads, orders.length) }, thread));
  return answers;
}
