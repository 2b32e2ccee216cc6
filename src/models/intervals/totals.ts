import { quantileOfSorted } from "../../numeric/quantile.js";
import type { SeriesForecast } from "../model.js";

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
}

/** Sample paths from which intervals of totals are read, a series. */
export const TOTAL_PATHS = 2000;

/**
 * Totals over the horizon. Errors of one step are carried on to the next, so the interval of a sum is
 * neither the sum of the intervals, which would be too wide, nor that of independent errors, too narrow:
 * its ends are the quantiles of the sums of sample paths, which carry errors on as the model's intervals
 * say.
 *
 * @param forecasts one a series
 * @param paths     [series][samples][horizon], drawn together over the steps; without them totals have
 *   no intervals
 * @param levels    in percent
 *
 * @example
 * const [{ paths }] = samplePaths(fitted, 12, { count: TOTAL_PATHS, seed: 1 });
 * totalsOf(fitted.forecast(12), [paths], [80])[0]; // { id, mean, intervals: [{ level: 80, lo, hi }] }
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", section 13.5,
 *   "Prediction intervals for aggregates"
 */
export function totalsOf(
  forecasts: readonly SeriesForecast[],
  paths: readonly (readonly Float64Array[])[] | undefined,
  levels: readonly number[],
): SeriesTotal[] {
  return forecasts.map(({ id, mean }, s) => {
    const total = sumOf(mean);
    const sums = Float64Array.from(paths?.[s] ?? [], sumOf).sort();
    const intervals = sums.length === 0 ? [] : levels;
    return {
      id,
      mean: total,
      intervals: intervals.map((level) => ({
        level,
        lo: Math.min(total, quantileOfSorted(sums, 0.5 - level / 200)),
        hi: Math.max(total, quantileOfSorted(sums, 0.5 + level / 200)),
      })),
    };
  });
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
