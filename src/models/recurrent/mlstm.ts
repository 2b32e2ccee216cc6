import { mlstm as mlstmSequence, mlstmWidth } from "../../engine/recurrent/mlstm.js";
import { UsageError } from "../../errors.js";
import { declareProjection, forgetOption } from "./cell.js";
import { recurrentModel } from "./definition.js";

/**
 * Matrix LSTM (Beck et al. 2024): values are stored under keys in a matrix, by exponential gates, and
 * read by queries. No hidden state feeds back.
 *
 * @see {@link mlstmSequence} in engine/recurrent/mlstm.ts for the equations and their gradient
 */
export const mlstm = recurrentModel({
  name: "mlstm",
  summary: "the LSTM of 2024 with a matrix memory: values stored under keys, nothing fed back",
  options: {
    heads: {
      type: "integer",
      default: 4,
      min: 1,
      max: 4096,
      summary: "matrices of a layer, which share its cells",
    },
    ...forgetOption,
    "forget-bias": {
      type: "number",
      default: 3,
      min: -100,
      max: 100,
      summary:
        "initial bias of the forget gates: above 0 the memory lasts before it has learned to",
    },
  },
  cell: ({ heads, forget, "forget-bias": forgetBias }) => ({
    declare(parameters, name, input, hidden) {
      if (hidden % heads !== 0) {
        throw new UsageError(
          `heads=${heads} cannot share hidden=${hidden} cells evenly`,
          "Choose a number of heads that divides the cells.",
        );
      }
      const forgets = 4 * hidden + heads;
      const weights = declareProjection(
        parameters,
        name,
        input,
        mlstmWidth(hidden, heads),
        (values) => {
          values.fill(0, 4 * hidden);
          values.fill(forgetBias, forgets);
        },
      );
      return {
        run: (tape, x, options) =>
          mlstmSequence(tape, x, weights(tape), hidden, {
            ...options,
            heads,
            exponentialForget: forget === "exponential",
          }),
      };
    },
  }),
});
