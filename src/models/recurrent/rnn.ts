import { zeros } from "../../engine/parameters.js";
import { rnn as rnnSequence } from "../../engine/recurrent/rnn.js";
import { activations } from "../../engine/recurrent/sequence.js";
import { declareGates } from "./cell.js";
import { recurrentModel } from "./definition.js";

/**
 * Plain recurrent units, hₜ = φ(xₜ·W + hₜ₋₁·U + b) (Elman 1990): the gradient's chain of φ′ and U.
 *
 * @see {@link rnnSequence} in engine/recurrent/rnn.ts for the equations and their gradient
 */
export const rnn = recurrentModel({
  name: "rnn",
  summary: "plain recurrent network: the one whose gradient vanishes",
  options: {
    activation: {
      type: "choice",
      default: "tanh",
      choices: activations,
      summary: "squashing function of the units; scaled-tanh is 2·tanh(z/2)",
    },
  },
  online: { options: [], cell: () => ({ settings: { cell: "rnn" } }) },
  cell: ({ activation }) => ({
    declare(parameters, name, input, hidden) {
      const gates = declareGates(parameters, name, input, hidden, hidden, zeros);
      return {
        run: (tape, x, options) => rnnSequence(tape, x, gates(tape), { ...options, activation }),
      };
    },
  }),
});
