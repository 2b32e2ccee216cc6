import { suitsLogarithms } from "../../analysis/breaks.js";
import { meanAbsoluteDifference } from "../../numeric/differences.js";

/** Fewest blocks of observations that show how the spread changes with the level. */
const MIN_BLOCKS = 4;
/** Rise of the level beyond which the error of not seeing it come is measured by the level after it. */
const MAX_RISE = 4;
/** Correlation of spread and level above which they count as growing together. */
const MIN_CORRELATION = 0.5;

/**
 * The unit in which a series' errors are measured: the mean absolute difference of neighbours, or from
 * one season to the next where that is smaller and not 0.
 *
 * Differences of positive series often grow with their level: they do if logarithms suit the series and, over blocks of a season (at
 * least 4 observations), the means of the values and of the absolute differences have a correlation of
 * 0.5 or more. The unit is then scaled to the level of the season before `end`, or to a quarter of the
 * level after it where that is larger: of a series that stood near 0 for a while, the return to its level
 * is an error of this level and not thousands of the tiny one before.
 *
 * @param end observations that count for the level; all by default
 * @returns   0 for a series that never changes
 * @see Guerrero (1993), "Time-series analysis supported by power transformations", for the blocks
 */
export function errorScale(y: Float64Array, season: number, end = y.length): number {
  return errorScales(y, season)(end);
}

/** {@link errorScale} by `end`, for many of them: what does not depend on it is computed once. */
export function errorScales(y: Float64Array, season: number): (end: number) => number {
  const near = differences(y, 0, y.length, 1);
  const far = differences(y, 0, y.length, season);
  const lag = far.difference > 0 && far.difference < near.difference ? season : 1;
  const all = lag === 1 ? near : far;
  if (!(all.difference > 0)) return () => 0;
  const same = () => all.difference;
  if (!suitsLogarithms(y.filter((value) => !Number.isNaN(value)))) return same;
  const block = Math.max(season, 4);
  const levels: number[] = [];
  const spreads: number[] = [];
  for (let to = y.length; to - block >= 0; to -= block) {
    const { level, difference } = differences(y, to - block, to, lag);
    if (Number.isNaN(level) || Number.isNaN(difference)) continue;
    levels.push(level);
    spreads.push(difference);
  }
  const grows = levels.length >= MIN_BLOCKS && correlation(levels, spreads) >= MIN_CORRELATION;
  if (!grows) return same;
  return (end) => {
    const before = differences(y, Math.max(0, end - block), end, lag).level;
    const after = differences(y, end, Math.min(y.length, end + block), lag).level;
    const level = after > MAX_RISE * before ? after / MAX_RISE : before;
    return Number.isNaN(level) ? all.difference : (all.difference * level) / all.level;
  };
}

/** Means of y[from … to − 1] and of its absolute differences at a lag; NaN when there is none. */
function differences(y: Float64Array, from: number, to: number, lag: number) {
  let sum = 0;
  let known = 0;
  for (let t = from; t < to; t++) {
    if (Number.isNaN(y[t])) continue;
    sum += y[t];
    known++;
  }
  return {
    level: sum / known,
    difference: meanAbsoluteDifference(y, lag, Math.max(from, lag), to),
  };
}

/** Pearson's correlation; 0 when either side never changes. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let products = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] - meanA, b[i] - meanB];
    products += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  const scale = Math.sqrt(squaresA) * Math.sqrt(squaresB);
  return scale > 0 ? products / scale : 0;
}
