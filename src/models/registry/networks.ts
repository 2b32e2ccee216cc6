import { cfc } from "../continuous/cfc.js";
import { neuralOde } from "../continuous/neural-ode.js";
import { cnn } from "../convolutional/cnn.js";
import { tcn } from "../convolutional/tcn.js";
import { esrnn } from "../esrnn/esrnn.js";
import { linear } from "../linear/linear.js";
import type { ModelDefinition } from "../model.js";
import { gru } from "../recurrent/gru.js";
import { lstm } from "../recurrent/lstm.js";
import { lstm97 } from "../recurrent/lstm97.js";
import { mingru } from "../recurrent/mingru.js";
import { mlstm } from "../recurrent/mlstm.js";
import { rnn } from "../recurrent/rnn.js";
import { segrnn } from "../recurrent/segrnn.js";
import { slstm } from "../recurrent/slstm.js";
import { transformer } from "../transformer/transformer.js";
import { zero } from "../zero/zero.js";

/** Models that learn by gradient, on the engine. */
export const networkDefinitions: readonly ModelDefinition[] = [
  lstm,
  gru,
  rnn,
  lstm97,
  slstm,
  mlstm,
  mingru,
  segrnn,
  esrnn,
  transformer,
  tcn,
  cnn,
  neuralOde,
  cfc,
  zero,
  linear,
];
