import { normalQuantile } from "../../numeric/normal.js";
import { Random } from "../../numeric/random.js";
import type { FittedModel, SeriesForecast } from "../model.js";
import { requireCount } from "../validated.js";
import { quantileFunction, withIntervalsAt } from "./quantiles.js";

/** Possible futures of one series. */
export interface SeriesSamples {
  readonly id: string;
  /** [samples][horizon] */
  readonly paths: readonly Float64Array[];
}

/** Levels in percent of the intervals that paths are drawn from. */
const LEVELS = [
  ...[1, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95],
  ...[98, 99, 99.5, 99.8],
];

/**
 * Sample paths that agree with a model's intervals, for all models alike.
 *
 * At each step, values are drawn from the distribution that runs through the ends of the intervals, by
 * Latin hypercube: one from each of `count` equally likely parts of it, so that even few paths spread as
 * the intervals say. From step to step they are connected by a Gaussian copula, as errors are to which
 * each step adds a shock as large as the first step's:
 *
 *   eₕ₊₁ = φₕ·eₕ + ε,   Var ε = w₁²   ⇒   ρ(eₕ, eₕ₊₁) = √(1 − w₁²/wₕ₊₁²),   w the width of the intervals
 *
 * That is exact for random walks, first-order autoregression and independent errors around a mean.
 * Forecasts that are held to limits have paths that are held so that their sums are those of totals.
 *
 * @param options `count`, how many a series; `seed`, of which each series draws a stream of its own, by its
 *   id, whatever other series there are
 * @returns one a series, undefined for a model that gives no intervals
 *
 * @example
 * const panel = await readPanel("nottem");
 * const fitted = await createModel("theta").fit(panel, { horizon: 12, seed: 1, warn: console.warn });
 * const [{ paths }] = samplePaths(fitted, 12, { count: 100, seed: 1 });
 * paths.length; // 100
 *
 * @throws RangeError unless horizon and count are whole numbers ≥ 1
 * @see McKay, Beckman & Conover (1979), "A comparison of three methods for selecting values of input
 *   variables", for Latin hypercubes; Iman & Conover (1982), "A distribution-free approach to inducing
 *   rank correlation among input variables", for the order in which values are connected
 */
export function samplePaths(
  fitted: FittedModel,
  horizon: number,
  { count, seed }: { readonly count: number; readonly seed: number },
): SeriesSamples[] | undefined {
  requireCount("the number of paths", count);
  const { unlimited } = fitted;
  const free = freePaths(unlimited ?? fitted, horizon, { count, seed });
  if (!unlimited || !free) return free?.map(({ forecast: { id }, paths }) => ({ id, paths }));
  const holds = unlimited.holds(
    free.map(({ forecast }) => forecast),
    false,
  );
  return free.map(({ forecast: { id, mean }, paths }, s) => {
    const held = paths.map(heldWithSums(mean, holds[s]));
    return {
      id,
      paths: unlimited.limitsOf?.(s).integer ? held.map(inWholeNumbers(mean, holds[s])) : held,
    };
  });
}

/**
 * Holds a path to limits as a whole: its sum is what it was, moved as the sum of the forecasts is, unless no
 * path within the limits has it. Held step by step, errors below a limit would no longer cancel out those
 * above it, and sums would come out too high near 0.
 *
 * @param mean  the forecast that the path is around
 * @param holds holds each value to its limits
 */
function heldWithSums(
  mean: Float64Array,
  holds: (values: Float64Array) => Float64Array,
): (path: Float64Array) => Float64Array {
  const least = holds(mean.map(() => Number.NEGATIVE_INFINITY));
  const greatest = holds(mean.map(() => Number.POSITIVE_INFINITY));
  const moved = sumOf(holds(mean)) - sumOf(mean);
  return (path) => {
    const held = holds(path);
    const excess = sumOf(held) - sumOf(path) - moved;
    if (excess === 0) return held;
    const ends = excess > 0 ? least : greatest;
    let room = 0;
    for (let h = 0; h < held.length; h++) room += Math.abs(held[h] - ends[h]);
    // Where there is no limit on that side, nothing was held on the other.
    if (!(room > 0 && room < Number.POSITIVE_INFINITY)) return held;
    const share = Math.min(1, Math.abs(excess) / room);
    return held.map((value, h) => value + share * (ends[h] - value));
  };
}

/**
 * Rounds the sum so far at each step, halves upwards, so that the whole path sums to what it did, rounded;
 * each step stays within the limits.
 */
function inWholeNumbers(
  mean: Float64Array,
  holds: (values: Float64Array) => Float64Array,
): (path: Float64Array) => Float64Array {
  const least = holds(mean.map(() => Number.NEGATIVE_INFINITY)).map(Math.ceil);
  const greatest = holds(mean.map(() => Number.POSITIVE_INFINITY)).map(Math.floor);
  return (path) => {
    let sum = 0;
    let before = 0;
    return path.map((value, h) => {
      sum += value;
      const step = Math.min(greatest[h], Math.max(least[h], Math.round(sum) - before));
      before += step;
      return step;
    });
  };
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Paths as of {@link samplePaths} that are held to nothing, each series with the forecast they are around. */
export function freePaths(
  { forecast }: Pick<FittedModel, "forecast">,
  horizon: number,
  { count, seed }: { readonly count: number; readonly seed: number },
): { readonly forecast: SeriesForecast; readonly paths: readonly Float64Array[] }[] | undefined {
  return withIntervalsAt({ forecast }, horizon, LEVELS)?.map((one) => ({
    forecast: one,
    paths: pathsOf(one, count, new Random(seed ^ hashOf(one.id))),
  }));
}

function pathsOf(forecast: SeriesForecast, count: number, random: Random): Float64Array[] {
  const horizon = forecast.mean.length;
  const paths = Array.from({ length: count }, () => new Float64Array(horizon));
  const carried = carriedOn(forecast);
  const errors = new Float64Array(count);
  for (let h = 0; h < horizon; h++) {
    const fresh = Math.sqrt(1 - carried[h] ** 2);
    for (let i = 0; i < count; i++) {
      errors[i] = carried[h] * errors[i] + fresh * random.normal();
    }
    const at = quantileFunction(forecast, h);
    const order = Array.from(errors, (_, i) => i).sort((a, b) => errors[a] - errors[b] || a - b);
    for (const [rank, i] of order.entries()) {
      // Never 0 or 1, where a normal distribution has no quantile.
      const share = (rank + random.uniform(2 ** -33, 1)) / count;
      paths[i][h] = at(normalQuantile(Math.min(share, 1 - 2 ** -53)));
    }
  }
  return paths;
}

/** Correlation of the errors at each step with those at the step before, from the widths of the intervals. */
function carriedOn({ mean, intervals = [] }: SeriesForecast): Float64Array {
  const { lo, hi } = intervals.find(({ level }) => level === 80) ?? intervals[0];
  const first = hi[0] - lo[0];
  return mean.map((_, h) => {
    const width = hi[h] - lo[h];
    if (h === 0 || !(width > 0)) return 0;
    return Math.sqrt(Math.max(0, 1 - (first / width) ** 2));
  });
}

/** A whole number of 32 bits by FNV-1a, so that seeds of series differ. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash;
}
