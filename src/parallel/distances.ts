import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { distanceMatrix, distanceRows, mirror } from "../dtw/distance.js";
import { sharedDistances, writeRows } from "./shared-distances.js";

/** Pairs of values above which threads save more time than their start takes. */
const MIN_PARALLEL_PAIRS = 1e8;

/** Exists only in the built package, beside the bundle. */
const worker = new URL("./distance-worker.js", import.meta.url);

/**
 * Distances of all pairs of series under dynamic time warping, each series normalised, on several
 * threads, this one included: the same numbers whatever their count. Rows that another thread fails to
 * write are computed here.
 *
 * @returns [series × series], symmetric with zeros on the diagonal
 */
export async function distances(
  series: readonly Float64Array[],
  threads: number,
): Promise<Float64Array> {
  const count = series.length;
  const total = series.reduce((sum, { length }) => sum + length, 0);
  if (threads < 2 || (total * total) / 2 < MIN_PARALLEL_PAIRS || !existsSync(worker)) {
    return distanceMatrix(series, { normalise: true });
  }
  const shared = sharedDistances(series);
  const { matrix, written } = shared;
  const others = Array.from({ length: Math.min(threads, count) - 1 }, () => {
    const other = new Worker(worker, { workerData: shared });
    const ended = new Promise<void>((resolve) => {
      for (const event of ["message", "error", "exit"]) other.once(event, () => resolve());
    });
    return { other, ended };
  });
  writeRows(shared);
  if (written.includes(0)) await Promise.all(others.map(({ ended }) => ended));
  await Promise.all(others.map(({ other }) => other.terminate()));
  const unwritten = Array.from(written.keys()).filter((row) => written[row] === 0);
  distanceRows(series, unwritten, matrix, { normalise: true });
  mirror(matrix, count);
  return matrix;
}
