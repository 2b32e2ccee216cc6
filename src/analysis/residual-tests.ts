import { exp } from "../numeric/elementary.js";
import { normalCdf } from "../numeric/normal.js";
import { autocorrelation } from "./seasonal-indices.js";

export interface TestResult {
  readonly statistic: number;
  readonly degrees: number;
  /** Probability of a statistic as large by chance. */
  readonly p: number;
}

/**
 * Ljung-Box test of no autocorrelation, Q = n (n + 2) Σ rₖ² / (n − k) over lags 1 … `lags`.
 *
 * @param estimated number of coefficients of the model, which take as many degrees of freedom
 * @see Ljung & Box (1978), "On a measure of lack of fit in time series models", equation 1.4
 */
export function ljungBox(residuals: Float64Array, lags: number, estimated: number): TestResult {
  const n = residuals.length;
  const r = autocorrelation(residuals, lags);
  let sum = 0;
  for (let k = 1; k <= lags; k++) sum += (r[k] * r[k]) / (n - k);
  const statistic = n * (n + 2) * sum;
  const degrees = Math.max(1, lags - estimated);
  return { statistic, degrees, p: chiSquareUpper(statistic, degrees) };
}

/**
 * Jarque-Bera test of a normal distribution, n/6 · (skewness² + (kurtosis − 3)²/4).
 *
 * @see Jarque & Bera (1987), "A test for normality of observations and regression residuals"
 */
export function jarqueBera(residuals: Float64Array): TestResult {
  const n = residuals.length;
  const mean = residuals.reduce((sum, e) => sum + e, 0) / n;
  const moment = (power: 2 | 3 | 4) =>
    residuals.reduce((sum, e) => {
      const d = e - mean;
      return sum + (power === 2 ? d * d : power === 3 ? d * d * d : d * d * d * d);
    }, 0) / n;
  const variance = moment(2);
  const skewness = moment(3) / (variance * Math.sqrt(variance));
  const excess = moment(4) / (variance * variance) - 3;
  const statistic = (n / 6) * (skewness * skewness + (excess * excess) / 4);
  return { statistic, degrees: 2, p: chiSquareUpper(statistic, 2) };
}

/**
 * Probability that χ² with a whole number of degrees of freedom exceeds `x`.
 *
 * @see Abramowitz & Stegun (1964), 26.4.4 and 26.4.5
 */
export function chiSquareUpper(x: number, degrees: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? x : 1;
  const odd = degrees % 2 === 1;
  const root = Math.sqrt(x);
  let term = odd ? (root * exp(-x / 2) * 2) / 2.5066282746310002 : exp(-x / 2);
  let sum = odd ? 2 * normalCdf(-root) : 0;
  for (let k = odd ? 3 : 2; k <= degrees; k += 2) {
    sum += term;
    term *= x / k;
  }
  return Math.min(1, sum);
}
