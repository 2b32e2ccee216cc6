import {
  type LagSeries,
  type LagShape,
  readAheadFeatures,
  readFeatures,
  sizeOf,
} from "./lag-samples.js";

/** Bound of a forecast and of its standard deviation, in multiples of the series' {@link maxChanges}. */
export const MAX_REACH_FACTOR = 3;

/** Forecast of a transformed series. */
export interface LagPath {
  /** [horizon] */
  readonly ahead: Float64Array;
  /** [horizon], standard deviations. */
  readonly spread: Float64Array;
  /** Whether the forecast ran into its bound. */
  readonly diverged: boolean;
}

/**
 * The forecast of each step by its own regression, and from the last of them on by the same ones again.
 * Regressions that were learned from little, or follow their own forecasts, may run away: they are held
 * within {@link MAX_REACH_FACTOR} times the {@link maxChanges} of the series.
 *
 * @param coefficients [steps ahead that are known × features]
 * @param deviations   of errors, in units of the series' scale; as long as that
 */
export function forecastPath(
  shape: LagShape,
  series: LagSeries,
  coefficients: Float64Array,
  deviations: Float64Array,
  horizon: number,
): LagPath {
  const size = sizeOf(shape);
  const known = series.values.length;
  const reach = Math.max(1, coefficients.length / size);
  const x = new Float64Array(size);
  const values = new Float64Array(known + horizon);
  values.set(series.values);
  const last = values[known - 1];
  const max = maxChanges(series.values, horizon).map((change) => MAX_REACH_FACTOR * change);
  const spread = new Float64Array(horizon);
  let diverged = false;
  for (let forecasted = 0; forecasted < horizon; forecasted += reach) {
    const cut = known + forecasted;
    const path = {
      ...series,
      values: values.subarray(0, cut),
      past: series.past.map(extendLast(cut)),
    };
    readFeatures(shape, path, cut, x);
    const previousSpread = forecasted > 0 ? spread[forecasted - 1] : 0;
    for (let h = 1; h <= Math.min(reach, horizon - forecasted); h++) {
      readAheadFeatures(shape, series, cut, h, x);
      const step = coefficients.length > 0 ? dot(coefficients, (h - 1) * size, x, 0, size) : 0;
      const at = forecasted + h - 1;
      const value = values[cut - 1] + series.scale * step;
      const bounded = Math.max(last - max[at], Math.min(last + max[at], value));
      if (bounded !== value) diverged = true;
      values[known + at] = bounded;
      const ownSpread = series.scale * deviations[h - 1];
      // Uncertainty at the start of this stretch carries over to all of it.
      spread[at] = Math.min(
        max[at],
        Math.sqrt(previousSpread * previousSpread + ownSpread * ownSpread),
      );
    }
  }
  return { ahead: values.subarray(known), spread, diverged: diverged };
}

/**
 * Largest change of a series within 1, 2, … steps; beyond its length extrapolated as of a random walk.
 */
export function maxChanges(values: Float64Array, horizon: number): Float64Array {
  const n = values.length;
  let [min, max] = [values[0], values[0]];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const range = max - min;
  const changes = new Float64Array(horizon);
  let change = 0;
  for (let h = 1; h <= horizon; h++) {
    for (let t = h; t < n && change < range; t++) {
      change = Math.max(change, Math.abs(values[t] - values[t - h]));
    }
    changes[h - 1] = h < n ? change : range * Math.sqrt(h / Math.max(1, n - 1));
  }
  return changes;
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

/** Extends a column by its last value. */
function extendLast(length: number): (x: Float64Array) => Float64Array {
  return (x) => Float64Array.from({ length }, (_, t) => x[Math.min(t, x.length - 1)]);
}
