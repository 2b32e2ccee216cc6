import type { Cause } from "./cause.js";
import type { Scores } from "./metrics.js";

/** A metric that is not defined for forecasts of a series. */
export interface Gap {
  readonly metric: keyof Scores | "owa";
  readonly cause: Cause;
  readonly id: string;
  /** Of how many of its forecasts. */
  readonly forecasts: number;
}

/** The first cause of each gap, by metric and series. */
export function causesOf(gaps: readonly Gap[]): (metric: Gap["metric"], id: string) => Cause {
  const causes = new Map<string, Cause>();
  for (const { metric, id, cause } of gaps.toReversed()) causes.set(`${metric} ${id}`, cause);
  // Sums of numbers that can be told apart may still be too large.
  return (metric, id) => causes.get(`${metric} ${id}`) ?? "range";
}
