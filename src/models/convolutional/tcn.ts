import type { Watched } from "../../engine/layer-gradients.js";
import {
  add,
  affine,
  conv1d,
  dropout as dropOut,
  relu,
  reshape,
  slice,
  transpose,
} from "../../engine/ops/index.js";
import { Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { OptionSchema, OptionValues } from "../../spec/options.js";
import { networkModel } from "../neural/definition.js";
import { declareLinearSkip, linearSkipOption } from "../neural/linear-skip.js";
import type { Network, NetworkShape } from "../neural/network.js";
import { kernelNotice, maxKernel } from "../neural/size-limits.js";
import { dropoutOption } from "../neural/training-options.js";
import { declareWeightNormed } from "./weight-norm.js";

const tcnOptions = {
  filters: { type: "integer", default: 32, min: 1, max: 4096, summary: "channels of a block" },
  kernel: { type: "integer", default: 3, min: 2, max: 1000, summary: "taps of a convolution" },
  blocks: {
    type: "integer",
    default: 0,
    min: 0,
    max: 30,
    summary: "residual blocks, each twice as dilated; 0 takes as many as see the whole window",
  },
  connection: {
    type: "choice",
    default: "residual",
    choices: ["residual", "none"],
    summary: "connection around each block: identity, or none",
  },
  dropout: dropoutOption("each convolution's"),
  ...linearSkipOption,
} as const satisfies OptionSchema;

export type TcnOptions = OptionValues<typeof tcnOptions>;

/** Temporal convolutional network. */
export const tcn = networkModel({
  name: "tcn",
  summary: "temporal convolutional network: residual blocks of dilated causal convolutions",
  options: tcnOptions,
  declare: declareTcn,
  receptiveField({ kernel: requested, blocks }, { context }) {
    const kernel = Math.min(requested, maxKernel(context));
    return receptiveField(kernel, blocks || blocksFor(kernel, context));
  },
  notice({ kernel, blocks }, { context }) {
    const tooLong = kernelNotice("tcn", kernel, context);
    if (tooLong) return tooLong;
    const seen = receptiveField(kernel, blocks);
    if (blocks === 0 || seen >= context) return undefined;
    const enough = blocksFor(kernel, context);
    return `tcn: blocks=${blocks},kernel=${kernel} sees ${seen} of the window's ${context} steps; blocks=${enough} sees all of them`;
  },
});

/**
 * Steps that the last output depends on: two convolutions in block i = 0, 1, … with dilation 2ⁱ,
 *
 *   1 + 2·(kernel − 1)·(2^blocks − 1)
 */
export function receptiveField(kernel: number, blocks: number): number {
  return 1 + 2 * (kernel - 1) * (2 ** blocks - 1);
}

/** Fewest blocks, at least one, that see `context` steps. */
export function blocksFor(kernel: number, context: number): number {
  let blocks = 1;
  while (receptiveField(kernel, blocks) < context) blocks++;
  return blocks;
}

/**
 * Block i makes of its input x, with weight-normalised causal convolutions of dilation 2ⁱ,
 *
 *   relu(x + dropout(relu(conv(dropout(relu(conv(x)))))))
 *
 * where x is brought to as many channels by a convolution of one tap first if it has others; without
 * the residual connection x + is left out. The forecast is linear in the last step of the last block,
 * with a linear path from the window beside it.
 *
 * @see Bai, Kolter & Koltun (2018), "An empirical evaluation of generic convolutional and recurrent
 *   networks for sequence modeling", section 3
 */
export function declareTcn(
  { filters, blocks: requested, connection, dropout, linear, ...chosen }: TcnOptions,
  shape: NetworkShape,
): Network {
  const { context, horizon, inputs, outputs } = shape;
  const kernel = Math.min(chosen.kernel, maxKernel(context));
  const residual = connection === "residual";
  const parameters = new Parameters();
  const blocks = Array.from({ length: requested || blocksFor(kernel, context) }, (_, i) => {
    const name = `block${i + 1}`;
    const from = i === 0 ? inputs : filters;
    const normed = (part: string, channels: number) =>
      declareWeightNormed(parameters, `${name}.${part}`, channels, filters, kernel, 2 ** i);
    return {
      first: normed("first", from),
      second: normed("second", filters),
      widen:
        residual &&
        from !== filters &&
        parameters.add(`${name}.widen`, [filters, from, 1], uniform(1 / Math.sqrt(from))),
    };
  });
  const head = parameters.add(
    "head.weight",
    [filters, horizon * outputs],
    uniform(1 / Math.sqrt(filters)),
  );
  const headBias = parameters.add("head.bias", [horizon * outputs], zeros);
  const linearSkip = declareLinearSkip(parameters, shape, linear);
  return {
    parameters,
    forward(tape, input, { seed }) {
      let x = transpose(tape, input.steps, [1, 2, 0]);
      const blockOutputs = blocks.map(({ first, second, widen }, i): Watched => {
        const inner = dropOut(tape, relu(tape, first(tape, x)), dropout, seed + 2 * i);
        const transformed = dropOut(
          tape,
          relu(tape, second(tape, inner)),
          dropout,
          seed + 2 * i + 1,
        );
        const kept = widen ? conv1d(tape, x, tape.parameter(widen)) : x;
        x = residual ? relu(tape, add(tape, kept, transformed)) : transformed;
        return { name: `block${i + 1}`, output: x, time: 2 };
      });
      const nonlinear = affine(
        tape,
        lastStep(tape, x),
        tape.parameter(head),
        tape.parameter(headBias),
      );
      return { forecast: linearSkip(tape, nonlinear, input), layers: blockOutputs };
    },
  };
}

/** [rows, channels, time] → [rows, channels] */
function lastStep(tape: Tape, x: Tensor): Tensor {
  const [rows, channels, time] = x.shape as [number, number, number];
  return reshape(slice(tape, x, 2, time - 1, time), [rows, channels]);
}
