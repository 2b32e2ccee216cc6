import { add, affine } from "../../engine/ops.js";
import { Parameters, uniform, zeros } from "../../engine/parameters.js";
import { lstm as lstmSequence } from "../../engine/recurrent.js";
import type { OptionSchema, OptionValues } from "../../spec.js";
import type { ModelDefinition } from "../model.js";
import { trainingOptions } from "../neural/training-options.js";
import { fitWindows, type Network, type NetworkShape } from "../neural/window-forecaster.js";

const options = {
  hidden: { type: "integer", default: 32, min: 1, max: 4096, summary: "memory cells" },
  "forget-bias": {
    type: "number",
    default: 1,
    min: -100,
    max: 100,
    summary: "initial bias of the forget gate: above 0 the cell remembers before it has learned to",
  },
  ...trainingOptions,
} as const satisfies OptionSchema;

/**
 * Long short-term memory with input, forget and output gates (Gers, Schmidhuber & Cummins 2000).
 * The last state, through a linear head, gives all steps ahead at once; a linear path from the window
 * runs beside it, so that the cell learns only what is not linear.
 */
export const lstm: ModelDefinition<typeof options> = {
  name: "lstm",
  summary: "long short-term memory with a forget gate, one network for all series",
  options,
  create: (chosen) => ({
    name: "lstm",
    fit: (panel, context) => fitWindows(panel, (shape) => network(shape, chosen), chosen, context),
  }),
};

function network(
  { context, horizon }: NetworkShape,
  { hidden, "forget-bias": forgetBias }: OptionValues<typeof options>,
): Network {
  const parameters = new Parameters();
  const bound = 1 / Math.sqrt(hidden);
  const input = parameters.add("lstm.input", [1, 4 * hidden], uniform(bound));
  const recurrent = parameters.add("lstm.recurrent", [hidden, 4 * hidden], uniform(bound));
  const bias = parameters.add("lstm.bias", [4 * hidden], (values) => {
    values.fill(0);
    values.fill(forgetBias, hidden, 2 * hidden);
  });
  const head = parameters.add("head.weight", [hidden, horizon], uniform(bound));
  const headBias = parameters.add("head.bias", [horizon], zeros);
  const linear = parameters.add("linear.weight", [context, horizon], zeros);
  const linearBias = parameters.add("linear.bias", [horizon], zeros);
  return {
    parameters,
    forward(tape, steps, window, tap) {
      const use = tape.parameter.bind(tape);
      const weights = { input: use(input), recurrent: use(recurrent), bias: use(bias) };
      const { last, tap: norms } = lstmSequence(tape, steps, weights, { tap });
      const cell = affine(tape, last, use(head), use(headBias));
      return {
        forecast: add(tape, cell, affine(tape, window, use(linear), use(linearBias))),
        tap: norms,
      };
    },
  };
}
