import { studentCdf } from "../engine/student.js";
import type { BacktestScores, Fold } from "./backtest.js";

/** Whether two forecasts differ by more than chance. */
export interface Comparison {
  /** Negative where the first one has the smaller losses. */
  readonly statistic: number;
  /** Two-sided; NaN where the losses are too few or never differ. */
  readonly pValue: number;
  readonly n: number;
}

/**
 * Diebold–Mariano test of equal accuracy with the correction for small samples,
 *
 *   d = mean of dₜ, dₜ = first − second   V = (γ₀ + 2·Σₖ₌₁ʰ⁻¹ γₖ) / n
 *   S = d/√V · √((n + 1 − 2h + h(h − 1)/n) / n), compared with Student's t of n − 1 degrees
 *
 * Where V is not positive, autocovariances are weighted by 1 − k/h (Bartlett).
 *
 * @param first   losses of one forecast, such as absolute errors
 * @param second  losses of the other at the same steps
 * @param horizon steps h that a loss depends on: 1 for losses that are independent of each other
 * @throws RangeError when the losses are not as many
 * @see Diebold & Mariano (1995), "Comparing predictive accuracy"; Harvey, Leybourne & Newbold (1997),
 *   "Testing the equality of prediction mean squared errors", eq. 8
 */
export function dieboldMariano(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  horizon: number,
): Comparison {
  const n = first.length;
  if (second.length !== n) throw new RangeError(`${n} losses beside ${second.length}`);
  const differences = Array.from(first, (loss, t) => loss - second[t]!);
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const autocovariance = (lag: number) => {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += (differences[t]! - mean) * (differences[t - lag]! - mean);
    return sum / n;
  };
  const lags = Array.from({ length: Math.min(horizon, n) }, (_, lag) => autocovariance(lag));
  const variance = (weight: (lag: number) => number) =>
    lags.reduce((sum, value, lag) => sum + (lag > 0 ? 2 * weight(lag) : 1) * value, 0) / n;
  const plain = variance(() => 1);
  const spread = plain > 0 ? plain : variance((lag) => 1 - lag / horizon);
  const correction = (n + 1 - 2 * horizon + (horizon * (horizon - 1)) / n) / n;
  if (n < 2 || !(spread > 0) || !(correction > 0)) {
    return { statistic: Number.NaN, pValue: Number.NaN, n };
  }
  const statistic = (mean / Math.sqrt(spread)) * Math.sqrt(correction);
  return { statistic, pValue: 2 * studentCdf(-Math.abs(statistic), n - 1), n };
}

/**
 * Compares two models on the same folds by {@link dieboldMariano}: of several series the MASE of each,
 * taken as independent of each other; of one series the absolute errors of all folds and steps, which
 * depend on each other within a horizon.
 */
export function compareModels(
  folds: readonly Fold[],
  first: Pick<BacktestScores, "series" | "forecasts">,
  second: Pick<BacktestScores, "series" | "forecasts">,
): Comparison {
  if (first.series.length > 1) {
    const defined = first.series
      .map(({ mase }, s) => [mase, second.series[s]!.mase])
      .filter((pair) => !pair.some(Number.isNaN));
    return dieboldMariano(
      defined.map(([loss]) => loss!),
      defined.map(([, loss]) => loss!),
      1,
    );
  }
  const losses = ({ forecasts }: typeof first) =>
    folds.flatMap(({ test }, f) =>
      Array.from(test[0]!, (y, h) => Math.abs(y - forecasts[f]![0]!.mean[h]!)).filter(
        (loss) => !Number.isNaN(loss),
      ),
    );
  return dieboldMariano(losses(first), losses(second), folds[0]!.horizon);
}
