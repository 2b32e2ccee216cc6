import { UsageError } from "../../errors.js";
import type { DistributionOptions, IntervalOptions } from "./options.js";

/** @throws UsageError for quantiles or sample paths without the intervals that they are read from */
export function requireIntervals({
  intervals,
  quantiles,
  samples,
}: IntervalOptions & DistributionOptions): void {
  if (intervals !== "none") return;
  const asked = quantiles ? "--quantiles" : samples ? "--samples" : undefined;
  if (asked === undefined) return;
  throw new UsageError(
    `${asked} and --intervals none contradict each other: ${asked.slice(2)} are read from intervals`,
    "Leave one out.",
  );
}
