import { affine, view } from "../../engine/ops/index.js";
import { Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { NetworkDefinition } from "../neural/definition.js";
import type { Network, NetworkShape } from "../neural/network.js";
import { declareDilatedStack } from "./dilated-stack.js";
import { esrnnModel } from "./forecaster.js";
import { type EsrnnChoices, esrnnOptions } from "./options.js";

/**
 * Exponential smoothing and a recurrent network, learned together: the winner of the M4 competition.
 *
 * @see Smyl (2020), "A hybrid method of exponential smoothing and recurrent neural networks for time series
 *   forecasting"
 */
export const esrnn = {
  name: "esrnn",
  summary: "exponential smoothing of each series and one dilated LSTM, learned together",
  options: esrnnOptions,
  speed: "slow" as const,
  network: (options, shape) => declareBareStack(options as unknown as EsrnnChoices, shape),
  create: (options) => esrnnModel(options as EsrnnChoices),
} satisfies NetworkDefinition<typeof esrnnOptions>;

/** The layers without smoothing, which read a window and forecast from its last step. */
function declareBareStack(
  { hidden, dilations }: EsrnnChoices,
  { inputs, horizon, outputs }: NetworkShape,
): Network {
  const parameters = new Parameters();
  const chosen = dilations.length > 0 ? dilations : [1, 2, 4];
  const stack = declareDilatedStack(parameters, inputs, hidden, chosen);
  const values = horizon * outputs;
  const weight = parameters.add("head.weight", [hidden, values], uniform(1 / Math.sqrt(hidden)));
  const bias = parameters.add("head.bias", [values], zeros);
  return {
    parameters,
    forward(tape, { steps }, { tap }) {
      const { states, traces } = stack.run(tape, steps, tap);
      const [time, rows] = states.shape as [number, number, number];
      const last = view(states, (time - 1) * rows * hidden, [rows, hidden]);
      return {
        forecast: affine(tape, last, tape.parameter(weight), tape.parameter(bias)),
        recurrence: { traces: traces.slice(0, 1), stride: chosen[0] },
      };
    },
  };
}
