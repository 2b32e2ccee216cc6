import { lstm97 as lstm97Sequence } from "../../engine/recurrent/lstm97.js";
import { UsageError } from "../../errors.js";
import { declareGates } from "./cell.js";
import { recurrentModel } from "./definition.js";

/**
 * The long short-term memory of Hochreiter & Schmidhuber (1997): a constant error carousel behind an
 * input and an output gate, squashed by 2·tanh(z/2), without a forget gate.
 *
 * @see {@link lstm97Sequence} in engine/recurrent/lstm97.ts for the equations and their gradient
 */
export const lstm97 = recurrentModel({
  name: "lstm97",
  summary: "the 1997 cell: constant error carousel, input and output gates, no forget gate",
  options: {
    block: {
      type: "integer",
      default: 1,
      min: 1,
      max: 4096,
      summary: "memory cells that share an input and an output gate",
    },
    squash: {
      type: "choice",
      default: "wide",
      choices: ["wide", "narrow"],
      summary: "output squash: wide is 2·tanh(c/2), narrow the paper's second form tanh(c/2)",
    },
    "input-bias": {
      type: "number",
      default: 0,
      min: -100,
      max: 100,
      summary: "initial bias of the input gates: below 0 cells start closed",
    },
    "output-bias": {
      type: "number",
      default: 0,
      min: -100,
      max: 100,
      summary: "initial bias of the output gates: below 0 cells start silent",
    },
  },
  online: {
    options: ["block", "squash", "input-bias", "output-bias"],
    cell: ({ block, squash, "input-bias": input, "output-bias": output }, hidden) => {
      const gates = blocksOf(hidden, block);
      return {
        settings: { cell: "lstm97", block, narrow: squash === "narrow" },
        biases: [
          { from: 0, to: gates, bias: input },
          { from: gates, to: 2 * gates, bias: output },
        ],
      };
    },
  },
  cell: ({ block, squash, "input-bias": inputBias, "output-bias": outputBias }) => ({
    declare(parameters, name, input, hidden) {
      const gates = blocksOf(hidden, block);
      const width = hidden + 2 * gates;
      const weights = declareGates(parameters, name, input, hidden, width, (values) => {
        values.fill(0);
        values.fill(inputBias, 0, gates);
        values.fill(outputBias, gates, 2 * gates);
      });
      return {
        run: (tape, x, options) =>
          lstm97Sequence(tape, x, weights(tape), {
            ...options,
            block,
            narrow: squash === "narrow",
          }),
      };
    },
  }),
});

/** @throws UsageError when the last block would not be full */
function blocksOf(hidden: number, block: number): number {
  if (hidden % block === 0) return hidden / block;
  throw new UsageError(
    `lstm97: hidden=${hidden} cells cannot be divided into blocks of ${block}`,
    `Use a multiple of ${block}, such as hidden=${Math.ceil(hidden / block) * block}.`,
  );
}
