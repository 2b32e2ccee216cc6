import { earlierNeighbours } from "./subsequence-search.js";

/** A subsequence similar to the query. */
export interface Match {
  /** Index of the first value of the subsequence. */
  readonly start: number;
  /** DTW distance of the normalised subsequence to the normalised query. */
  readonly distance: number;
}

/** Options of a search for subsequences. */
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
 * the nearest, then the nearest that is far enough from it, and so on. Exact, as `earlierNeighbours`
 * is; subsequences with gaps match nothing.
 *
 * @example
 * const series = Float64Array.of(0, 1, 0, 5, 5, 0, 2, 0, 5);
 * nearestSubsequences(Float64Array.of(0, 1, 0), series)[0].start; // 0
 *
 * @returns fewer matches than wanted when there is no room for more
 * @throws RangeError when the query is empty
 * @see Rakthanmanon et al. (2012), "Searching and mining trillions of time series subsequences under
 *   dynamic time warping", section 4
 */
export function nearestSubsequences(
  query: Float64Array,
  series: Float64Array,
  { count = 1, radius, apart }: SearchOptions = {},
): Match[] {
  const [n, length] = [series.length, query.length];
  if (length === 0) throw new RangeError("the query must have at least one value");
  // The query is appended to the series; only windows that lie wholly before it are candidates.
  const joined = new Float64Array(n + length);
  joined.set(series);
  joined.set(query, n);
  const { starts, distances } = earlierNeighbours(
    joined,
    length,
    { count, radius, apart, gap: length },
    [n, n + 1],
  );
  return Array.from(starts, (start, i) => ({ start, distance: distances[i] })).filter(
    ({ start }) => start >= 0,
  );
}
