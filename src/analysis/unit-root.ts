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
  const largest = y.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const mean = y.reduce((sum, value) => sum + value / largest / n, 0);
  const deviations = y.map((value) => value / largest - mean);
  let partial = 0;
  let sum = 0;
  for (const e of deviations) {
    partial += e;
    sum += partial * partial;
  }
  const most = Math.floor((3 * Math.sqrt(n)) / 13);
  let variance = 0;
  for (let lag = 0; lag <= most && lag < n; lag++) {
    let covariance = 0;
    for (let t = lag; t < n; t++) covariance += deviations[t] * deviations[t - lag];
    variance += (lag === 0 ? 1 : 2 * (1 - lag / (most + 1))) * covariance;
  }
  return variance > 0 ? sum / (n * variance) : 0;
}

/**
 * Differences that make a series stationary by the KPSS test at 5 %.
 *
 * @param most at most so many
 */
export function differencesNeeded(y: Float64Array, most: number): number {
  let w = y;
  for (let d = 0; d < most; d++) {
    if (w.length < 3 || isConstant(w) || !(kpss(w) > KPSS_CRITICAL)) return d;
    w = w.subarray(1).map((value, t) => value - w[t]);
  }
  return most;
}

/**
 * How much of what is not trend is season, max(0, 1 − var(R) / var(S + R)), by STL: 0 for none, 1 for
 * nothing else. 0 for fewer than two seasons.
 *
 * @see Wang, Smith & Hyndman (2006), "Characteristic-based clustering for time series data", section 3.1
 */
export function seasonalStrength(y: Float64Array, season: number): number {
  if (season < 2 || y.length <= 2 * season) return 0;
  const { seasonal, remainder } = stl(y, season, 11);
  const rest = variance(remainder);
  const both = variance(remainder.map((value, t) => value + seasonal[t]));
  return both > 0 ? Math.max(0, Math.min(1, 1 - rest / both)) : 0;
}

/** Whether all values are the same but for rounding. */
export function isConstant(y: Float64Array): boolean {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of y) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least <= 1e-10 * Math.max(Math.abs(least), Math.abs(most)) || y.length === 0;
}

function variance(x: Float64Array): number {
  const mean = x.reduce((sum, value) => sum + value / x.length, 0);
  return x.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
}
