import { FitError } from "../../errors.js";
import { cholesky, solveCholesky } from "../../numeric/cholesky.js";
import { log } from "../../numeric/elementary.js";
import { type Smoothed, smooth, smoothedRoom } from "./forward-backward.js";
import type { HiddenMarkov, Observations } from "./hidden-markov.js";

/** When updates end, and what the estimates are held to. */
export interface BaumWelchOptions {
  /** Updates at most. */
  readonly iterations: number;
  /** Stops when the log-likelihood gains less than this; 0 runs all iterations. */
  readonly tolerance?: number;
  /** Whether the targets of a state may be correlated; `full` by default. */
  readonly covariance?: "diagonal" | "full";
  /** Least variance of each target in each state, [targets]; none by default. */
  readonly floor?: Float64Array;
  /** Largest Σ|coefficient| of the inputs beyond the first; below 1 no sequence of regimes explodes. */
  readonly stable?: number;
  /** Once aborted, the model so far is returned. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of expectation maximization. */
export interface BaumWelchFit {
  readonly model: HiddenMarkov;
  /** Log-likelihood before each update, and after the last. */
  readonly logLikelihoods: Float64Array;
  /** Whether the gain fell below the tolerance before the iterations ran out. */
  readonly converged: boolean;
  /** How often a state that explained no observation was moved to the least likely one. */
  readonly reseeded: number;
}

/** Observations an input below which a state has no regression on earlier values. */
const MIN_REGRESSION_WEIGHT = 1;
/** A state whose probabilities sum to less counts as empty. */
const MIN_STATE_WEIGHT = 1e-3;

/**
 * Maximum likelihood by expectation maximisation.
 *
 *   πₖ = γ₁(k)   Aᵢⱼ = Σ ξₜ(i, j) / Σ γₜ(i)   Bₖ = weighted least squares   Σₖ = Σ γₜ(k) rₜrₜ′ / Σ γₜ(k)
 *
 * A state that has come to explain nothing is moved once to the observation explained worst.
 *
 * @example
 * const { model, history } = baumWelch(start, observe([y]), { iterations: 50 });
 *
 * @throws FitError when the likelihood is not a number
 * @see Baum, Petrie, Soules & Weiss (1970); Rabiner (1989), section III.C
 */
export function baumWelch(
  start: HiddenMarkov,
  observations: Observations,
  options: BaumWelchOptions,
): BaumWelchFit {
  const { iterations, tolerance = 0, signal } = options;
  const room = smoothedRoom(observations.time, start.states);
  const history: number[] = [];
  let model = start;
  let reseeded = 0;
  for (let i = 0; ; i++) {
    const { logLikelihood } = smooth(model, observations, room);
    if (!Number.isFinite(logLikelihood)) {
      throw new FitError(
        `the log-likelihood of a hidden Markov model with ${start.states} states is ${logLikelihood}`,
        "Use fewer states.",
      );
    }
    history.push(logLikelihood);
    const gain = logLikelihood - (history[i - 1] ?? Number.NEGATIVE_INFINITY);
    const converged = tolerance > 0 && i > 0 && Math.abs(gain) < tolerance;
    if (converged || i === iterations || signal?.aborted) {
      return { model, logLikelihoods: Float64Array.from(history), converged, reseeded };
    }
    const updated = update(model, observations, room, options, reseeded < start.states);
    model = updated.model;
    reseeded += updated.reseeded;
  }
}

function update(
  model: HiddenMarkov,
  observations: Observations,
  smoothed: Smoothed,
  options: BaumWelchOptions,
  mayReseed: boolean,
): { model: HiddenMarkov; reseeded: number } {
  const { states, inputs, targets } = model;
  const { probabilities, transitions } = smoothed;
  const transition = new Float64Array(states * states);
  const coefficients = Float64Array.from(model.coefficients);
  const covariance = Float64Array.from(model.covariance);
  let empty = -1;
  for (let k = 0; k < states; k++) {
    let leaving = 0;
    for (let j = 0; j < states; j++) leaving += transitions[k * states + j];
    for (let j = 0; j < states; j++) {
      const at = k * states + j;
      transition[at] = leaving > 0 ? transitions[at] / leaving : model.transition[at];
    }
    const weight = regress(observations, probabilities, k, states, options, {
      coefficients: coefficients.subarray(k * inputs * targets, (k + 1) * inputs * targets),
      covariance: covariance.subarray(k * targets * targets, (k + 1) * targets * targets),
    });
    if (weight < MIN_STATE_WEIGHT) empty = k;
  }
  const initial = probabilities.slice(0, states);
  const updated = { ...model, initial, transition, coefficients, covariance };
  if (!mayReseed || empty < 0) return { model: updated, reseeded: 0 };
  reseed(observations, smoothed, empty, updated);
  return { model: updated, reseeded: 1 };
}

/** Views that receive the estimates of one state. */
interface StateEstimates {
  readonly coefficients: Float64Array;
  readonly covariance: Float64Array;
}

/**
 * Weighted least squares of one state; estimates stay as they are where there is nothing to learn from.
 *
 * @returns the sum of the weights
 */
function regress(
  { time, inputs, targets, x, y }: Observations,
  probabilities: Float64Array,
  k: number,
  states: number,
  { covariance: form = "full", floor, stable }: BaumWelchOptions,
  estimates: StateEstimates,
): number {
  const moments = new Float64Array(inputs * inputs);
  const solution = new Float64Array(inputs * targets);
  let weight = 0;
  for (let t = 0; t < time; t++) {
    const w = isMissing(x, y, t, inputs, targets) ? 0 : probabilities[t * states + k];
    if (w === 0) continue;
    weight += w;
    for (let i = 0; i < inputs; i++) {
      const wx = w * x[t * inputs + i];
      for (let j = 0; j <= i; j++) moments[i * inputs + j] += wx * x[t * inputs + j];
      for (let d = 0; d < targets; d++) solution[i * targets + d] += wx * y[t * targets + d];
    }
  }
  if (!(weight > MIN_STATE_WEIGHT)) return weight;
  const means = solution.slice(0, targets);
  const inputSums = Float64Array.from({ length: inputs }, (_, i) => moments[i * inputs]);
  // A trace of a ridge where a state has fewer observations than inputs.
  for (let i = 1; i < inputs; i++) moments[i * inputs + i] *= 1 + 1e-9;
  const factor = cholesky(moments, inputs);
  solveCholesky(factor, inputs, solution, targets);
  // A regime seen a few times has a level, and no dynamics.
  if (weight < MIN_REGRESSION_WEIGHT * inputs || solution.some(Number.isNaN)) {
    solution.fill(0);
    for (let d = 0; d < targets; d++) solution[d] = means[d] / weight;
  }
  if (stable !== undefined) keepStable(solution, inputs, targets, stable, means, inputSums, weight);
  estimates.coefficients.set(solution);

  const spread = estimates.covariance.fill(0);
  const residual = new Float64Array(targets);
  for (let t = 0; t < time; t++) {
    const w = isMissing(x, y, t, inputs, targets) ? 0 : probabilities[t * states + k];
    if (w === 0) continue;
    for (let d = 0; d < targets; d++) {
      let r = y[t * targets + d];
      for (let i = 0; i < inputs; i++) r -= x[t * inputs + i] * solution[i * targets + d];
      residual[d] = r;
      for (let e = form === "full" ? 0 : d; e <= d; e++) {
        spread[d * targets + e] += w * r * residual[e];
      }
    }
  }
  for (let d = 0; d < targets; d++) {
    for (let e = 0; e <= d; e++) {
      spread[d * targets + e] /= weight;
      spread[e * targets + d] = spread[d * targets + e];
    }
    const minVariance = floor ? floor[d] : Number.MIN_VALUE;
    spread[d * targets + d] = Math.max(spread[d * targets + d], minVariance);
  }
  // Correlations near ±1 give way until the matrix has an inverse.
  for (let tries = 0; tries < 100 && cholesky(spread, targets).some(Number.isNaN); tries++) {
    for (let d = 0; d < targets; d++) {
      for (let e = 0; e < targets; e++) if (d !== e) spread[d * targets + e] *= 0.9;
    }
  }
  return weight;
}

function isMissing(
  x: Float64Array,
  y: Float64Array,
  t: number,
  inputs: number,
  targets: number,
): boolean {
  for (let i = 1; i < inputs; i++) if (Number.isNaN(x[t * inputs + i])) return true;
  for (let d = 0; d < targets; d++) if (Number.isNaN(y[t * targets + d])) return true;
  return false;
}

/** Shrinks the coefficients beyond the first input to Σ|·| ≤ most and fits the first anew. */
function keepStable(
  solution: Float64Array,
  inputs: number,
  targets: number,
  max: number,
  targetSums: Float64Array,
  inputSums: Float64Array,
  weight: number,
): void {
  for (let d = 0; d < targets; d++) {
    let size = 0;
    for (let i = 1; i < inputs; i++) size += Math.abs(solution[i * targets + d]);
    if (size <= max) continue;
    let explained = 0;
    for (let i = 1; i < inputs; i++) {
      solution[i * targets + d] *= max / size;
      explained += solution[i * targets + d] * inputSums[i];
    }
    solution[d] = (targetSums[d] - explained) / weight;
  }
}

/** Moves state k to the observation that the model expected least, with the spread of a neighbour. */
function reseed(
  { time, inputs, targets, x, y }: Observations,
  { largest, scales }: Smoothed,
  k: number,
  { states, transition, coefficients, covariance }: HiddenMarkov,
): void {
  let worst = 0;
  let minVariance = Number.POSITIVE_INFINITY;
  for (let t = 0; t < time; t++) {
    const expected = log(scales[t]) + largest[t];
    if (expected >= minVariance || isMissing(x, y, t, inputs, targets)) continue;
    worst = t;
    minVariance = expected;
  }
  coefficients.fill(0, k * inputs * targets, (k + 1) * inputs * targets);
  for (let d = 0; d < targets; d++) {
    coefficients[k * inputs * targets + d] = y[worst * targets + d];
  }
  const size = targets * targets;
  const neighbour = (k + 1) % states;
  covariance.copyWithin(k * size, neighbour * size, (neighbour + 1) * size);
  for (let i = 0; i < states; i++) {
    for (let j = 0; j < states; j++) {
      const at = i * states + j;
      transition[at] = i === k ? 1 / states : 0.9 * transition[at] + (j === k ? 0.1 : 0);
    }
  }
}
