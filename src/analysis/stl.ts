/** A series as a sum: trend + seasonal + remainder, [n] each. */
export interface Decomposition {
  readonly trend: Float64Array;
  readonly seasonal: Float64Array;
  readonly remainder: Float64Array;
}

/** Settings of one local regression. */
interface Smoothing {
  /** Number of neighbours. */
  readonly span: number;
  readonly degree: 0 | 1;
  /** Evaluated at every `jump`-th point and interpolated between. */
  readonly jump: number;
  /** Tricube weights by distance, for each reach that there was. */
  readonly tables: Map<number, Float64Array>;
}

export interface StlOptions {
  /** Span of the smoothing of each place, in periods; `"periodic"`, the default, for the same all along. */
  readonly window?: number | "periodic";
  /** Degree of that smoothing: 0 (as in R, the default) for local means, 1 for local lines. */
  readonly degree?: 0 | 1;
  /** Span of the smoothing of the trend, in observations; the next odd number after 1.5 periods by default. */
  readonly trendWindow?: number | undefined;
  /** Give observations far off little weight, by 15 outer iterations; false by default. */
  readonly robust?: boolean;
}

/**
 * Seasonal-trend decomposition by local regression.
 *
 * The inner loop smooths each place of the season by itself, removes the trend from that by moving averages
 * and a smoothing, and smooths the rest of the series to the trend. It runs twice, or once in each robust
 * iteration. Spans are those of R's `stl`.
 *
 * @param y two periods and one observation at least, none of them missing
 * @see Cleveland, Cleveland, McRae & Terpenning (1990), "STL: a seasonal-trend decomposition procedure
 *   based on loess", section 2
 */
export function stl(
  y: Float64Array,
  period: number,
  { window = "periodic", degree = 0, robust = false, trendWindow }: StlOptions = {},
): Decomposition {
  const n = y.length;
  const span = window === "periodic" ? 10 * n + 1 : odd(window);
  const season = smoothing(span, window === "periodic" ? 0 : degree);
  const passing = smoothing(odd(period), 1);
  const rising = smoothing(odd(trendWindow ?? Math.ceil((1.5 * period) / (1 - 1.5 / span))), 1);
  let trend = new Float64Array(n);
  let seasonal = new Float64Array(n);
  let weights: Float64Array | undefined;
  const turns = robust ? ROBUST_ITERATIONS + 1 : 2;
  for (let turn = 0; turn < turns; turn++) {
    const cycles = smoothCycles(less(y, trend), period, season, weights);
    const averaged = movingAverage(movingAverage(movingAverage(cycles, period), period), 3);
    const low = loess(averaged, passing);
    seasonal = less(cycles.subarray(period), low);
    trend = loess(less(y, seasonal), rising, weights);
    if (robust && turn < turns - 1) weights = bisquareWeights(less(less(y, trend), seasonal));
  }
  if (window === "periodic") seasonal = sameEverySeason(seasonal, period);
  return { trend, seasonal, remainder: y.map((value, t) => value - trend[t] - seasonal[t]) };
}

/** The first values less the second, as many as these are. */
function less(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(b.length);
  for (let t = 0; t < out.length; t++) out[t] = a[t] - b[t];
  return out;
}

/** Robust iterations, as in R. */
const ROBUST_ITERATIONS = 15;

/** Tukey's weights (1 − (r/6m)²)², with m the median of |r|; 1 near 0 and 0 beyond 6m. */
function bisquareWeights(remainder: Float64Array): Float64Array {
  const sizes = remainder.map(Math.abs);
  const sorted = sizes.slice().sort();
  const half = sorted.length >> 1;
  const reach = 3 * (sorted[sorted.length % 2 === 1 ? half : half - 1] + sorted[half]);
  return sizes.map((size) => {
    if (size <= 0.001 * reach) return 1;
    if (size > 0.999 * reach) return 0;
    const kept = 1 - (size / reach) * (size / reach);
    return kept * kept;
  });
}

/**
 * Several seasons of one series, estimated from the shortest on, each from the series less the others.
 *
 * @param periods  one or more, ascending; the series has two of the longest and one observation at least
 * @param windowOf span of each period's smoothing by its place, in periods
 * @returns one seasonal component a period, [n] each, and the trend that the last of them left
 * @see Bandara, Hyndman & Bergmeir (2021), "MSTL: a seasonal-trend decomposition algorithm for time
 *   series with multiple seasonal patterns", algorithm 1
 */
export function mstl(
  y: Float64Array,
  periods: readonly number[],
  windowOf: (place: number) => number | "periodic",
  options: Omit<StlOptions, "window"> = {},
): { readonly seasonal: readonly Float64Array[]; readonly trend: Float64Array } {
  const components = periods.map(() => new Float64Array(y.length));
  let left = y;
  let level = y;
  for (let turn = 0; turn < (periods.length > 1 ? 2 : 1); turn++) {
    periods.forEach((period, i) => {
      const others = left.map((value, t) => value + components[i][t]);
      const { seasonal, trend } = stl(others, period, { ...options, window: windowOf(i) });
      components[i] = Float64Array.from(seasonal);
      left = others.map((value, t) => value - seasonal[t]);
      level = trend;
    });
  }
  return { seasonal: components, trend: level };
}

/**
 * The trend of a series without a season: a local line at each point, by tricube weights.
 *
 * @param span   observations that each line is drawn through
 * @param robust as of {@link stl}
 * @see Cleveland (1979), "Robust locally weighted regression and smoothing scatterplots"
 */
export function smoothedTrend(y: Float64Array, span: number, robust = false): Float64Array {
  const how = smoothing(odd(span), 1);
  let trend = loess(y, how);
  for (let turn = 0; robust && turn < ROBUST_ITERATIONS; turn++) {
    trend = loess(y, how, bisquareWeights(y.map((value, t) => value - trend[t])));
  }
  return trend;
}

/**
 * Degrees of freedom of a seasonal component: the trace of the smoothing of each place, Σ ∂S/∂y, less the
 * part of a mean that the low-pass filter takes out of it.
 */
export function seasonalFreedom(
  observations: number,
  period: number,
  window: number | "periodic",
  degree: 0 | 1 = 0,
): number {
  if (window === "periodic") return period - 1;
  const how = smoothing(odd(window), degree);
  const count = Math.round(observations / period);
  const unit = new Float64Array(count);
  let trace = 0;
  for (let k = 0; k < count; k++) {
    unit[k] = 1;
    trace += localFit(unit, how, k);
    unit[k] = 0;
  }
  return trace * (period - 1);
}

function smoothing(span: number, degree: 0 | 1): Smoothing {
  return { span, degree, jump: Math.ceil(span / 10), tables: new Map() };
}

/** The next odd number from `value` on, 3 at least. */
function odd(value: number): number {
  return Math.max(3, value + 1 - (value % 2));
}

/** Each place of the season smoothed for itself and continued by one period at both ends, [n + 2·period]. */
function smoothCycles(
  y: Float64Array,
  period: number,
  season: Smoothing,
  weights: Float64Array | undefined,
): Float64Array {
  const out = new Float64Array(y.length + 2 * period);
  for (let place = 0; place < period; place++) {
    const count = Math.floor((y.length - place - 1) / period) + 1;
    const cycle = everyFrom(y, place, period, count);
    const own = weights && everyFrom(weights, place, period, count);
    const smooth = loess(cycle, season, own);
    const near = Math.min(season.span, count);
    const before = regressAt(cycle, season, -1, 0, near - 1, own);
    const after = regressAt(cycle, season, count, count - near, count - 1, own);
    out[place] = Number.isNaN(before) ? smooth[0] : before;
    for (let k = 0; k < count; k++) out[place + (k + 1) * period] = smooth[k];
    out[place + (count + 1) * period] = Number.isNaN(after) ? smooth[count - 1] : after;
  }
  return out;
}

/** So many values, a period apart. */
function everyFrom(y: Float64Array, place: number, period: number, count: number): Float64Array {
  const values = new Float64Array(count);
  for (let k = 0; k < count; k++) values[k] = y[place + k * period];
  return values;
}

function movingAverage(x: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(x.length - length + 1);
  let sum = 0;
  for (let t = 0; t < x.length; t++) {
    sum += x[t];
    if (t >= length) sum -= x[t - length];
    if (t >= length - 1) out[t - length + 1] = sum / length;
  }
  return out;
}

/** Local regression at every point, at every `jump`-th by least squares and between them by lines. */
function loess(y: Float64Array, how: Smoothing, weights?: Float64Array): Float64Array<ArrayBuffer> {
  const n = y.length;
  const out = new Float64Array(y);
  if (n < 2) return out;
  const jump = Math.min(how.jump, n - 1);
  const at = (t: number) => {
    out[t] = localFit(y, how, t, weights);
  };
  let last = 0;
  at(0);
  while (last < n - 1) {
    const next = Math.min(last + jump, n - 1);
    at(next);
    const rise = (out[next] - out[last]) / (next - last);
    for (let t = last + 1; t < next; t++) out[t] = out[last] + rise * (t - last);
    last = next;
  }
  return out;
}

/** Local regression at one of the points; the value itself where it stands alone, or nothing has a weight. */
function localFit(y: Float64Array, how: Smoothing, t: number, weights?: Float64Array): number {
  const n = y.length;
  if (n < 2) return y[t];
  const span = Math.min(how.span, n);
  const left = Math.min(Math.max(t - ((how.span + 1) >> 1) + 1, 0), n - span);
  const value = regressAt(y, how, t, left, left + span - 1, weights);
  return Number.isNaN(value) ? y[t] : value;
}

/**
 * The local regression's value at `x`, by tricube weights of the points from `left` to `right`, times their
 * own weights if given.
 *
 * @returns NaN when none of them has a weight
 */
function regressAt(
  y: Float64Array,
  { span, degree, tables }: Smoothing,
  x: number,
  left: number,
  right: number,
  weights: Float64Array | undefined,
): number {
  const n = y.length;
  const reach = Math.max(x - left, right - x) + (span > n ? (span - n) >> 1 : 0);
  let table: Float64Array | undefined;
  if (reach <= MAX_TABLE) {
    table = tables.get(reach);
    if (table === undefined) {
      table = Float64Array.from({ length: reach + 1 }, (_, distance) => tricube(distance, reach));
      tables.set(reach, table);
    }
  }
  let total = 0;
  let sum = 0;
  if (degree === 0) {
    for (let t = left; t <= right; t++) {
      const distance = Math.abs(t - x);
      let w = table ? table[distance] : tricube(distance, reach);
      if (weights) w *= weights[t];
      total += w;
      sum += w * y[t];
    }
    return total > 0 ? sum / total : Number.NaN;
  }
  let first = 0;
  let second = 0;
  let product = 0;
  // Moments around x, which lies within the points or next to them.
  for (let t = left; t <= right; t++) {
    const d = t - x;
    const distance = Math.abs(d);
    let w = table ? table[distance] : tricube(distance, reach);
    if (weights) w *= weights[t];
    total += w;
    first += w * d;
    second += w * d * d;
    sum += w * y[t];
    product += w * d * y[t];
  }
  if (!(total > 0)) return Number.NaN;
  const middle = first / total;
  const spread = second / total - middle * middle;
  if (reach === 0 || !(Math.sqrt(Math.max(spread, 0)) > 0.001 * (n - 1))) {
    return sum / total;
  }
  return sum / total - (middle * (product / total - (middle * sum) / total)) / spread;
}

/** Farthest reach whose weights are kept. */
const MAX_TABLE = 500;

/** (1 − (d/r)³)³, as R's `stl` has it: 1 next to the point, and 0 at the reach. */
function tricube(distance: number, reach: number): number {
  if (distance > 0.999 * reach) return 0;
  if (distance <= 0.001 * reach) return 1;
  const ratio = distance / reach;
  const kept = 1 - ratio * ratio * ratio;
  return kept * kept * kept;
}

/** The mean of each place over all seasons. */
function sameEverySeason(seasonal: Float64Array, period: number): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  seasonal.forEach((value, t) => {
    sums[t % period] += value;
    counts[t % period]++;
  });
  return Float64Array.from(seasonal, (_, t) => sums[t % period] / counts[t % period]);
}
