import { slstm as slstmSequence } from "../../engine/recurrent/slstm.js";
import { declareGates, forgetOption } from "./cell.js";
import { recurrentModel } from "./definition.js";

/**
 * Scalar LSTM with exponential gating (Beck et al. 2024): the cell state is a weighted mean of all
 * candidates so far, and an exponential input gate can outweigh what was stored before.
 *
 * @see {@link slstmSequence} in engine/recurrent/slstm.ts for the equations and their gradient
 */
export const slstm = recurrentModel({
  name: "slstm",
  summary: "the LSTM of 2024 with exponential gates and a normaliser",
  options: {
    ...forgetOption,
    "forget-bias": {
      type: "number",
      default: 1,
      min: -100,
      max: 100,
      summary:
        "initial bias of the forget gate: above 0 the cell remembers before it has learned to",
    },
  },
  cell: ({ forget, "forget-bias": forgetBias }) => ({
    declare(parameters, name, input, hidden) {
      const gates = declareGates(parameters, name, input, hidden, 4 * hidden, (values) => {
        values.fill(0);
        values.fill(forgetBias, hidden, 2 * hidden);
      });
      return {
        run: (tape, x, options) =>
          slstmSequence(tape, x, gates(tape), {
            ...options,
            exponentialForget: forget === "exponential",
          }),
      };
    },
  }),
});
