import { withArena } from "../../engine/memory.js";
import { bandsOf } from "./window.js";
import { FLAT } from "./z-normalise.js";

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
}

/** Neighbours of consecutive windows of a series, the nearest first. */
export interface Neighbours {
  /** [windows × count] index of a neighbour's first value, −1 where there is none. */
  readonly starts: Int32Array;
  /** [windows × count] DTW distances of the normalised windows, NaN where there is none. */
  readonly distances: Float64Array;
  /** Of the values of each window of the series, 0 where they do not differ beyond rounding. */
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
    span,
  }: NeighbourOptions,
  rows?: readonly [from: number, to: number],
): Neighbours {
  const windows = Math.max(0, series.length - length + 1);
  const [from, to] = rows ?? [0, windows];
  const { means, deviations, inverses, ends } = moments(series, length, windows);
  const wanted = Math.max(0, to - from) * count;
  return withArena((arena) => {
    const { kernels, memory } = arena;
    const doubles = (values: ArrayLike<number>) => {
      const at = arena.allocate(2 * values.length);
      new Float64Array(memory.buffer, at, values.length).set(values);
      return at;
    };
    const integers = (values: ArrayLike<number>) => {
      const at = arena.allocate(values.length);
      new Int32Array(memory.buffer, at, values.length).set(values);
      return at;
    };
    const [y, mean, inverse] = [doubles(series), doubles(means), doubles(inverses)];
    const end = arena.allocate(ends.length + 4);
    arena.view(end, ends.length).set(ends);
    const reach = Math.min(radius, length - 1);
    const bands = bandsOf(length, length, { kind: "sakoe-chiba", radius: reach });
    const [low, high] = [integers(bands.from), integers(bands.to)];
    const work = arena.allocate(
      Math.ceil(kernels.neighbourRoom(windows, length, reach, count) / 4),
    );
    const [starts, costs] = [arena.allocate(wanted), arena.allocate(2 * wanted)];
    kernels.neighbours(
      from,
      to,
      gap,
      Math.min(span ?? windows, windows),
      windows,
      length,
      reach,
      count,
      apart,
      y,
      mean,
      inverse,
      end,
      low,
      high,
      work,
      starts,
      costs,
    );
    return {
      starts: new Int32Array(memory.buffer, starts, wanted).slice(),
      distances: new Float64Array(memory.buffer, costs, wanted).map(Math.sqrt),
      deviations,
    };
  });
}

/** Of every window its mean and deviation, one over that or 0, and its first two and last two values, normalised. */
function moments(series: Float64Array, length: number, windows: number) {
  const means = new Float64Array(windows);
  const deviations = new Float64Array(windows);
  const inverses = new Float64Array(windows);
  const ends = new Float32Array(4 * windows);
  const last = length - 1;
  const places = [0, Math.min(1, last), Math.max(0, last - 1), last];
  for (let start = 0; start < windows; start++) {
    let mean = 0;
    for (let i = 0; i < length; i++) mean += series[start + i]!;
    mean /= length;
    let squares = 0;
    for (let i = 0; i < length; i++) {
      squares += (series[start + i]! - mean) * (series[start + i]! - mean);
    }
    const deviation = Math.sqrt(squares / length);
    means[start] = mean;
    deviations[start] = deviation <= FLAT * Math.abs(mean) ? 0 : deviation;
    inverses[start] = deviations[start] === 0 ? 0 : 1 / deviations[start]!;
    for (let k = 0; k < 4; k++) {
      ends[k * windows + start] = (series[start + places[k]!]! - mean) * inverses[start]!;
    }
  }
  return { means, deviations, inverses, ends };
}
