import { quantileOfSorted } from "../../numeric/quantile.js";
import type { FittedModel } from "../model.js";
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

/**
 * Totals over the horizon: sums of the forecasts. Errors of one step are carried on to the next, so the
 * interval of a sum is neither the sum of the intervals, which would be too wide, nor that of independent
 * errors, too narrow: its ends are as far from the total as the quantiles of the sums of sample paths are
 * from the sum of what these are around.
 *
 * Where limits move forecasts, the interval moves with their sum, and ends where the sum can: a total is
 * held to limits as the forecast of one step is.
 *
 * @param levels  in percent
 * @param options `seed` of the paths, and the probabilities of `quantiles` of the sums
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
  }: { readonly seed: number; readonly quantiles?: readonly number[] | undefined },
): SeriesTotal[] {
  const { unlimited = fitted } = fitted;
  const free =
    levels.length + quantiles.length > 0
      ? freePaths(unlimited, horizon, { count: TOTAL_PATHS, seed })
      : undefined;
  const holds =
    free &&
    fitted.unlimited?.holds(
      free.map(({ forecast }) => forecast),
      false,
    );
  return fitted.forecast(horizon, []).map(({ id, mean }, s): SeriesTotal => {
    const total = sumOf(mean);
    if (!free) return { id, mean: total, intervals: [] };
    const { forecast, paths } = free[s];
    const hold = holds?.[s] ?? ((values: Float64Array) => values);
    const [least, greatest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map((end) =>
      sumOf(hold(new Float64Array(horizon).fill(end))),
    );
    const sums = Float64Array.from(paths, sumOf).sort();
    const moved = sumOf(hold(forecast.mean)) - sumOf(forecast.mean);
    const at = (share: number) =>
      Math.max(least, Math.min(greatest, quantileOfSorted(sums, share) + moved));
    return {
      id,
      mean: total,
      intervals: levels.map((level) => ({
        level,
        lo: Math.min(total, at(0.5 - level / 200)),
        hi: Math.max(total, at(0.5 + level / 200)),
      })),
      ...(quantiles.length > 0 && { quantiles: quantiles.map(at) }),
    };
  });
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
