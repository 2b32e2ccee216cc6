import { suitsLogarithms } from "../../analysis/breaks.js";
import { FitError } from "../../errors.js";
import { log } from "../../numeric/elementary.js";
import type { FitContext } from "../model.js";
import { tooShort } from "../too-short.js";
import {
  logDeseasonDifference,
  type TransformChoice,
} from "../transforms/log-deseason-difference.js";
import { fitHiddenMarkov, identifiable } from "./fit.js";
import { observe } from "./hidden-markov.js";
import { regimeSeries } from "./regime-series.js";
import type { HmmOptions, HmmState } from "./state.js";

/** Upper bounds of Σ|φ| in every regime, so that none explodes; levels may come close to a random walk. */
const MAX_LEVEL_PERSISTENCE = 0.99;
const MAX_DIFFERENCE_PERSISTENCE = 0.9;

/**
 * Chooses logarithms, differences and the number of regimes by BIC, and fits the model.
 *
 * @throws FitError when there is no observation
 */
export function fitHmm(
  id: string,
  y: Float64Array,
  season: number,
  { states, most, ar, starts, ...asked }: HmmOptions,
  { seed, warn, signal }: Pick<FitContext, "seed" | "warn" | "signal">,
): HmmState {
  if (y.length === 0 || y.some(Number.isNaN)) {
    throw new FitError(`series "${id}" has missing values, which hmm cannot handle`);
  }
  const positive = y.every((value) => value > 0);
  if (asked.log === "yes" && !positive) {
    warn(`hmm: series "${id}" has values ≤ 0, so no logarithms are taken`);
  }
  const choices = (choice: string) => (choice === "auto" ? [false, true] : [choice === "yes"]);
  let best: { state: HmmState; bic: number; reseeded: number } | undefined;
  let lags = ar;
  while (lags > 0 && y.length - 1 - lags < 3 * (lags + 2)) lags--;
  const logs = asked.log === "auto" && !suitsLogarithms(y) ? [false] : choices(asked.log);
  for (const logarithmic of positive ? logs : [false]) {
    for (const difference of choices(asked.difference)) {
      if (best && signal?.aborted) break;
      const transform: TransformChoice = { log: logarithmic, difference };
      const { transformed, hidden } = regimeSeries(y, season, transform);
      const { values } = transformed;
      const scale = deviation(values);
      // Rounding alone makes the adjusted values of a perfectly regular series differ.
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      if (values.length < 3) continue;
      if (!(scale > 1e-10 * largest)) {
        return { ...transform, scale: 1, used: values.length, model: null };
      }
      // Without differences the first row is dropped, so that all candidates explain the same observations.
      const scaled = values.subarray(difference ? 0 : 1).map((value) => value / scale);
      const observations = observe([scaled], lags);
      let count = states;
      while (count > 1 && !identifiable(observations, count)) count--;
      const fit = fitHiddenMarkov(observations, {
        states: states === 0 ? { most } : count,
        starts,
        seed,
        signal,
        stable: difference ? MAX_DIFFERENCE_PERSISTENCE : MAX_LEVEL_PERSISTENCE,
      });
      // A step to a new level that is left out is explained by a parameter of its own.
      const explained = hidden * log(observations.time);
      const { jacobian } = hidden > 0 ? logDeseasonDifference(y, season, transform) : transformed;
      const bic = fit.bic + explained + 2 * (observations.time * log(scale) + jacobian(1 + lags));
      if (!best || bic < best.bic) {
        const state = { ...transform, scale, used: observations.time, model: { ...fit.model } };
        best = { state, bic, reseeded: fit.reseeded };
      }
    }
  }
  if (!best) {
    if (y.length < 4) warn(tooShort("hmm", id, y.length));
    return { log: false, difference: true, scale: 1, used: 0, model: null };
  }
  const found = best.state.model!.states;
  if (found < states) {
    warn(`hmm: series "${id}" is too short for ${states} states; ${found} fitted`);
  }
  if (lags < ar) warn(`hmm: series "${id}" is too short for ar=${ar}; ar=${lags} fitted`);
  if (best.reseeded > 0) {
    warn(`hmm: series "${id}": a state that explained no observation was restarted at another`);
  }
  return best.state;
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / values.length);
}
