import { fixedStep } from "./frequency.js";
import { parseFrequency } from "./frequency-alias.js";

/** Steps at which programs usually record: aliases and milliseconds. */
const COMMON_STEPS = [
  ...["s", "2s", "5s", "10s", "15s", "20s", "30s"],
  ...["min", "2min", "5min", "10min", "15min", "20min", "30min"],
  ...["h", "2h", "3h", "4h", "6h", "8h", "12h", "D"],
].map((alias) => [alias, fixedStep(parseFrequency(alias))!] as const);

/** Maximum distance from a step, as a share of it. */
const MAX_RELATIVE_JITTER = 0.2;

/**
 * The common frequency that dates follow apart from small delays, as those of sensors do: the median of
 * their distances is near to it, and at least three in four are.
 *
 * @returns its alias, undefined when there is none
 */
export function jitteredFrequency(ds: Float64Array): string | undefined {
  const gaps = ds.slice(1).map((stamp, i) => stamp - ds[i]);
  gaps.sort();
  const middle = gaps[Math.floor(gaps.length / 2)] ?? Number.NaN;
  const distance = (gap: number, step: number) => Math.abs(gap / step - 1);
  const nearest = COMMON_STEPS.reduce((a, b) =>
    distance(middle, a[1]) <= distance(middle, b[1]) ? a : b,
  );
  const near = gaps.filter((gap) => distance(gap, nearest[1]) <= MAX_RELATIVE_JITTER).length;
  return distance(middle, nearest[1]) <= MAX_RELATIVE_JITTER / 2 && near >= 0.75 * gaps.length
    ? nearest[0]
    : undefined;
}
