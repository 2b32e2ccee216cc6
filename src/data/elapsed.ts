import { DAY } from "./calendar.js";
import { type Frequency, stepFrom } from "./frequency.js";

/** Mean milliseconds of the calendar's units that are not always equally long; a year has 365.2425 days. */
const MEAN: Partial<Record<Frequency["unit"], number>> = {
  B: (7 / 5) * DAY,
  M: (365.2425 / 12) * DAY,
  Q: (365.2425 / 4) * DAY,
  Y: 365.2425 * DAY,
};

/**
 * The time from the date before to date t, in mean steps of the frequency: February is shorter than
 * March. Beyond the last date the calendar goes on; at the first one, a mean step has passed.
 */
export function elapsedOf(ds: Float64Array, frequency: Frequency): (t: number) => number {
  const unit = MEAN[frequency.unit];
  if (unit === undefined) return () => 1;
  const mean = unit * frequency.multiple;
  const last = ds.length - 1;
  const at = (t: number) => (t <= last ? ds[t]! : stepFrom(ds[last]!, frequency, t - last));
  return (t) => (t < 1 ? 1 : (at(t) - at(t - 1)) / mean);
}
