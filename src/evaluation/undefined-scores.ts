import type { Interval } from "../models/model.js";
import type { Scale } from "./metrics.js";
import { METRICS, owa, type Scores, type score } from "./scores.js";

/** What can leave a metric without a value, in words. */
export const CAUSES = {
  unobserved: "nothing was observed",
  zero: "an observation is 0",
  zeros: "an observation and its forecast are both 0",
  short: "the training part has no observations a season apart",
  repeating: "the training part never changes from one season to the next",
  intervals: "there are no intervals",
  reference: "Naive2 makes no error",
  range: "a number is beyond the range of doubles",
} as const;

export type Cause = keyof typeof CAUSES;

/** What can leave each metric undefined besides numbers too large; of several the first is told. */
const UNDEFINED: Record<keyof Scores, readonly Exclude<Cause, "reference" | "range">[]> = {
  mae: ["unobserved"],
  rmse: ["unobserved"],
  mape: ["unobserved", "zero"],
  smape: ["unobserved", "zeros"],
  mase: ["unobserved", "short", "repeating"],
  rmsse: ["unobserved", "short", "repeating"],
  bias: ["unobserved"],
  pinball: ["intervals", "unobserved"],
  crps: ["intervals", "unobserved"],
};

/** A metric that is not defined for forecasts of a series. */
export interface Gap {
  readonly metric: keyof Scores | "owa";
  readonly cause: Cause;
  readonly id: string;
  /** Of how many of its forecasts. */
  readonly forecasts: number;
}

/**
 * Gaps of one series.
 *
 * @param scores of each of its forecasts
 * @param judged what they were taken of
 */
export function gapsOf(
  id: string,
  scores: readonly Scores[],
  judged: (forecast: number) => Parameters<typeof score>,
): Gap[] {
  return METRICS.flatMap((metric) => {
    const causes = scores.flatMap((one, f) =>
      Number.isNaN(one[metric]) ? [whyUndefined(metric, ...judged(f))] : [],
    );
    return [...new Set(causes)].map((cause): Gap => {
      const forecasts = causes.filter((one) => one === cause).length;
      return { metric, cause, id, forecasts };
    });
  });
}

/** The first cause of each gap, by metric and series. */
export function causesOf(gaps: readonly Gap[]): (metric: Gap["metric"], id: string) => Cause {
  const causes = new Map<string, Cause>();
  for (const { metric, id, cause } of gaps.toReversed()) causes.set(`${metric} ${id}`, cause);
  // A mean may be too large where none of its parts is.
  return (metric, id) => causes.get(`${metric} ${id}`) ?? "range";
}

/** Why a metric of one forecast, as {@link score} gives it, is not defined. */
export function whyUndefined(
  metric: keyof Scores,
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  scale: Scale,
  intervals: readonly Interval[] = [],
): Cause {
  const observed = Array.from(actual, (y, t) => [y, forecast[t]] as const).filter(
    ([y]) => !Number.isNaN(y),
  );
  const holds = {
    unobserved: () => observed.length === 0,
    zero: () => observed.some(([y]) => y === 0),
    zeros: () => observed.some(([y, f]) => y === 0 && f === 0),
    short: () => Number.isNaN(scale.absolute),
    repeating: () => scale.absolute === 0,
    intervals: () => intervals.length === 0,
  };
  return UNDEFINED[metric].find((cause) => holds[cause]()) ?? "range";
}

/** What a backtest says of the series, as far as it matters here. */
interface Judged {
  readonly series: readonly Scores[];
  readonly gaps: readonly Gap[];
}

/**
 * Series that {@link owa} leaves out, or why there is none: sMAPE or MASE are not defined for the model or
 * for Naive2, or Naive2 makes no error.
 *
 * @param ids of the series, in the order of the scores
 */
export function owaGaps(
  ids: readonly string[],
  scores: Judged & { readonly forecasts: readonly (readonly { readonly id: string }[])[] },
  reference: Judged,
): Gap[] {
  const none = Number.isNaN(owa(scores.series, reference.series));
  const judges = [scores, reference].map(({ series, gaps }) => ({ series, why: causesOf(gaps) }));
  const forecasts = new Map<string, number>();
  for (const { id } of scores.forecasts.flat()) forecasts.set(id, (forecasts.get(id) ?? 0) + 1);
  return ids.flatMap((id, s): Gap[] => {
    const [inherited] = judges.flatMap(({ series, why }) =>
      (["mase", "smape"] as const)
        .filter((metric) => Number.isNaN(series[s][metric]))
        .map((metric) => why(metric, id)),
    );
    const own = none && Number.isNaN(owa([scores.series[s]], [reference.series[s]]));
    const cause = inherited ?? (own ? "reference" : undefined);
    return cause ? [{ metric: "owa", cause, id, forecasts: forecasts.get(id) ?? 0 }] : [];
  });
}
