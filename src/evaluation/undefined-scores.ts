import type { Interval } from "../models/model.js";
import type { Scale } from "./metrics.js";
import { METRICS, owa, type Scores, type score } from "./scores.js";

/** What can leave a metric without a value, in words. */
export const UNDEFINED_REASONS = {
  unobserved: "nothing was observed",
  zero: "an observation is 0",
  zeros: "an observation and its forecast are both 0",
  history: "there are no earlier observations; --history FILE gives them",
  short: "the training part has no observations a season apart",
  repeating: "the training part never changes from one season to the next",
  intervals: "there are no intervals",
  reference: "Naive2 makes no error",
  range: "a number is beyond the range of doubles",
} as const;

export type UndefinedReason = keyof typeof UNDEFINED_REASONS;

/** Why each metric can be undefined, numbers too large apart; of several reasons the first is reported. */
const POSSIBLE_REASONS: Record<
  keyof Scores,
  readonly Exclude<UndefinedReason, "reference" | "range" | "history">[]
> = {
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
export interface UndefinedScore {
  readonly metric: keyof Scores | "owa";
  readonly reason: UndefinedReason;
  readonly id: string;
  /** Number of its forecasts that have no score. */
  readonly forecasts: number;
}

/**
 * Gaps of one series.
 *
 * @param scores of each of its forecasts
 * @param judged what they were taken of
 */
export function undefinedScoresOf(
  id: string,
  scores: readonly Scores[],
  judged: (forecast: number) => Parameters<typeof score>,
): UndefinedScore[] {
  return METRICS.flatMap((metric) => {
    const reasons = scores.flatMap((one, f) => {
      if (!Number.isNaN(one[metric])) return [];
      const [actual, forecast, scale, intervals] = judged(f);
      return [whyUndefined(metric, actual, forecast, scale, intervals)];
    });
    return [...new Set(reasons)].map((reason): UndefinedScore => {
      const forecasts = reasons.filter((one) => one === reason).length;
      return { metric, reason, id, forecasts };
    });
  });
}

/** The first reason why a metric is not defined for a series, looked up by both. */
export function reasonsBySeries(
  undefinedScores: readonly UndefinedScore[],
): (metric: UndefinedScore["metric"], id: string) => UndefinedReason {
  const reasons = new Map<string, UndefinedReason>();
  for (const { metric, id, reason } of undefinedScores.toReversed())
    reasons.set(`${metric} ${id}`, reason);
  // A mean may be too large where none of its parts is.
  return (metric, id) => reasons.get(`${metric} ${id}`) ?? "range";
}

/** Why a metric of one forecast, as {@link score} gives it, is not defined. */
export function whyUndefined(
  metric: keyof Scores,
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  scale: Scale,
  intervals: readonly Interval[] = [],
): UndefinedReason {
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
  return POSSIBLE_REASONS[metric].find((reason) => holds[reason]()) ?? "range";
}

/** What a backtest says of the series, as far as it matters here. */
interface Judged {
  readonly series: readonly Scores[];
  readonly undefinedScores: readonly UndefinedScore[];
}

/**
 * Series that {@link owa} leaves out, or why there is none: sMAPE or MASE are not defined for the model or
 * for Naive2, or Naive2 makes no error.
 *
 * @param ids of the series, in the order of the scores
 */
export function undefinedOwa(
  ids: readonly string[],
  scores: Judged & { readonly forecasts: readonly (readonly { readonly id: string }[])[] },
  reference: Judged,
): UndefinedScore[] {
  const none = Number.isNaN(owa(scores.series, reference.series));
  const judges = [scores, reference].map(({ series, undefinedScores }) => ({
    series,
    why: reasonsBySeries(undefinedScores),
  }));
  const forecasts = new Map<string, number>();
  for (const { id } of scores.forecasts.flat()) forecasts.set(id, (forecasts.get(id) ?? 0) + 1);
  return ids.flatMap((id, s): UndefinedScore[] => {
    const [inherited] = judges.flatMap(({ series, why }) =>
      (["mase", "smape"] as const)
        .filter((metric) => Number.isNaN(series[s][metric]))
        .map((metric) => why(metric, id)),
    );
    const own = none && Number.isNaN(owa([scores.series[s]], [reference.series[s]]));
    const reason = inherited ?? (own ? "reference" : undefined);
    return reason ? [{ metric: "owa", reason, id, forecasts: forecasts.get(id) ?? 0 }] : [];
  });
}
