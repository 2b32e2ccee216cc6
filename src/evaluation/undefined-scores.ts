import { METRICS, type Scores, type score, whyUndefined } from "./metrics.js";
import type { Cause } from "./undefined-reasons.js";

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
