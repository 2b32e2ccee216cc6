import { log } from "../../numeric/elementary.js";
import { type HiddenMarkov, logDensities, type Observations } from "./hidden-markov.js";

/**
 * The most probable path of states, by dynamic programming over logarithms.
 *
 *   δₜ(j) = maxᵢ (δₜ₋₁(i) + ln Aᵢⱼ) + ln bⱼ(yₜ)
 *
 * @example
 * const y = Float64Array.of(0, 0.1, 0, 0.2, 5, 5.1, 5.2, 5, 0.1, 0);
 * const { model } = fitHiddenMarkov(observe([y]), { states: 2, seed: 1 });
 * viterbi(model, observe([y])).path; // [0, 0, 0, 0, 1, 1, 1, 1, 0, 0]
 *
 * @returns path, [time], states counted from 0, and the logarithm of its joint density with the observations
 * @see Viterbi (1967); Rabiner (1989), section III.B
 */
export function viterbi(
  model: HiddenMarkov,
  observations: Observations,
): { readonly path: Int32Array; readonly logLikelihood: number } {
  const { time } = observations;
  const { states } = model;
  const density = new Float64Array(time * states);
  logDensities(model, observations, density);
  const steps = model.transition.map(log);
  const from = new Int32Array(time * states);
  let best = model.initial.map((p, k) => log(p) + (time > 0 ? density[k] : 0));
  let next = new Float64Array(states);
  for (let t = 1; t < time; t++) {
    for (let j = 0; j < states; j++) {
      let origin = 0;
      for (let i = 1; i < states; i++) {
        if (best[i] + steps[i * states + j] > best[origin] + steps[origin * states + j]) {
          origin = i;
        }
      }
      from[t * states + j] = origin;
      next[j] = best[origin] + steps[origin * states + j] + density[t * states + j];
    }
    [best, next] = [next, best];
  }
  const path = new Int32Array(time);
  let state = 0;
  for (let k = 1; k < states; k++) if (best[k] > best[state]) state = k;
  const logLikelihood = best[state];
  for (let t = time - 1; t >= 0; t--) {
    path[t] = state;
    state = from[t * states + state];
  }
  return { path, logLikelihood };
}
