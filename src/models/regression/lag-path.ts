import { type LagSeries, type LagShape, readAhead, readFeatures, sizeOf } from "./lag-samples.js";

/** How many times as far as a series ever went its forecast may go, and its standard deviation. */
export const FARTHEST = 3;

/** What regressions say of the steps after a series, adjusted as it is. */
export interface LagPath {
  /** [horizon] */
  readonly ahead: Float64Array;
  /** [horizon], standard deviations. */
  readonly spread: Float64Array;
  /** Whether it was held where it would have gone too far. */
  readonly ranAway: boolean;
}

/**
 * The forecast of each step by its own regression, and from the last of them on by the same ones again.
 * Regressions that were learned from little, or follow their own forecasts, may run away: they are held
 * within {@link FARTHEST} times the {@link farthestWays} of the series.
 *
 * @param coefficients [steps ahead that are known × features]
 * @param deviations   of errors, in units of the series' scale; as long as that
 */
export function pathOf(
  shape: LagShape,
  one: LagSeries,
  coefficients: Float64Array,
  deviations: Float64Array,
  horizon: number,
): LagPath {
  const size = sizeOf(shape);
  const known = one.values.length;
  const reach = Math.max(1, coefficients.length / size);
  const x = new Float64Array(size);
  const values = new Float64Array(known + horizon);
  values.set(one.values);
  const last = values[known - 1];
  const most = farthestWays(one.values, horizon).map((way) => FARTHEST * way);
  const spread = new Float64Array(horizon);
  let ranAway = false;
  for (let done = 0; done < horizon; done += reach) {
    const cut = known + done;
    const path = { ...one, values: values.subarray(0, cut), past: one.past.map(held(cut)) };
    readFeatures(shape, path, cut, x);
    const before = done > 0 ? spread[done - 1] : 0;
    for (let h = 1; h <= Math.min(reach, horizon - done); h++) {
      readAhead(shape, one, cut, h, x);
      const step = coefficients.length > 0 ? dot(coefficients, (h - 1) * size, x, 0, size) : 0;
      const at = done + h - 1;
      const value = values[cut - 1] + one.scale * step;
      const within = Math.max(last - most[at], Math.min(last + most[at], value));
      if (within !== value) ranAway = true;
      values[known + at] = within;
      const own = one.scale * deviations[h - 1];
      // What was uncertain where this stretch began stays so.
      spread[at] = Math.min(most[at], Math.sqrt(before * before + own * own));
    }
  }
  return { ahead: values.subarray(known), spread, ranAway };
}

/**
 * How far a series went at most in 1, 2, … steps or fewer; in more than it has, as far as a random walk
 * would go.
 */
export function farthestWays(values: Float64Array, horizon: number): Float64Array {
  const n = values.length;
  let [least, most] = [values[0], values[0]];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const range = most - least;
  const ways = new Float64Array(horizon);
  let way = 0;
  for (let h = 1; h <= horizon; h++) {
    for (let t = h; t < n && way < range; t++) {
      way = Math.max(way, Math.abs(values[t] - values[t - h]));
    }
    ways[h - 1] = h < n ? way : range * Math.sqrt(h / Math.max(1, n - 1));
  }
  return ways;
}

export function dot(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  length: number,
): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += a[i + k] * b[j + k];
  return sum;
}

/** A column that stays where it was last seen. */
function held(length: number): (x: Float64Array) => Float64Array {
  return (x) => Float64Array.from({ length }, (_, t) => x[Math.min(t, x.length - 1)]);
}
