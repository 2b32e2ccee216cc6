import { affine, concat, reshape, slice, view } from "../../engine/ops/index.js";
import { Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { OptionSchema } from "../../spec/options.js";
import { declareLinearSkip } from "../neural/linear-skip.js";
import type { Network, NetworkShape } from "../neural/network.js";
import type { Cell } from "./cell.js";
import { declareStack, type StackOptions, type StackOutput } from "./stack.js";

export const decodeOption = {
  decode: {
    type: "choice",
    default: "direct",
    choices: ["direct", "recursive", "seq2seq"],
    summary: "all steps at once, one step fed back, or a second network that unrolls them",
  },
} as const satisfies OptionSchema;

type Decode = (typeof decodeOption)["decode"]["choices"][number];

/**
 * The network of a recurrent forecaster: cells read the window, a decoder turns their last state into the
 * steps ahead, and a linear path from the window is added, so that the cells learn only what is not
 * linear.
 */
export function declareForecaster(
  cell: Cell,
  options: StackOptions,
  decode: Decode,
  shape: NetworkShape,
): Network {
  const { horizon, inputs, outputs } = shape;
  const parameters = new Parameters();
  const stack = declareStack(parameters, cell, inputs, options);
  const decoder =
    decode === "seq2seq"
      ? declareUnrolledDecoder(parameters, cell, options.hidden, shape)
      : declareHead(parameters, stack.width, horizon * outputs);
  const linearSkip = declareLinearSkip(parameters, shape, true);
  return {
    parameters,
    forward(tape, input, { tap, seed }) {
      const read = stack.run(tape, input.steps, tap, seed);
      const nonlinear = decoder(tape, read, input.ahead);
      const recurrence = { traces: read.layers, stride: 1 };
      return { forecast: linearSkip(tape, nonlinear, input), recurrence };
    },
  };
}

/** @returns [rows, horizon · outputs] */
type Decoder = (tape: Tape, read: StackOutput, ahead: Tensor | undefined) => Tensor;

/** Decodes all steps at once, linear in the last state. */
function declareHead(parameters: Parameters, width: number, values: number): Decoder {
  const weight = parameters.add("head.weight", [width, values], uniform(1 / Math.sqrt(width)));
  const bias = parameters.add("head.bias", [values], zeros);
  return (tape, { last }) => affine(tape, last, tape.parameter(weight), tape.parameter(bias));
}

/**
 * Sequence to sequence: a cell of the same kind starts from the top layer's last state and gets its own
 * forecast of the previous step, and the columns known for the step, as input.
 *
 * @see Sutskever, Vinyals & Le (2014)
 */
function declareUnrolledDecoder(
  parameters: Parameters,
  cell: Cell,
  hidden: number,
  { horizon, ahead, outputs }: NetworkShape,
): Decoder {
  const layer = cell.declare(parameters, "decoder", 1 + ahead, hidden);
  const weight = parameters.add("head.weight", [hidden, outputs], uniform(1 / Math.sqrt(hidden)));
  const bias = parameters.add("head.bias", [outputs], zeros);
  return (tape, { top }, known) => {
    const rows = top.last.shape[0];
    let initial = { hidden: top.last, cell: top.lastCell };
    let previous: Tensor = tape.input([rows, 1]);
    const steps: Tensor[] = [];
    for (let h = 0; h < horizon; h++) {
      const input = known
        ? concat(tape, [previous, slice(tape, known, 1, h * ahead, (h + 1) * ahead)], 1)
        : previous;
      const { last, lastCell } = layer.run(tape, reshape(input, [1, rows, 1 + ahead]), { initial });
      const out = affine(tape, last, tape.parameter(weight), tape.parameter(bias));
      initial = { hidden: last, cell: lastCell };
      previous = outputs === 1 ? out : slice(tape, out, 1, 0, 1);
      steps.push(out);
    }
    const all = horizon === 1 ? steps[0] : concat(tape, steps, 1);
    return view(all, 0, [rows, horizon * outputs]);
  };
}
