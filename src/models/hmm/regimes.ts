import type { Series } from "../../data/panel/from-table.js";
import { smooth } from "./forward-backward.js";
import { expectedDurations, observe } from "./hidden-markov.js";
import { regimeSeries } from "./regime-series.js";
import type { HmmState } from "./state.js";
import { viterbi } from "./viterbi.js";

/** The regimes of a series, from that of the lowest level on. */
export interface Regimes {
  readonly states: readonly Regime[];
  /** The state of each observation on the most probable path; −1 where the model begins later. */
  readonly path: Int32Array;
  /** P(state | all observations), [time × states]; NaN where the model begins later. */
  readonly probabilities: Float64Array;
}

export interface Regime {
  /** Mean and deviation of the observations on the path; NaN for a state not on it. */
  readonly mean: number;
  readonly deviation: number;
  /** Share of the observations on the path. */
  readonly share: number;
  /** Steps that it lasts once entered. */
  readonly duration: number;
}

/** Which regime a series was in when, by a fit of the model `hmm`. */
export function regimes(state: HmmState, { y }: Series, season: number): Regimes {
  const { model, scale } = state;
  const count = model?.states ?? 1;
  const path = new Int32Array(y.length);
  const probabilities = new Float64Array(y.length * count).fill(1);
  if (model) {
    const scaled = regimeSeries(y, season, state).transformed.values.map((value) => value / scale);
    const observations = observe([scaled], model.inputs - 1);
    const skipped = y.length - observations.time;
    path.fill(-1, 0, skipped).set(viterbi(model, observations).path, skipped);
    probabilities.fill(Number.NaN, 0, skipped * count);
    probabilities.set(smooth(model, observations).probabilities, skipped * count);
  }
  const durations = model ? expectedDurations(model) : [Number.POSITIVE_INFINITY];
  const known = path.reduce((sum, k) => sum + (k >= 0 ? 1 : 0), 0);
  const states = Array.from({ length: count }, (_, k) => {
    const members = y.filter((_, t) => path[t] === k);
    const mean = members.reduce((sum, value) => sum + value, 0) / members.length;
    const squares = members.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    return {
      mean,
      deviation: Math.sqrt(squares / members.length),
      share: members.length / known,
      duration: durations[k],
    };
  });
  return { states, path, probabilities };
}
