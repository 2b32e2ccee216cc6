import { DAY } from "../time/calendar.js";
import { type Frequency, fixedStep, stepFrom } from "../time/frequency.js";
import { medianInterval } from "./irregular.js";
import type { Panel, Series } from "./panel.js";

/** Mean milliseconds of the calendar's units that are not always equally long; a year has 365.2425 days. */
const MEAN: Partial<Record<Frequency["unit"], number>> = {
  B: (7 / 5) * DAY,
  M: (365.2425 / 12) * DAY,
  Q: (365.2425 / 4) * DAY,
  Y: 365.2425 * DAY,
};

/** Milliseconds of a step, or rows where there are no dates; the mean where the calendar decides. */
function meanStep(frequency: Frequency): number {
  return fixedStep(frequency) ?? MEAN[frequency.unit]! * frequency.multiple;
}

/** Median interval of a panel's dates in mean steps of its frequency. */
export function medianSteps({ series, frequency }: Pick<Panel, "series" | "frequency">): number {
  return medianInterval(series) / meanStep(frequency);
}

/**
 * The time from date t − 1 to date t in mean steps of the frequency: February is shorter than March, and
 * intervals of an irregular panel have their own lengths. Beyond the last date follow those known ahead,
 * then the calendar. The first date counts as one mean step after nothing.
 */
export function elapsedOf(
  { ds, ahead = new Float64Array() }: Pick<Series, "ds" | "ahead">,
  { frequency, irregular }: Pick<Panel, "frequency" | "irregular">,
): (t: number) => number {
  if (fixedStep(frequency) !== undefined && !irregular) return () => 1;
  const mean = meanStep(frequency);
  const last = ds.length - 1;
  const end = ahead.length > 0 ? ahead[ahead.length - 1] : ds[last];
  const at = (t: number) =>
    t <= last ? ds[t] : (ahead[t - last - 1] ?? stepFrom(end, frequency, t - last - ahead.length));
  return (t) => (t < 1 ? 1 : (at(t) - at(t - 1)) / mean);
}
