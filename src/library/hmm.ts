/**
 * Hidden Markov models. Fitting, decoding and smoothing of one or several series.
 *
 * @module foretell/hmm
 */

export {
  type BaumWelchFit,
  type BaumWelchOptions,
  baumWelch,
} from "../models/hmm/baum-welch.js";
export {
  fitHiddenMarkov,
  type HiddenMarkovFit,
  type HiddenMarkovOptions,
} from "../models/hmm/fit.js";
export { type Smoothed, smooth } from "../models/hmm/forward-backward.js";
export {
  expectedDurations,
  type HiddenMarkov,
  type Observations,
  observe,
} from "../models/hmm/hidden-markov.js";
export { viterbi } from "../models/hmm/viterbi.js";
