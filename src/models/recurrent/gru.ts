import { zeros } from "../../engine/parameters.js";
import { gru as gruSequence } from "../../engine/recurrent/gru.js";
import { type Cell, declareGates } from "./cell.js";
import { recurrentModel } from "./definition.js";

/**
 * Gated recurrent unit (Cho et al. 2014): reset and update gates, no separate cell state.
 *
 * @see {@link gruSequence} in engine/recurrent/gru.ts for the equations and their gradient
 */
export const gru = recurrentModel({
  name: "gru",
  summary: "gated recurrent unit",
  options: {
    reset: {
      type: "choice",
      default: "after",
      choices: ["after", "before"],
      summary:
        "where the reset gate acts: after the recurrent product or, as in the paper, before it",
    },
  },
  online: { options: [], cell: () => ({ settings: { cell: "gru" } }) },
  cell: ({ reset }) => gruCell(reset),
});

/** @param reset where the reset gate acts: after the recurrent product or before it */
export function gruCell(reset: "after" | "before"): Cell {
  return {
    declare(parameters, name, input, hidden) {
      const gates = declareGates(parameters, name, input, hidden, 3 * hidden, zeros);
      const recurrentBias =
        reset === "after" && parameters.add(`${name}.recurrent-bias`, [3 * hidden], zeros);
      return {
        run: (tape, x, options) =>
          gruSequence(
            tape,
            x,
            {
              ...gates(tape),
              ...(recurrentBias && { recurrentBias: tape.parameter(recurrentBias) }),
            },
            options,
          ),
      };
    },
  };
}
