import { MAX_REACH_FACTOR, maxChanges, reachOf } from "../forecast-bounds.js";
import {
  type LagSeries,
  type LagShape,
  readAheadFeatures,
  readFeatures,
  sizeOf,
} from "./lag-samples.js";

/** Looser than the bound of the forecasts themselves, which is in the series' own units. */
const FEEDBACK_FACTOR = 2 * MAX_REACH_FACTOR;

/** Forecast of a transformed series. */
export interface LagPath {
  /** [horizon] */
  readonly ahead: Float64Array;
  /** [horizon], standard deviations. */
  readonly spread: Float64Array;
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
  const within = reachOf(series.values, horizon, FEEDBACK_FACTOR);
  const max = maxChanges(series.values, horizon).map((change) => MAX_REACH_FACTOR * change);
  const spread = new Float64Array(horizon);
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
      const bounded = within(value, at);
      values[known + at] = bounded;
      const ownSpread = series.scale * deviations[h - 1];
      // Uncertainty at the start of this stretch carries over to all of it.
      spread[at] = Math.min(
        max[at],
        Math.sqrt(previousSpread * previousSpread + ownSpread * ownSpread),
      );
    }
  }
  return { ahead: values.subarray(known), spread };
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
