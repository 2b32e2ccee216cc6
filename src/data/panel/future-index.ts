import { type Frequency, futureIndex } from "../time/frequency.js";
import type { Panel, Series } from "./panel.js";

/**
 * The `horizon` stamps that follow a series: those that are known, and then one step of the frequency
 * after the other.
 *
 * @example
 * const { series, frequency } = await readPanel("nottem");
 * const dates = Array.from(stampsAhead(series[0], frequency, 12), (ms) => new Date(ms));
 */
export function stampsAhead(
  { ds, ahead }: Pick<Series, "ds" | "ahead">,
  frequency: Frequency,
  horizon: number,
): Float64Array {
  const known = ahead?.subarray(0, horizon) ?? new Float64Array();
  const last = known.length > 0 ? known[known.length - 1] : ds[ds.length - 1];
  const stamps = new Float64Array(horizon);
  stamps.set(known);
  stamps.set(futureIndex(last, frequency, horizon - known.length), known.length);
  return stamps;
}

/** How many stamps ahead are known of the series that has most. */
export function stampsKnownAhead({ series }: Panel): number {
  return series.reduce((most, { ahead }) => Math.max(most, ahead?.length ?? 0), 0);
}
