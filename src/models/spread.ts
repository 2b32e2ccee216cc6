/** Blocks of observations without which nothing is said of how the spread changes. */
const FEWEST = 4;
/** Correlation of spread and level from which they are taken to grow together. */
const TOGETHER = 0.5;

/**
 * The unit in which a series' errors are measured: the mean absolute difference of neighbours. Of a
 * positive series whose differences grow with its level it is that at the level of the last season.
 * 0 for a series that never changes.
 *
 * They are taken to grow together when, over blocks of a season (at least 4 observations), the means of
 * the values and of the absolute differences have a correlation of 0.5 or more.
 *
 * @see Guerrero (1993), "Time-series analysis supported by power transformations", for the blocks
 */
export function spreadOf(y: Float64Array, season: number): number {
  const all = differences(y, 0, y.length);
  if (!(all.difference > 0)) return 0;
  if (!y.every((value) => !(value <= 0))) return all.difference;
  const block = Math.max(season, 4);
  const levels: number[] = [];
  const spreads: number[] = [];
  for (let end = y.length; end - block >= 0; end -= block) {
    const { level, difference } = differences(y, end - block, end);
    if (Number.isNaN(level) || Number.isNaN(difference)) continue;
    levels.push(level);
    spreads.push(difference);
  }
  const grows = levels.length >= FEWEST && correlation(levels, spreads) >= TOGETHER;
  return grows ? (all.difference * levels[0]!) / all.level : all.difference;
}

/** Means of y and of its absolute differences from one place to before another; NaN when there is none. */
function differences(y: Float64Array, from: number, to: number) {
  let [sum, known, steps, pairs] = [0, 0, 0, 0];
  for (let t = from; t < to; t++) {
    if (Number.isNaN(y[t]!)) continue;
    sum += y[t]!;
    known++;
    const step = t > from ? Math.abs(y[t]! - y[t - 1]!) : Number.NaN;
    if (Number.isNaN(step)) continue;
    steps += step;
    pairs++;
  }
  return { level: sum / known, difference: steps / pairs };
}

/** Pearson's; 0 when either never changes. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const [centreA, centreB] = [mean(a), mean(b)];
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - centreA, b[i]! - centreB];
    both += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  const scale = Math.sqrt(squaresA) * Math.sqrt(squaresB);
  return scale > 0 ? both / scale : 0;
}
