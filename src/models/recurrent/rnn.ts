import { uniform, zeros } from "../../engine/parameters.js";
import { rnn as rnnSequence } from "../../engine/recurrent/rnn.js";
import { activations } from "../../engine/recurrent/sequence.js";
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
      const bound = uniform(1 / Math.sqrt(hidden));
      const wx = parameters.add(`${name}.input`, [input, hidden], bound);
      const wh = parameters.add(`${name}.recurrent`, [hidden, hidden], bound);
      const bias = parameters.add(`${name}.bias`, [hidden], zeros);
      return {
        run: (tape, x, options) =>
          rnnSequence(
            tape,
            x,
            {
              input: tape.parameter(wx),
              recurrent: tape.parameter(wh),
              bias: tape.parameter(bias),
            },
            { ...options, activation },
          ),
      };
    },
  }),
});
