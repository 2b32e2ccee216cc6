import { stl } from "./stl.js";

/** 5 % point of the KPSS statistic of a series around a level. */
const KPSS_CRITICAL = 0.463;

/**
 * The KPSS statistic of stationarity around a level, η = Σ Sₜ² / (n² s²), Sₜ the partial sums of the
 * deviations from the mean and s² their long-run variance with Bartlett weights up to the lag 3√n/13.
 *
 * @param y no missing values
 * @returns 0 for a constant series
 * @see Kwiatkowski, Phillips, Schmidt & Shin (1992), "Testing the null hypothesis of stationarity against
 *   the alternative of a unit root", equations 10 and 13
 */
export function kpss(y: Float64Array): number {
  const n = y.length;
  const largest = y.reduce((max, value) => Math.max(max, Math.abs(value)), 0) || 1;
  const mean = y.reduce((sum, value) => sum + value / largest / n, 0);
  const deviations = y.map((value) => value / largest - mean);
  let partial = 0;
  let sum = 0;
  for (const e of deviations) {
    partial += e;
    sum += partial * partial;
  }
  const maxLag = Math.floor((3 * Math.sqrt(n)) / 13);
  let variance = 0;
  for (let lag = 0; lag <= maxLag && lag < n; lag++) {
    let covariance = 0;
    for (let t = lag; t < n; t++) covariance += deviations[t] * deviations[t - lag];
    variance += (lag === 0 ? 1 : 2 * (1 - lag / (maxLag + 1))) * covariance;
  }
  return variance > 0 ? sum / (n * variance) : 0;
}

/**
 * How many differences make a series stationary by the KPSS test at 5 %, up to `max`.
 *
 * @param y no missing values
 */
export function differencesNeeded(y: Float64Array, max: number): number {
  let w = y;
  for (let d = 0; d < max; d++) {
    if (w.length < 3 || isConstant(w) || !(kpss(w) > KPSS_CRITICAL)) return d;
    w = w.subarray(1).map((value, t) => value - w[t]);
  }
  return max;
}

/**
 * Strength of the season, max(0, 1 − var(R) / var(S + R)), with S and R the seasonal component and the
 * remainder of STL with a window of 11 seasons: 1 where all but the trend is season. 0 for two seasons or
 * fewer.
 *
 * @param degree of STL's seasonal smoothing; 0 as in R by default
 * @see Wang, Smith & Hyndman (2006), "Characteristic-based clustering for time series data", section 3.1
 */
export function seasonalStrength(y: Float64Array, season: number, degree: 0 | 1 = 0): number {
  if (season < 2 || y.length <= 2 * season) return 0;
  const { seasonal, remainder } = stl(y, season, { window: 11, degree });
  const rest = variance(remainder);
  const both = variance(remainder.map((value, t) => value + seasonal[t]));
  return both > 0 ? Math.max(0, Math.min(1, 1 - rest / both)) : 0;
}

/** Whether all values are the same up to a relative tolerance, that of differences by default; true of none. */
export function isConstant(y: Float64Array, tolerance = 1e-10): boolean {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of y) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return max - min <= tolerance * Math.max(Math.abs(min), Math.abs(max)) || y.length === 0;
}

function variance(x: Float64Array): number {
  const mean = x.reduce((sum, value) => sum + value / x.length, 0);
  return x.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
}
