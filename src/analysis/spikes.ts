import { medianOfSorted } from "../numeric/median.js";
import { MEDIAN_TO_DEVIATION, runningMedian, spreadAt } from "./outliers.js";

/** Values off their neighbours for a moment. */
export interface Spike {
  /** Index of the first of them. */
  readonly at: number;
  /** Values, one after the other. */
  readonly length: number;
}

/** Typical distances from the running median beyond which a value is off its neighbours. */
const MIN_DISTANCES = 8;
/** Typical steps that the steps to a spike and back must exceed: the neighbours at an end lie to one side. */
const MIN_STEPS = 4;
/** Most values of a spike in a row. */
const MAX_LENGTH = 3;
/** Share of the values that may be off, and how many may always be: more of them are the series' way. */
const MAX_SHARE = 0.05;
const MIN_ALLOWED = 4;
/** Last values that may be the start of something new. */
const MIN_AFTER = 2;
/** Standard deviation of a normal variable over its mean absolute value, √(π/2). */
const DEVIATION_PER_MEAN = 1.2533141373155003;

/**
 * Short runs of values that lie to one side of their neighbours, eight times as far from the running
 * median as is typical of the series. A step tells less of such a value than the neighbours on both sides
 * of it do, so that a spike stands out where a step of its size would not. Where the spread has changed, it
 * is measured around the place.
 *
 * @param path a series without its season
 * @returns by place; none where there are many
 * @see Hampel (1974), "The influence curve and its role in robust estimation"
 */
export function spikesOf(path: Float64Array): Spike[] {
  const n = path.length;
  const middle = runningMedian(path);
  const distances = new Float64Array(n);
  const steps = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    distances[t] = Math.abs(path[t] - middle[t]);
    if (t > 0) steps[t] = Math.abs(path[t] - path[t - 1]);
  }
  const allowed = Math.max(MIN_ALLOWED, Math.ceil(MAX_SHARE * n));
  const usual = typicalOf(distances, allowed);
  const far = MIN_DISTANCES * usual;
  const large = MIN_STEPS * typicalOf(steps, 2 * allowed);
  if (!(far > 0)) return [];
  const side = (t: number) => (t < n && distances[t] > far ? Math.sign(path[t] - middle[t]) : 0);
  const found: Spike[] = [];
  let values = 0;
  for (let t = 0; t < n; ) {
    let length = 0;
    while (side(t) !== 0 && side(t + length) === side(t)) length++;
    values += length;
    const whole = t > 0 && t + length <= n - MIN_AFTER;
    if (
      length > 0 &&
      length <= MAX_LENGTH &&
      whole &&
      steps[t] > large &&
      steps[t + length] > large &&
      distances[t] > MIN_DISTANCES * spreadAt(distances, t, usual)
    ) {
      found.push({ at: t, length });
    }
    t += Math.max(1, length);
  }
  return values > allowed ? [] : found;
}

/** Robust standard deviation of sizes of normal variables, the largest of which do not count. */
function typicalOf(sizes: Float64Array, uncounted: number): number {
  const sorted = sizes.slice().sort();
  const others = Math.max(0, sorted.length - uncounted);
  let sum = 0;
  for (let k = 0; k < others; k++) sum += sorted[k];
  return Math.max(
    MEDIAN_TO_DEVIATION * medianOfSorted(sorted),
    DEVIATION_PER_MEAN * (sum / others),
  );
}
