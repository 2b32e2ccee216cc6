import { withArena } from "../engine/memory.js";
import { Pool } from "../engine/pool.js";
import type { Call } from "../engine/tape.js";
import { moments } from "./rolling-moments.js";
import { bandsOf } from "./window.js";

/** Fewest pairs of windows for which starting threads pays. */
const MIN_PARALLEL_PAIRS = 5e7;
/** Pairs that a thread compares in one job. */
const PAIRS_PER_JOB = 1e7;

/** Which windows count as neighbours of another. */
export interface NeighbourOptions {
  /** Neighbours wanted of each window. */
  readonly count: number;
  /** Sakoe-Chiba radius, a twentieth of the window by default. */
  readonly radius?: number | undefined;
  /** Starts of two neighbours of a window lie at least so far apart, half a window by default. */
  readonly apart?: number | undefined;
  /** Neighbours start at least so far before the window, `apart` by default. */
  readonly gap?: number | undefined;
  /** Latest starts that are looked at, all by default. */
  readonly span?: number | undefined;
  /** Number of threads, 1 by default; results do not depend on it. */
  readonly threads?: number | undefined;
}

/** Neighbours of consecutive windows of a series, the nearest first. */
export interface Neighbours {
  /** [windows × count] index of a neighbour's first value, −1 where there is none. */
  readonly starts: Int32Array;
  /** [windows × count] DTW distances of the normalised windows, NaN where there is none. */
  readonly distances: Float64Array;
  /** Standard deviation of each window of the series, 0 where it is rounding only. */
  readonly deviations: Float64Array;
}

/**
 * The earlier windows nearest to each window of a series under DTW, each brought to mean 0 and deviation
 * 1: the nearest, then the nearest that is far enough from it, and so on; the earlier of equals. Exact: a
 * candidate is passed over only once a lower bound of its distance is too large. Windows with gaps have
 * no neighbours and are none.
 *
 * @param length of the windows, > 0
 * @param rows   the windows whose neighbours are wanted, by their start, from the first until before the
 *   last; all by default
 * @throws FitError when memory does not suffice
 * @see Rakthanmanon et al. (2012), "Searching and mining trillions of time series subsequences under
 *   dynamic time warping", section 4
 */
export function earlierNeighbours(
  series: Float64Array,
  length: number,
  {
    count,
    radius = Math.ceil(length / 20),
    apart = Math.max(1, length >> 1),
    gap = apart,
    span = series.length,
    threads = 1,
  }: NeighbourOptions,
  rows?: readonly [from: number, to: number],
): Neighbours {
  const { means, deviations, inverses, ends } = moments(series, length);
  const windows = means.length;
  const [from, to] = rows ?? [0, windows];
  const wanted = Math.max(0, to - from) * count;
  return withArena((arena) => {
    const { kernels, memory } = arena;
    const doubles = (values: Float64Array) => {
      const at = arena.allocate(2 * values.length);
      new Float64Array(memory.buffer, at, values.length).set(values);
      return at;
    };
    const integers = (values: Int32Array) => {
      const at = arena.allocate(values.length);
      new Int32Array(memory.buffer, at, values.length).set(values);
      return at;
    };
    const reach = Math.min(radius, length - 1);
    const bands = bandsOf(length, length, { kind: "sakoe-chiba", radius: reach });
    const edge = arena.allocate(ends.length + 4);
    arena.view(edge, ends.length).set(ends);
    const searched = [
      ...[doubles(series), doubles(means), doubles(inverses), edge],
      ...[integers(bands.from), integers(bands.to)],
    ];
    const room = Math.ceil(kernels.neighbourRoom(windows, length, reach, count) / 4);
    const [starts, costs] = [arena.allocate(wanted), arena.allocate(2 * wanted)];
    const call = (first: number, end: number, work: number): Call => {
      const sizes = [gap, Math.min(span, windows), windows, length, reach, count, apart];
      const out = [starts + 4 * count * (first - from), costs + 8 * count * (first - from)];
      return ["neighbours", first, end, ...sizes, ...searched, work, ...out];
    };
    const candidates = (row: number) => Math.max(0, Math.min(row - gap + 1, span));
    const total = ((candidates(from) + candidates(to - 1)) / 2) * (to - from);
    const many = total < MIN_PARALLEL_PAIRS ? 1 : threads;
    const works = Array.from({ length: many }, () => arena.allocate(room));
    const pool = new Pool(arena, many);
    pool.start();
    for (let row = from; row < to; ) {
      const jobs = works.map((work) => {
        const first = row;
        for (let pairs = 0; row < to && pairs < PAIRS_PER_JOB; row++) pairs += candidates(row);
        return pool.job([call(first, row, work)]);
      });
      pool.run(jobs);
    }
    void pool.stop();
    return {
      starts: new Int32Array(memory.buffer, starts, wanted).slice(),
      distances: new Float64Array(memory.buffer, costs, wanted).map(Math.sqrt),
      deviations,
    };
  });
}
