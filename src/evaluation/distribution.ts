import { forecastQuantiles, levelsFor } from "../models/intervals/quantiles.js";
import { samplePaths } from "../models/intervals/sample-paths.js";
import { type SeriesTotal, totalsOf } from "../models/intervals/totals.js";
import { type Limits, limited } from "../models/limits.js";
import type { FittedModel } from "../models/model.js";

/** What is wanted of a forecast's distribution besides its intervals. */
export interface DistributionWishes {
  /** Probabilities, ascending. */
  readonly quantiles?: readonly number[] | undefined;
  /** Number of sample paths a series. */
  readonly samples?: number | undefined;
  /** Levels in percent of totals over the horizon, which have the quantiles too; undefined where none are wanted. */
  readonly total?: readonly number[] | undefined;
  /** What the fit's forecasts are held to, of which sums keep to whole numbers. */
  readonly limits?: Limits | undefined;
  /** Whether the series add up, so that totals must be the sums of what was rounded. */
  readonly addsUp?: boolean | undefined;
}

/** What a fit says of the distribution of what is to come, one a series in the panel's order. */
export interface Distribution {
  /** [series][quantiles][horizon] */
  readonly quantiles?: readonly (readonly Float64Array[])[] | undefined;
  /** [series][samples][horizon] */
  readonly samples?: readonly (readonly Float64Array[])[] | undefined;
  /** Sums over the horizon. */
  readonly totals?: readonly SeriesTotal[] | undefined;
}

/** Levels at which a model must be fitted, ascending: those of intervals and of quantiles. */
export function levelsToFit(
  levels: readonly number[] | undefined,
  { quantiles }: DistributionWishes,
): readonly number[] | undefined {
  if (!quantiles) return levels;
  return [...new Set([...(levels ?? []), ...levelsFor(quantiles)])].sort((a, b) => a - b);
}

/** @param label how a warning calls the model, where it gives no distribution */
export function distributionOf(
  label: string,
  fitted: FittedModel,
  { horizon, seed, warn }: { horizon: number; seed: number; warn: (message: string) => void },
  { quantiles, samples, total, limits = {}, addsUp }: DistributionWishes,
): Distribution {
  const found = quantiles && forecastQuantiles(fitted, horizon, quantiles);
  const drawn = samples ? samplePaths(fitted, horizon, { count: samples, seed }) : undefined;
  const totals = total && totalsOf(fitted, horizon, total, { seed, quantiles, summed: addsUp });
  const summed = totals?.every(({ intervals }) => intervals.length > 0);
  const { min, max, integer } = limits;
  const bounds: Limits = addsUp
    ? { integer }
    : {
        ...(min !== undefined && { min: Math.ceil(min) * horizon }),
        ...(max !== undefined && { max: Math.floor(max) * horizon }),
        integer,
      };
  const whole = (value: number) => (integer ? limited(Float64Array.of(value), bounds)[0]! : value);
  const lacking = [
    ...(quantiles && !found ? ["quantiles"] : []),
    ...(samples && !drawn ? ["sample paths"] : []),
    ...(total?.length && !summed ? ["intervals of totals"] : []),
  ];
  if (lacking.length > 0) {
    warn(`${label} gives no intervals, and so no ${lacking.join(" and no ")}`);
  }
  return {
    quantiles: found?.map(({ values }) => values),
    samples: drawn?.map(({ paths }) => paths),
    totals: totals?.map((one) => ({
      ...one,
      mean: whole(one.mean),
      ...(one.quantiles && { quantiles: one.quantiles.map(whole) }),
      intervals: one.intervals.map(({ level, lo, hi }) => ({
        ...{ level, lo: whole(lo), hi: whole(hi) },
      })),
    })),
  };
}
