import { quantileOfSorted } from "../../numeric/quantile.js";
import type { FittedModel, SeriesForecast } from "../model.js";
import { forecastQuantiles } from "./quantiles.js";
import { freePaths } from "./sample-paths.js";

/** The sum of a series' forecasts over the horizon. */
export interface SeriesTotal {
  readonly id: string;
  readonly mean: number;
  /** In the order of the levels. */
  readonly intervals: readonly {
    readonly level: number;
    readonly lo: number;
    readonly hi: number;
  }[];
  /** In the order of the probabilities, where these were asked for. */
  readonly quantiles?: readonly number[];
}

/** Sample paths from which intervals of totals are read, a series. */
export const TOTAL_PATHS = 2000;

/** Share of the total below which the sum of the medians tells nothing of it, as of demand that is mostly none. */
const LUMPY_SHARE = 0.5;

/**
 * Totals over the horizon: sums of the forecasts. Errors of one step are carried on to the next, so the
 * interval of a sum is neither the sum of the intervals, which would be too wide, nor that of independent
 * errors, too narrow: its ends are as far from the total as the quantiles of the sums of sample paths are
 * from the sum of what these are around.
 *
 * No end lies beyond the sum of the steps' own ends, which is where all errors together would take it: a
 * new level that steps allow for comes once and stays, or not at all, where paths would have it come anew at
 * each step. Demand that is mostly none is left out of this: at most steps even high quantiles are 0. By that
 * a total is held to limits too. Where these move forecasts, its interval moves with their sum.
 * Of forecasts in whole numbers it is the sum of what these were before they were rounded, as rounding each
 * step would lose a demand below one half altogether. The total of one step is that step, with its own interval.
 *
 * @param levels  in percent
 * @param options `seed` of the paths, the probabilities of `quantiles` of the sums, and whether forecasts
 *   that were rounded are `summed` as they are, as sums of series that add up
 * @returns one a series; without intervals of a model that gives none, and where there are no levels
 *
 * @example
 * const [{ mean, intervals }] = totalsOf(fitted, 12, [80], { seed: 1 });
 * intervals[0]; // { level: 80, lo, hi }
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", section 13.5,
 *   "Prediction intervals for aggregates"
 */
export function totalsOf(
  fitted: FittedModel,
  horizon: number,
  levels: readonly number[],
  {
    seed,
    quantiles = [],
    summed = false,
  }: {
    readonly seed: number;
    readonly quantiles?: readonly number[] | undefined;
    readonly summed?: boolean | undefined;
  },
): SeriesTotal[] {
  const own = horizon === 1 ? totalsOfOneStep(fitted, levels, quantiles) : undefined;
  if (own) return own;
  const { unlimited = fitted } = fitted;
  const asked = [...levels.flatMap((level) => [lowerOf(level), upperOf(level)]), ...quantiles];
  const free =
    asked.length > 0 ? freePaths(unlimited, horizon, { count: TOTAL_PATHS, seed }) : undefined;
  const holds =
    free &&
    fitted.unlimited?.holds(
      free.map(({ forecast }) => forecast),
      false,
    );
  const shares = [...new Set([0.5, ...asked])].sort((a, b) => a - b);
  const steps = free && forecastQuantiles(fitted, horizon, shares, { rounded: false });
  const means = summed ? fitted.forecast(horizon, []) : unroundedMeans(fitted, horizon);
  return means.map(({ id, mean }, s): SeriesTotal => {
    const total = sumOf(mean);
    if (!free || !steps) return { id, mean: total, intervals: [] };
    const { forecast, paths } = free[s];
    const sums = Float64Array.from(paths, sumOf).sort();
    const moved = holds ? sumOf(holds[s](forecast.mean)) - sumOf(forecast.mean) : 0;
    const together = new Map(shares.map((share, q) => [share, sumOf(steps[s].values[q])]));
    const middle = together.get(0.5)!;
    const isLumpy = total > 0 && middle < LUMPY_SHARE * total;
    const at = (share: number) => {
      const most = together.get(share)!;
      const ofPaths = quantileOfSorted(sums, share) + moved;
      if (isLumpy) return share < 0.5 ? Math.max(most, ofPaths) : ofPaths;
      const [low, high] = share < 0.5 ? [most, middle] : [middle, most];
      return Math.max(low, Math.min(high, ofPaths));
    };
    return {
      id,
      mean: total,
      intervals: levels.map((level) => ({
        level,
        lo: Math.min(total, at(lowerOf(level))),
        hi: Math.max(total, at(upperOf(level))),
      })),
      ...(quantiles.length > 0 && { quantiles: quantiles.map(at) }),
    };
  });
}

function lowerOf(level: number): number {
  return 0.5 - level / 200;
}

function upperOf(level: number): number {
  return 0.5 + level / 200;
}

/** The forecasts, held to limits but not rounded. */
function unroundedMeans(fitted: FittedModel, horizon: number): SeriesForecast[] {
  const { unlimited } = fitted;
  if (!unlimited) return fitted.forecast(horizon, []);
  const free = unlimited.forecast(horizon, []);
  const holds = unlimited.holds(free, false);
  return free.map(({ id, mean }, s) => ({ id, mean: holds[s]!(mean) }));
}

/** A single step's forecast as it is; undefined where the model gives no intervals, or no quantiles. */
function totalsOfOneStep(
  fitted: FittedModel,
  levels: readonly number[],
  probabilities: readonly number[],
): SeriesTotal[] | undefined {
  const quantiles =
    probabilities.length > 0 ? forecastQuantiles(fitted, 1, probabilities) : undefined;
  if (probabilities.length > 0 && !quantiles) return undefined;
  const forecasts = fitted.forecast(1, levels);
  if (levels.length > 0 && !forecasts.every(({ intervals }) => intervals)) return undefined;
  return forecasts.map(({ id, mean, intervals = [] }, s) => ({
    ...{ id, mean: mean[0]! },
    intervals: intervals.map(({ level, lo, hi }) => ({ level, lo: lo[0]!, hi: hi[0]! })),
    ...(quantiles && { quantiles: quantiles[s]!.values.map(([value]) => value!) }),
  }));
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
