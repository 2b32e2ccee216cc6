import { FLAT_DEVIATION } from "./z-normalize.js";

/** Statistics that standardize each window of a series; NaN for windows with gaps. */
export interface Moments {
  readonly means: Float64Array;
  /** 0 where values do not differ beyond rounding. */
  readonly deviations: Float64Array;
  /** One over the deviation, or 0. */
  readonly inverses: Float64Array;
  /** [4 × windows] the first two and last two values of each window, standardized. */
  readonly ends: Float32Array;
}

/** Computed from each window's own values alone, so that equal windows have equal statistics. */
export function moments(series: Float64Array, length: number): Moments {
  const windows = Math.max(0, series.length - length + 1);
  const means = new Float64Array(windows);
  const deviations = new Float64Array(windows);
  const inverses = new Float64Array(windows);
  const ends = new Float32Array(4 * windows);
  const last = length - 1;
  const places = [0, Math.min(1, last), Math.max(0, last - 1), last];
  for (let start = 0; start < windows; start++) {
    let mean = 0;
    for (let i = 0; i < length; i++) mean += series[start + i];
    mean /= length;
    let squares = 0;
    for (let i = 0; i < length; i++) {
      squares += (series[start + i] - mean) * (series[start + i] - mean);
    }
    const deviation = Math.sqrt(squares / length);
    means[start] = mean;
    deviations[start] = deviation <= FLAT_DEVIATION * Math.abs(mean) ? 0 : deviation;
    inverses[start] = deviations[start] === 0 ? 0 : 1 / deviations[start];
    for (let k = 0; k < 4; k++) {
      ends[k * windows + start] = (series[start + places[k]] - mean) * inverses[start];
    }
  }
  return { means, deviations, inverses, ends };
}
