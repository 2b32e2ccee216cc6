import { withArena } from "../../engine/memory.js";
import { envelope } from "./bounds.js";
import { bandsOf } from "./window.js";
import { FLAT, zNormalise } from "./z-normalise.js";

/** A subsequence that is like the query. */
export interface Match {
  /** Index of the first value of the subsequence. */
  readonly start: number;
  /** DTW distance of the normalised subsequence to the normalised query. */
  readonly distance: number;
}

/** What is looked for. */
export interface SearchOptions {
  /** Matches wanted, 1 by default. */
  readonly count?: number;
  /** Sakoe-Chiba radius, a twentieth of the query by default. */
  readonly radius?: number;
  /** Starts of two matches lie at least so far apart, half the query by default. */
  readonly apart?: number;
}

/**
 * The subsequences of a series nearest to a query under DTW, each brought to mean 0 and deviation 1:
 * the nearest, then the nearest that is far enough from it, and so on. Exact: a candidate is passed
 * over only once a lower bound of its distance is too large. Bounds go from cheap to dear: LB_Kim of the
 * ends, LB_Keogh against the query's envelope, LB_Keogh against the candidate's, DTW that gives up early.
 *
 * @returns fewer matches than wanted when there is no room for more
 * @throws RangeError when the query is empty
 * @see Rakthanmanon et al. (2012), "Searching and mining trillions of time series subsequences under
 *   dynamic time warping", section 4
 */
export function nearestSubsequences(
  query: Float64Array,
  series: Float64Array,
  options: SearchOptions = {},
): Match[] {
  return subsequenceSearch(series, query.length, options)(query);
}

export interface SearchWithin {
  /** Values of the series that are looked at, from its start on; all by default. */
  readonly end?: number;
  /** Starts that are likely near: looked at first, they save time and change nothing. */
  readonly likely?: readonly number[] | undefined;
}

/** {@link nearestSubsequences} of one series for many queries of a length. */
export function subsequenceSearch(
  series: Float64Array,
  length: number,
  options: SearchOptions = {},
): (query: Float64Array, within?: SearchWithin) => Match[] {
  if (length === 0) throw new RangeError("a query without values matches nothing");
  const { count = 1, apart = Math.max(1, length >> 1) } = options;
  const radius = options.radius ?? Math.ceil(length / 20);
  const most = Math.max(0, series.length - length + 1);
  // What lies beyond the values looked at makes a bound lower, and so no distance another one.
  const reaches = envelope(series, radius);
  const { means, deviations } = moments(series, length);
  // The squared distance where it is known, otherwise the largest lower bound so far.
  const known = new Float64Array(most);
  const exact = new Uint8Array(most);
  const excluded = new Uint8Array(most);
  const bands = bandsOf(length, length, { kind: "sakoe-chiba", radius });

  return (query, { end = series.length, likely = [] } = {}) => {
    const starts = end - length + 1;
    if (starts <= 0) return [];
    for (const kept of [known, exact, excluded]) kept.fill(0, 0, starts);
    const q = zNormalise(query);
    const around = envelope(q, radius);
    // Places far from the mean tell most: there a bound is passed soonest.
    const order = Int32Array.from(q, (_, i) => i).sort((a, b) => Math.abs(q[b]!) - Math.abs(q[a]!));
    const ordered = (values: Float64Array) => Float64Array.from(order, (i) => values[i]!);
    const [sorted, upper, lower] = [q, around.upper, around.lower].map(ordered) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const { upper: highest, lower: lowest } = reaches;

    return withArena((arena) => {
      const [a, b] = [arena.allocate(2 * (length + 1)), arena.allocate(2 * (length + 1))];
      const [from, to] = [arena.allocate(length), arena.allocate(length)];
      const work = arena.allocate(2 * (3 * length + 16));
      const { buffer } = arena.memory;
      const candidate = new Float64Array(buffer, a, length);
      new Float64Array(buffer, b, length).set(q.slice().reverse());
      new Int32Array(buffer, from, length).set(bands.from);
      new Int32Array(buffer, to, length).set(bands.to);

      /** Settles whether a subsequence is nearer than `best`; what was found out goes into `known`. */
      const examine = (start: number, best: number): void => {
        const mean = means[start]!;
        const inverse = deviations[start]! > 0 ? 1 / deviations[start]! : 0;
        const first = (series[start]! - mean) * inverse - q[0]!;
        const last = (series[start + length - 1]! - mean) * inverse - q[length - 1]!;
        let bound = first * first + (length > 1 ? last * last : 0);
        if (bound < best) {
          let sum = 0;
          for (let k = 0; k < length && sum < best; k++) {
            const value = (series[start + order[k]!]! - mean) * inverse;
            const gap =
              value > upper[k]! ? value - upper[k]! : value < lower[k]! ? lower[k]! - value : 0;
            sum += gap * gap;
          }
          bound = Math.max(bound, sum);
        }
        if (bound < best) {
          let sum = 0;
          for (let k = 0; k < length && sum < best; k++) {
            const i = start + order[k]!;
            const value = sorted[k]!;
            const most = (highest[i]! - mean) * inverse;
            const least = (lowest[i]! - mean) * inverse;
            const gap = value > most ? value - most : value < least ? least - value : 0;
            sum += gap * gap;
          }
          bound = Math.max(bound, sum);
        }
        // Bounds of rounded means may lie above the distance by as much as rounding.
        known[start] = bound * (1 - 1e-9);
        if (known[start]! >= best) return;
        for (let i = 0; i < length; i++) candidate[i] = (series[start + i]! - mean) * inverse;
        const cost = arena.kernels.warp(0, 1, length, length, a, b, from, to, work, best);
        if (cost === Number.POSITIVE_INFINITY) known[start] = best;
        else {
          known[start] = cost;
          exact[start] = 1;
        }
      };

      // Whatever is nearer than all that is likely is wanted, or nearly so: known once, it is known
      // for every match.
      const settled: number[] = [];
      let near = 0;
      for (const start of likely) {
        if (start < 0 || start >= starts || exact[start]) continue;
        examine(start, Number.POSITIVE_INFINITY);
        settled.push(start);
        if (known[start]! > near) near = known[start]!;
      }
      // The least that the distance of one that is not settled may be.
      let least = 0;
      const matches: Match[] = [];
      while (matches.length < count) {
        let best = Number.POSITIVE_INFINITY;
        let place = -1;
        const consider = (start: number) => {
          // The earlier of equals.
          if (known[start]! < best || (known[start] === best && start < place)) {
            best = known[start]!;
            place = start;
          }
        };
        for (const start of settled) if (!excluded[start]) consider(start);
        const equals = () => best * (1 + 1e-12) + Number.MIN_VALUE;
        if (least < equals()) {
          least = Number.POSITIVE_INFINITY;
          for (let start = 0; start < starts; start++) {
            if (excluded[start] || exact[start]) continue;
            const limit = Math.max(near, start < place ? equals() : best);
            if (known[start]! < limit) {
              examine(start, limit);
              if (exact[start]) {
                settled.push(start);
                consider(start);
                continue;
              }
            }
            least = Math.min(least, known[start]!);
          }
        }
        if (place < 0) break;
        matches.push({ start: place, distance: Math.sqrt(best) });
        excluded.fill(1, Math.max(0, place - apart + 1), place + apart);
      }
      return matches;
    });
  };
}

/** Mean and deviation of every window; deviation 0 where values do not differ beyond rounding. */
function moments(series: Float64Array, length: number) {
  const starts = Math.max(0, series.length - length + 1);
  const means = new Float64Array(starts);
  const deviations = new Float64Array(starts);
  for (let start = 0; start < starts; start++) {
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
  }
  return { means, deviations };
}
