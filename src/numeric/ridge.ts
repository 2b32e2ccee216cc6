import { symmetricEigen } from "./eigen.js";
import { exp, log } from "./elementary.js";

/** Penalties that are tried, as powers of ten of the largest eigenvalue of X′X. */
const MIN_POWER = -6;
const MAX_POWER = 2;
const PENALTIES = 25;
const LN_10 = Math.LN10;

/** A regression's sums of products. */
export interface Products {
  /** Rows that were summed. */
  readonly rows: number;
  readonly size: number;
  /** X′X, [size × size]. */
  readonly gram: Float64Array;
  /** X′z, [size]. */
  readonly cross: Float64Array;
  /** z′z. */
  readonly squares: number;
}

/**
 * Ridge regression whose penalty is found by generalised cross-validation. Penalties that do nearly as
 * well share in the coefficients, so that they do not jump when the best one changes:
 *
 *   GCV(λ) = n·‖z − Xβ(λ)‖² / (n − tr H(λ))²     β = Σ w(λ)·β(λ),  w(λ) ∝ GCV(λ)^(−n/2)
 *
 * @returns the coefficients [size], and the variance of one error, corrected for what was estimated
 * @see Golub, Heath & Wahba (1979), "Generalized cross-validation as a method for choosing a good ridge
 *   parameter"; Buckland, Burnham & Augustin (1997), "Model selection: an integral part of inference",
 *   for the weights
 */
export function ridgeByGcv({ rows, size, gram, cross, squares }: Products): {
  coefficients: Float64Array;
  variance: number;
} {
  const { values, vectors } = symmetricEigen(gram, size);
  const turned = new Float64Array(size);
  let largest = 0;
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; i++) turned[j] += vectors[i * size + j] * cross[i];
    values[j] = Math.max(0, values[j]);
    largest = Math.max(largest, values[j]);
  }
  const coefficients = new Float64Array(size);
  if (!(largest > 0 && squares > 0)) {
    return { coefficients, variance: squares / Math.max(1, rows) };
  }
  const trials = Array.from({ length: PENALTIES }, (_, k) => {
    const power = MIN_POWER + ((MAX_POWER - MIN_POWER) * k) / (PENALTIES - 1);
    const penalty = largest * exp(power * LN_10);
    let freedom = 0;
    let explained = 0;
    for (let j = 0; j < size; j++) {
      const along = turned[j] / (values[j] + penalty);
      freedom += values[j] / (values[j] + penalty);
      explained += 2 * along * turned[j] - along * along * values[j];
    }
    const left = Math.max(squares - explained, 1e-16 * squares, Number.MIN_VALUE);
    const spare = Math.max(rows - freedom, 1e-3);
    return { penalty, variance: left / spare, gcv: (rows * left) / (spare * spare) };
  });
  const least = trials.reduce((min, { gcv }) => Math.min(min, gcv), Number.POSITIVE_INFINITY);
  let weights = 0;
  let variance = 0;
  for (const trial of trials) {
    const weight = exp((-rows / 2) * log(trial.gcv / least));
    weights += weight;
    variance += weight * trial.variance;
    for (let j = 0; j < size; j++) {
      const along = (weight * turned[j]) / (values[j] + trial.penalty);
      for (let i = 0; i < size; i++) coefficients[i] += along * vectors[i * size + j];
    }
  }
  return {
    coefficients: coefficients.map((value) => value / weights),
    variance: variance / weights,
  };
}
