import { uniform } from "../../engine/parameters.js";
import { lstm as lstmSequence } from "../../engine/recurrent/lstm.js";
import { declareGates } from "./cell.js";
import { recurrentModel } from "./definition.js";

/**
 * Long short-term memory with input, forget and output gates (Gers, Schmidhuber & Cummins 2000).
 *
 * @see {@link lstmSequence} in engine/recurrent/lstm.ts for the equations and their gradient
 */
export const lstm = recurrentModel({
  name: "lstm",
  summary: "long short-term memory with a forget gate",
  options: {
    "forget-bias": {
      type: "number",
      default: 1,
      min: -100,
      max: 100,
      summary:
        "initial bias of the forget gate: above 0 the cell remembers before it has learned to",
    },
    peepholes: {
      type: "boolean",
      default: false,
      summary: "let the gates see the cell's state (Gers & Schmidhuber 2000)",
    },
  },
  online: {
    options: ["forget-bias"],
    cell: ({ "forget-bias": bias }, hidden) => ({
      settings: { cell: "lstm" },
      biases: [{ from: hidden, to: 2 * hidden, bias }],
    }),
  },
  cell: ({ "forget-bias": forgetBias, peepholes }) => ({
    declare(parameters, name, input, hidden) {
      const gates = declareGates(parameters, name, input, hidden, 4 * hidden, (values) => {
        values.fill(0);
        values.fill(forgetBias, hidden, 2 * hidden);
      });
      const bound = uniform(1 / Math.sqrt(hidden));
      const peephole = peepholes && parameters.add(`${name}.peephole`, [3, hidden], bound);
      return {
        run: (tape, x, options) =>
          lstmSequence(
            tape,
            x,
            { ...gates(tape), ...(peephole && { peephole: tape.parameter(peephole) }) },
            options,
          ),
      };
    },
  }),
});
