import { exp, log } from "../../numeric/elementary.js";
import { leastSquares } from "../../numeric/least-squares.js";
import { difference } from "./polynomials.js";

const MAX_LAGS = 3;

/** What a test regression came to. */
interface Regression {
  readonly statistic: number;
  readonly aic: number;
}

/**
 * Whether a series needs a seasonal difference by the test of Osborn, Chui, Smith & Birchenhall at 5 %:
 * in
 *
 *   ΔΔₛ y[t] = β₁ z[t − 1] + β₂ w[t − s] + Σ αᵢ ΔΔₛ y[t − i],   z = λ(B) Δₛ y,   w = λ(B) Δ y,
 *
 * with λ an autoregression of ΔΔₛ y, β₂ is 0 where it does, and below where its season always returns to
 * the same level. Of 0 to 3 lags those with the least AIC are taken.
 *
 * @param y no missing values
 * @returns nothing where the series is too short or too regular for the regression
 * @see Osborn, Chui, Smith & Birchenhall (1988), "Seasonality and the order of integration for
 *   consumption", equation 5
 */
export function needsSeasonalDifference(y: Float64Array, season: number): boolean | undefined {
  let best: { lags: number; aic: number } | undefined;
  for (let lags = 0; lags <= MAX_LAGS; lags++) {
    const aic = regression(y, season, lags, MAX_LAGS)?.aic;
    if (aic !== undefined && !(best && best.aic <= aic)) best = { lags, aic };
  }
  const statistic = ocsb(y, season, best?.lags ?? 0);
  return statistic === undefined ? undefined : statistic > ocsbCritical(season);
}

/** The t statistic of β₂ with so many lags; see {@link needsSeasonalDifference}. */
export function ocsb(y: Float64Array, season: number, lags: number): number | undefined {
  return regression(y, season, lags, lags)?.statistic;
}

/**
 * The 5 % point of the statistic where a difference is needed: R's regression of simulated quantiles on the
 * length of the season, −1.803 for 12.
 *
 * @see forecast 8.20, `calcOCSBCritVal`
 */
export function ocsbCritical(season: number): number {
  const length = log(season) - 0.7656451;
  return -0.2937411 * exp(-0.2850853 * length - 0.05983644 * length * length) - 1.652202;
}

/** @param skipped observations of ΔΔₛ y that are not explained, at least as many as lags */
function regression(
  y: Float64Array,
  season: number,
  lags: number,
  skipped: number,
): Regression | undefined {
  const both = difference(y, 1, 1, season);
  const seasonal = difference(y, 0, 1, season);
  const plain = difference(y, 1, 0, season);
  const lagged = (x: Float64Array, by: number, from: number) =>
    x.subarray(from - by, x.length - by);
  const autoregression = leastSquares(
    both.subarray(skipped),
    Array.from({ length: lags }, (_, i) => lagged(both, i + 1, skipped)),
  ).coefficients;
  const filtered = (x: Float64Array) =>
    x
      .subarray(lags)
      .map((value, t) =>
        autoregression.reduce((sum, a, i) => sum - a * x[t + lags - 1 - i], value),
      );
  // Both end at the last observation but one and the last season but one: so many are explained.
  const z = filtered(seasonal);
  const w = filtered(plain);
  const n = Math.min(both.length - skipped, z.length - 1, w.length - season);
  const k = lags + 2;
  if (n <= k) return undefined;
  const start = both.length - n;
  const columns = [
    z.subarray(z.length - 1 - n, z.length - 1),
    w.subarray(w.length - season - n, w.length - season),
    ...Array.from({ length: lags }, (_, i) => lagged(both, i + 1, start)),
  ];
  const { coefficients, squares, unscaledErrors, dependent } = leastSquares(
    both.subarray(start),
    columns,
  );
  if (dependent[1] || !(squares > 0)) return undefined;
  const deviation = Math.sqrt(squares / (n - k));
  return {
    statistic: coefficients[1] / (deviation * unscaledErrors[1]),
    aic: n * log(squares / n) + 2 * k,
  };
}
