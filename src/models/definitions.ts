import { arima } from "./arima/arima.js";
import { croston } from "./baseline/croston.js";
import { drift } from "./baseline/drift.js";
import { mean } from "./baseline/mean.js";
import { naive } from "./baseline/naive.js";
import { naive2 } from "./baseline/naive2.js";
import { seasonalNaive } from "./baseline/seasonal-naive.js";
import { windowAverage } from "./baseline/window-average.js";
import { ensemble } from "./composite/ensemble.js";
import { mstl } from "./composite/mstl.js";
import { cfc } from "./continuous/cfc.js";
import { neuralOde } from "./continuous/neural-ode.js";
import { cnn } from "./convolutional/cnn.js";
import { tcn } from "./convolutional/tcn.js";
import { ets } from "./ets/ets.js";
import { hmm } from "./hmm/hmm.js";
import { linear } from "./linear/linear.js";
import type { ModelDefinition } from "./model.js";
import { gru } from "./recurrent/gru.js";
import { lstm } from "./recurrent/lstm.js";
import { lstm97 } from "./recurrent/lstm97.js";
import { rnn } from "./recurrent/rnn.js";
import { segrnn } from "./recurrent/segrnn.js";
import { slstm } from "./recurrent/slstm.js";
import { ar } from "./regression/ar.js";
import { dtw } from "./regression/dtw.js";
import { fft } from "./regression/fft.js";
import { lagRegression } from "./regression/lag-regression.js";
import { theta } from "./theta/theta.js";
import { transformer } from "./transformer/transformer.js";
import { boostedTrees } from "./trees/boosted-trees.js";
import { zero } from "./zero/zero.js";

/** Every model but `auto`, which combines them, in the order in which they are listed. */
export const definitions: readonly ModelDefinition[] = [
  lstm,
  gru,
  rnn,
  lstm97,
  slstm,
  segrnn,
  transformer,
  tcn,
  cnn,
  neuralOde,
  cfc,
  zero,
  linear,
  arima,
  ets,
  theta,
  mstl,
  ensemble,
  hmm,
  ar,
  lagRegression,
  boostedTrees,
  fft,
  dtw,
  croston,
  naive,
  seasonalNaive,
  naive2,
  drift,
  mean,
  windowAverage,
];

/** The model of this name, if there is one. */
export function findDefinition(name: string): ModelDefinition | undefined {
  return definitions.find((definition) => definition.name === name);
}
