import type { Frequency } from "../data/time/frequency.js";
import { detectSeasons, KNOWN_SEASON_LEVEL } from "./seasonality.js";

/** The panel's season, and the longer one that its frequency makes likely, the shorter first. */
export function seasonsOf({
  season,
  frequency,
}: {
  readonly season: number;
  readonly frequency: Frequency;
}): number[] {
  const { unit, multiple } = frequency;
  const day = unit === "h" ? 24 / multiple : unit === "min" ? 1440 / multiple : Number.NaN;
  const longer = season > 1 && season === day ? 7 * day : unit === "W" && multiple === 1 ? 52 : 1;
  return [...new Set([season, longer])].filter((length) => length > 1).sort((a, b) => a - b);
}

/** Whole seasons that a series must have of each. */
const MIN_CYCLES = 3;

/** Observations below which {@link shownSeasons} looks for none of several seasons; 0 where one is likely. */
export function leastToShow(lengths: readonly number[]): number {
  return lengths.length < 2 ? 0 : MIN_CYCLES * lengths[lengths.length - 1];
}

/**
 * The seasons, of several that are likely, that a series shows: a day and a week, say, or the day alone. None
 * where one length is likely, or the series is shorter than three of the longest.
 *
 * @param y       complete
 * @param lengths that are likely, ascending, such as those of {@link seasonsOf}
 */
export function shownSeasons(y: Float64Array, lengths: readonly number[]): number[] {
  if (lengths.length < 2 || y.length < leastToShow(lengths)) return [];
  const options = { candidates: lengths, max: lengths.length, level: KNOWN_SEASON_LEVEL };
  const found = detectSeasons(y, options).at(-1)?.length ?? 0;
  return lengths.filter((length) => length <= found);
}
