import { exp, log } from "../../numeric/elementary.js";
import { type HiddenMarkov, logDensities, type Observations } from "./hidden-markov.js";

/** What the observations say of the states. */
export interface Smoothed {
  logLikelihood: number;
  /** P(sₜ = k | all observations), [time × states] */
  readonly probabilities: Float64Array;
  /** Expected number of transitions, [from × to] */
  readonly transitions: Float64Array;
  /** P(sₜ = k | observations up to t), [time × states] */
  readonly filtered: Float64Array;
  /** The largest ln p(yₜ | sₜ = k) over the states k, [time] */
  readonly largest: Float64Array;
  /** cₜ = p(yₜ | earlier observations) over e to the power of that, [time] */
  readonly scales: Float64Array;
  /** Densities over the largest of their row, [time × states]. */
  readonly relative: Float64Array;
}

/** Room for the results of {@link smooth}, to be used again from update to update. */
export function smoothedRoom(time: number, states: number): Smoothed {
  return {
    logLikelihood: Number.NaN,
    probabilities: new Float64Array(time * states),
    transitions: new Float64Array(states * states),
    filtered: new Float64Array(time * states),
    largest: new Float64Array(time),
    scales: new Float64Array(time),
    relative: new Float64Array(time * states),
  };
}

/**
 * The scaled forward-backward algorithm. Densities are taken relative to the largest of their row, so
 * that no row underflows however far it lies from every state. An observation that no state allows for
 * which could be come to, to the last bit, has the likelihood 0: α starts anew with it, and β before it.
 *
 *   αₜ(j) ∝ bⱼ(yₜ) Σᵢ αₜ₋₁(i) Aᵢⱼ      βₜ(i) = Σⱼ Aᵢⱼ bⱼ(yₜ₊₁) βₜ₊₁(j) / cₜ₊₁
 *
 * @example
 * const { probabilities } = smooth(model, observe([y])); // [time × states]
 *
 * @param room written to and returned
 * @see Rabiner (1989), section V.A
 */
export function smooth(
  model: HiddenMarkov,
  observations: Observations,
  room = smoothedRoom(observations.time, model.states),
): Smoothed {
  const { time } = observations;
  const { states, initial, transition } = model;
  const { probabilities, transitions, filtered, largest, scales, relative } = room;
  logDensities(model, observations, relative);

  let total = 0;
  let product = 1;
  for (let t = 0; t < time; t++) {
    const at = t * states;
    let top = relative[at];
    for (let k = 1; k < states; k++) top = Math.max(top, relative[at + k]);
    let sum = 0;
    for (let j = 0; j < states; j++) {
      const gap = relative[at + j] - top;
      const b = gap === 0 ? 1 : exp(gap);
      relative[at + j] = b;
      let prior = 0;
      if (t === 0) prior = initial[j];
      else {
        for (let i = 0; i < states; i++) {
          prior += filtered[at - states + i] * transition[i * states + j];
        }
      }
      filtered[at + j] = prior * b;
      sum += prior * b;
    }
    let certain = sum;
    if (sum === 0) {
      // No reachable state can produce it, so it alone decides which state the model is in.
      for (let j = 0; j < states; j++) certain += filtered[at + j] = relative[at + j];
    }
    for (let j = 0; j < states; j++) filtered[at + j] /= certain;
    scales[t] = sum;
    largest[t] = top;
    total += top;
    // One logarithm of many factors, before their product leaves the range of doubles.
    product *= sum;
    if (!(product > 1e-150)) {
      total += log(product);
      product = 1;
    }
  }
  room.logLikelihood = total + log(product);

  transitions.fill(0);
  const beta = new Float64Array(states).fill(1);
  const weighted = new Float64Array(states);
  for (let t = time - 1; t >= 0; t--) {
    const at = t * states;
    if (t < time - 1 && scales[t + 1] === 0) beta.fill(1);
    else if (t < time - 1) {
      for (let j = 0; j < states; j++) {
        weighted[j] = (relative[at + states + j] * beta[j]) / scales[t + 1];
      }
      for (let i = 0; i < states; i++) {
        let sum = 0;
        for (let j = 0; j < states; j++) {
          const step = transition[i * states + j] * weighted[j];
          transitions[i * states + j] += filtered[at + i] * step;
          sum += step;
        }
        beta[i] = sum;
      }
    }
    for (let k = 0; k < states; k++) probabilities[at + k] = filtered[at + k] * beta[k];
  }
  return room;
}
