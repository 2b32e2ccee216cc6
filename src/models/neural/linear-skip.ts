import { add, affine, mul, reshape, sum } from "../../engine/ops/index.js";
import { type Parameters, zeros } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { OptionSchema } from "../../spec/options.js";
import type { NetworkShape, WindowTensors } from "./network.js";
import { regularSteps } from "./resample.js";

/** Adds a term to a forecast [rows, horizon · outputs]. */
export type LinearSkip = (tape: Tape, forecast: Tensor, input: WindowTensors) => Tensor;

export const linearSkipOption = {
  linear: {
    type: "boolean",
    default: true,
    summary: "a linear path from the window beside the network, which learns the rest",
  },
} as const satisfies OptionSchema;

/**
 * A linear path from the window, and from what is known ahead, beside a network, so that the network
 * learns only what is not linear. It starts at zero.
 *
 * Where dates are irregular, the path works at regular times: those of the resampled window, and steps
 * ahead that are interpolated at the dates.
 *
 * @param enabled without it, only what is known ahead has a linear path
 */
export function declareLinearSkip(
  parameters: Parameters,
  shape: NetworkShape,
  enabled: boolean,
): LinearSkip {
  if (!enabled) return declareFutureSkip(parameters, shape);
  const { horizon, outputs } = shape;
  const steps = shape.interval === undefined ? horizon : regularSteps(horizon);
  const values = steps * outputs;
  const weight = parameters.add("linear.weight", [shape.context, values], zeros);
  const bias = parameters.add("linear.bias", [values], zeros);
  const known = declareFutureSkip(parameters, shape);
  return (tape, forecast, input) => {
    const linearForecast = affine(tape, input.window, tape.parameter(weight), tape.parameter(bias));
    const atForecastDates = input.between
      ? atDates(tape, linearForecast, input.between, outputs)
      : linearForecast;
    return known(tape, add(tape, forecast, atForecastDates), input);
  };
}

/** Interpolates forecasts of regular steps, [rows, steps · outputs], at the dates ahead. */
function atDates(tape: Tape, linearForecast: Tensor, between: Tensor, outputs: number): Tensor {
  const [rows, horizon, steps] = between.shape as [number, number, number];
  const weights = reshape(between, [rows, horizon, steps, 1]);
  const parts = mul(tape, weights, reshape(linearForecast, [rows, 1, steps, outputs]));
  return reshape(sum(tape, parts, [2]), [rows, horizon * outputs]);
}

/** A linear path from the values known ahead at all steps; none where nothing is known ahead. */
export function declareFutureSkip(parameters: Parameters, shape: NetworkShape): LinearSkip {
  const { horizon, ahead, outputs } = shape;
  if (ahead === 0) return (_, forecast) => forecast;
  const weight = parameters.add("ahead.weight", [horizon * ahead, horizon * outputs], zeros);
  const bias = parameters.add("ahead.bias", [horizon * outputs], zeros);
  return (tape, forecast, input) => {
    const futureTerm = affine(tape, input.ahead!, tape.parameter(weight), tape.parameter(bias));
    return add(tape, forecast, futureTerm);
  };
}
