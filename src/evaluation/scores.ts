import type { Interval } from "../models/model.js";
import { rootMeanSquare } from "../numeric/root-mean-square.js";
import { crps, pinball } from "./interval-metrics.js";
import { bias, finite, mae, mape, rmse, type Scale, smape } from "./metrics.js";

/**
 * How far forecasts were from what came. A metric that is not defined for a series, or beyond the
 * largest double, is NaN.
 */
export interface Scores {
  readonly mae: number;
  readonly rmse: number;
  readonly mape: number;
  readonly smape: number;
  readonly mase: number;
  readonly rmsse: number;
  readonly bias: number;
  /** NaN for forecasts without intervals, as is `crps`. */
  readonly pinball: number;
  readonly crps: number;
}

/** Names of all metrics, in the order of the documentation. */
export const METRICS = [
  ...(["mae", "rmse", "mape", "smape", "mase", "rmsse", "bias"] as const),
  ...(["pinball", "crps"] as const),
] as const satisfies readonly (keyof Scores)[];

/**
 * All metrics of one forecast.
 *
 * @param quantiles intervals at enough levels to tell the whole distribution, for CRPS; where there are
 *   none it is taken from the forecast as the median and the `intervals`
 */
export function score(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  scale: Scale,
  intervals: readonly Interval[] = [],
  quantiles?: readonly Interval[],
): Scores {
  const errors = { mae: mae(actual, forecast), rmse: rmse(actual, forecast) };
  return {
    ...errors,
    mape: mape(actual, forecast),
    smape: smape(actual, forecast),
    mase: finite(errors.mae / scale.absolute),
    rmsse: finite(errors.rmse / scale.rootSquare),
    bias: bias(actual, forecast),
    pinball: pinball(actual, forecast, intervals),
    crps: quantiles ? crps(actual, undefined, quantiles) : crps(actual, forecast, intervals),
  };
}

/** The mean of each metric over the series for which it is defined. */
export function meanScores(scores: readonly Scores[]): Scores {
  return combined((metric) => meanDefined(scores.map((s) => s[metric])));
}

/**
 * The scores of one series over several forecasts of it: means, and for RMSE and RMSSE the root of the
 * mean of their squares, as if all errors had been taken at once.
 */
export function pooledScores(scores: readonly Scores[]): Scores {
  return combined((metric) => {
    const values = scores.map((s) => s[metric]);
    return metric === "rmse" || metric === "rmsse"
      ? finite(rootMeanSquare(values))
      : meanDefined(values);
  });
}

/** The mean of those values that are defined; NaN when none is. */
export function meanDefined(values: readonly number[]): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return finite(defined.reduce((sum, value) => sum + value, 0) / defined.length);
}

/**
 * Overall weighted average of two relative measures: the mean of sMAPE and MASE, each over that of the
 * reference (Naive2 in the M4 competition), of means over series. NaN when either is not defined.
 *
 * Each mean is over the series for which both the scores and the reference's are defined.
 *
 * @example
 * owa([{ smape: 10, mase: 0.8 }], [{ smape: 20, mase: 1 }]); // 0.65
 *
 * @param scores    one a series
 * @param reference of the same series, in the same order
 * @throws RangeError when they are not as many
 * @see Makridakis, Spiliotis & Assimakopoulos (2020), "The M4 Competition", section 2.4
 */
export function owa(
  scores: readonly Pick<Scores, "smape" | "mase">[],
  reference: readonly Pick<Scores, "smape" | "mase">[],
): number {
  if (scores.length !== reference.length) {
    throw new RangeError(
      `scores of ${scores.length} series but of ${reference.length} to compare with`,
    );
  }
  const relative = (metric: "smape" | "mase") => {
    let sum = 0;
    let against = 0;
    for (let s = 0; s < scores.length; s++) {
      const [value, other] = [scores[s][metric], reference[s][metric]];
      if (Number.isNaN(value) || Number.isNaN(other)) continue;
      sum += value;
      against += other;
    }
    return sum / against;
  };
  const value = (relative("smape") + relative("mase")) / 2;
  return Number.isFinite(value) ? value : Number.NaN;
}

function combined(of: (metric: keyof Scores) => number): Scores {
  return Object.fromEntries(METRICS.map((metric) => [metric, of(metric)])) as unknown as Scores;
}
