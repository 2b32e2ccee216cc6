import type { Watched } from "../../engine/layer-gradients.js";
import {
  add,
  affine,
  averagePool,
  conv1d,
  dropout as dropOut,
  maxPool,
  relu,
  reshape,
  sigmoid,
  tanh,
  transpose,
} from "../../engine/ops/index.js";
import { Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { OptionSchema, OptionValues } from "../../spec/options.js";
import { networkModel } from "../neural/definition.js";
import { declareLinearSkip, linearSkipOption } from "../neural/linear-skip.js";
import type { Network, NetworkShape } from "../neural/network.js";
import { kernelNotice, maxKernel } from "../neural/size-limits.js";
import { dropoutOption } from "../neural/training-options.js";

/** Steps that pooling merges into one. */
const POOL_STEPS = 2;

const cnnOptions = {
  filters: { type: "integer", default: 32, min: 1, max: 4096, summary: "channels of a layer" },
  kernel: { type: "integer", default: 3, min: 1, max: 1000, summary: "taps of a convolution" },
  layers: { type: "integer", default: 2, min: 1, max: 64, summary: "layers, one above the other" },
  padding: {
    type: "choice",
    default: "same",
    choices: ["same", "causal"],
    summary: "whether an output sees what comes after it in the window, or only what came before",
  },
  pool: {
    type: "choice",
    default: "average",
    choices: ["average", "max", "none"],
    summary: "how every two steps are pooled after each layer, as long as there are two",
  },
  activation: {
    type: "choice",
    default: "relu",
    choices: ["relu", "tanh", "sigmoid"],
    summary: "activation of each layer",
  },
  connection: {
    type: "choice",
    default: "none",
    choices: ["none", "residual"],
    summary: "connection around each layer from the second on: none, or identity",
  },
  dropout: dropoutOption("each layer's"),
  ...linearSkipOption,
} as const satisfies OptionSchema;

export type CnnOptions = OptionValues<typeof cnnOptions>;

const activations = { relu, tanh, sigmoid };

/** Convolutional network over time. */
export const cnn = networkModel({
  name: "cnn",
  summary: "convolutions over the window with pooling, causal or centred",
  options: cnnOptions,
  notice: ({ kernel }, { context }) => kernelNotice("cnn", kernel, context),
  declare: declareCnn,
});

/**
 * Layers dropout(pool(φ(conv(x)))), or dropout(pool(x + φ(conv(x)))) from the second on where they are
 * residual; the forecast is linear in all that the last one leaves, with a linear path from the window
 * beside it.
 */
export function declareCnn(
  { filters, layers: count, padding, pool, dropout, linear, ...chosen }: CnnOptions,
  shape: NetworkShape,
): Network {
  const { context, horizon, inputs, outputs } = shape;
  const parameters = new Parameters();
  let time = context;
  const layers = Array.from({ length: count }, (_, i) => {
    const from = i === 0 ? inputs : filters;
    const kernel = Math.min(chosen.kernel, maxKernel(time));
    // He et al. (2015): variance 2 / fan-in keeps the scale of what a ReLU halves.
    const bound = Math.sqrt(6 / (from * kernel));
    const pooled = pool !== "none" && time >= POOL_STEPS;
    if (pooled) time = Math.floor(time / POOL_STEPS);
    return {
      weight: parameters.add(`layer${i + 1}.weight`, [filters, from, kernel], uniform(bound)),
      bias: parameters.add(`layer${i + 1}.bias`, [filters], zeros),
      pooled,
    };
  });
  const width = filters * time;
  const head = parameters.add(
    "head.weight",
    [width, horizon * outputs],
    uniform(1 / Math.sqrt(width)),
  );
  const headBias = parameters.add("head.bias", [horizon * outputs], zeros);
  const linearSkip = declareLinearSkip(parameters, shape, linear);
  const activate = activations[chosen.activation];
  return {
    parameters,
    forward(tape, input, { seed }) {
      const rows = input.window.shape[0];
      const shrink = pool === "max" ? maxPool : averagePool;
      let x = transpose(tape, input.steps, [1, 2, 0]);
      const layerOutputs = layers.map(({ weight, bias, pooled }, i): Watched => {
        const activated = activate(
          tape,
          conv1d(tape, x, tape.parameter(weight), tape.parameter(bias), { padding }),
        );
        const joined =
          chosen.connection === "residual" && i > 0 ? add(tape, x, activated) : activated;
        x = dropOut(tape, pooled ? shrink(tape, joined, POOL_STEPS) : joined, dropout, seed + i);
        return { name: `layer${i + 1}`, output: x, time: 2 };
      });
      const flat = reshape(x, [rows, width]);
      const nonlinear = affine(tape, flat, tape.parameter(head), tape.parameter(headBias));
      return { forecast: linearSkip(tape, nonlinear, input), layers: layerOutputs };
    },
  };
}
