import { cholesky } from "../../numeric/cholesky.js";
import { log } from "../../numeric/elementary.js";

/**
 * A hidden Markov model whose observations are, in each state, a linear regression with normal errors:
 *
 *   yₜ | sₜ = k  ~  N(Bₖ′xₜ, Σₖ)      P(sₜ₊₁ = j | sₜ = i) = Aᵢⱼ      P(s₁ = i) = πᵢ
 *
 * With xₜ = 1 that is the Gaussian HMM, with lags of y in xₜ the Markov-switching autoregression.
 *
 * @see Rabiner (1989), "A tutorial on hidden Markov models", sections II and IV; Hamilton (1989), "A new
 *   approach to the economic analysis of nonstationary time series and the business cycle"
 */
export interface HiddenMarkov {
  readonly states: number;
  readonly inputs: number;
  readonly targets: number;
  /** π, [states] */
  readonly initial: Float64Array;
  /** A, [from × to] */
  readonly transition: Float64Array;
  /** B, [states × inputs × targets] */
  readonly coefficients: Float64Array;
  /** Σ, [states × targets × targets] */
  readonly covariance: Float64Array;
}

/** What a hidden Markov model explains, and by what. A NaN in a row makes the row missing. */
export interface Observations {
  readonly time: number;
  readonly inputs: number;
  readonly targets: number;
  /** [time × inputs]; the first input is 1. */
  readonly x: Float64Array;
  /** [time × targets] */
  readonly y: Float64Array;
}

/**
 * Observations of one or several series over the same time. The first `lags` rows are only conditioned on.
 *
 * @example
 * const observations = observe([Float64Array.of(1, 2, 4)], 1); // an autoregression of order 1
 *
 * @param series    one a target, all of the same length
 * @param lags      how many earlier rows of all targets explain a row
 * @param exogenous further columns that explain it, as long as the series
 * @throws RangeError when the lengths differ
 */
export function observe(
  series: readonly Float64Array[],
  lags = 0,
  exogenous: readonly Float64Array[] = [],
): Observations {
  const targets = series.length;
  const length = series[0]?.length ?? 0;
  for (const column of [...series, ...exogenous]) {
    if (column.length !== length)
      throw new RangeError(
        `all columns must have the same length, got ${length} and ${column.length}`,
      );
  }
  const time = Math.max(0, length - lags);
  const inputs = 1 + lags * targets + exogenous.length;
  const x = new Float64Array(time * inputs);
  const y = new Float64Array(time * targets);
  for (let t = 0; t < time; t++) {
    let at = t * inputs;
    x[at++] = 1;
    for (let lag = 1; lag <= lags; lag++) {
      for (const column of series) x[at++] = column[t + lags - lag];
    }
    for (const column of exogenous) x[at++] = column[t + lags];
    for (let d = 0; d < targets; d++) y[t * targets + d] = series[d][t + lags];
  }
  return { time, inputs, targets, x, y };
}

/** Free parameters, for information criteria. */
export function parameterCount(
  { states, inputs, targets }: Pick<HiddenMarkov, "states" | "inputs" | "targets">,
  covariance: "diagonal" | "full",
): number {
  const spread = covariance === "full" ? (targets * (targets + 1)) / 2 : targets;
  return states - 1 + states * (states - 1) + states * (inputs * targets + spread);
}

const LOG_TWO_PI = 1.8378770664093453;

/**
 * ln p(yₜ | sₜ = k) for every row and state; 0 for a missing row, which says nothing about its state.
 *
 * @param out [time × states]
 */
export function logDensities(
  model: HiddenMarkov,
  { time, inputs, targets, x, y }: Observations,
  out: Float64Array,
): void {
  const { states, coefficients, covariance } = model;
  const residual = new Float64Array(targets);
  for (let k = 0; k < states; k++) {
    const factor = cholesky(covariance, targets, k * targets * targets);
    let constant = -0.5 * targets * LOG_TWO_PI;
    for (let d = 0; d < targets; d++) constant -= log(factor[d * targets + d]);
    const from = k * inputs * targets;
    for (let t = 0; t < time; t++) {
      let distance = 0;
      for (let d = 0; d < targets; d++) {
        let r = y[t * targets + d];
        for (let i = 0; i < inputs; i++) {
          r -= x[t * inputs + i] * coefficients[from + i * targets + d];
        }
        for (let e = 0; e < d; e++) r -= factor[d * targets + e] * residual[e];
        r /= factor[d * targets + d];
        residual[d] = r;
        distance += r * r;
      }
      out[t * states + k] = Number.isNaN(distance) ? 0 : constant - 0.5 * distance;
    }
  }
}

/**
 * How long each state lasts once entered, in steps: 1 / (1 − Aₖₖ).
 *
 * @example
 * const { model } = fitHiddenMarkov(observe([y]), { states: 2, seed: 1 });
 * expectedDurations(model); // steps, one a state
 */
export function expectedDurations({ states, transition }: HiddenMarkov): Float64Array {
  return Float64Array.from({ length: states }, (_, k) => 1 / (1 - transition[k * states + k]));
}
