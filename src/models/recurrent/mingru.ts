import { mingru as mingruSequence } from "../../engine/recurrent/mingru.js";
import { declareProjection } from "./cell.js";
import { recurrentModel } from "./definition.js";

/**
 * Minimal gated recurrent unit (Feng et al. 2024): gate and candidate see the input alone, so that the
 * recurrence is linear and all products of a window are one.
 *
 * @see {@link mingruSequence} in engine/recurrent/mingru.ts for the equations and their gradient
 */
export const mingru = recurrentModel({
  name: "mingru",
  summary: "a GRU reduced to a linear recurrence: its gate sees the input alone",
  options: {
    "update-bias": {
      type: "number",
      default: -2,
      min: -100,
      max: 100,
      summary: "initial bias of the gate: below 0 the state lasts before it has learned to",
    },
  },
  cell: ({ "update-bias": updateBias }) => ({
    declare(parameters, name, input, hidden) {
      const weights = declareProjection(parameters, name, input, 2 * hidden, (values) => {
        values.fill(updateBias, 0, hidden);
      });
      return { run: (tape, x, options) => mingruSequence(tape, x, weights(tape), hidden, options) };
    },
  }),
});
