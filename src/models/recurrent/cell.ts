import { type Parameters, uniform } from "../../engine/parameters.js";
import type { ProjectionWeights } from "../../engine/recurrent/projection.js";
import type { RecurrentWeights } from "../../engine/recurrent/sequence.js";
import type { Tape } from "../../engine/tape.js";
import type { OptionSchema } from "../../spec/options.js";
import type { RecurrentLayer } from "../neural/network.js";

/** Of cells with exponential gates (Beck et al. 2024). */
export const forgetOption = {
  forget: {
    type: "choice",
    default: "sigmoid",
    choices: ["sigmoid", "exponential"],
    summary: "squashing function of the forget gate",
  },
} as const satisfies OptionSchema;

/** A kind of recurrent cell. */
export interface Cell {
  /** Declares the weights of one layer from `input` values a step to `hidden` cells. */
  declare(parameters: Parameters, name: string, input: number, hidden: number): RecurrentLayer;
}

/**
 * Declares what the gates of a layer have in common: the weights of its input [input, width], those of
 * its state before [hidden, width], and the bias [width].
 *
 * Weights start uniform within ±1/√hidden, as PyTorch's do.
 *
 * @param width values of all gates and candidates
 * @param bias  sets what the biases start with
 * @returns     the weights as tensors of a tape
 */
export function declareGates(
  parameters: Parameters,
  name: string,
  input: number,
  hidden: number,
  width: number,
  bias: (values: Float32Array) => void,
): (tape: Tape) => RecurrentWeights {
  const bound = uniform(1 / Math.sqrt(hidden));
  const inputWeights = parameters.add(`${name}.input`, [input, width], bound);
  const recurrentWeights = parameters.add(`${name}.recurrent`, [hidden, width], bound);
  const biases = parameters.add(`${name}.bias`, [width], bias);
  return (tape) => ({
    input: tape.parameter(inputWeights),
    recurrent: tape.parameter(recurrentWeights),
    bias: tape.parameter(biases),
  });
}

/**
 * Declares the weights of a layer that no hidden state feeds back into: those of its input [input, width]
 * and the bias [width], uniform within ±1/√input. A window's last step is 0 where windows are relative to
 * it, so that a bias of 0 would leave the step that is read without a query.
 *
 * @param bias sets the biases that start otherwise
 * @returns    the weights as tensors of a tape
 */
export function declareProjection(
  parameters: Parameters,
  name: string,
  input: number,
  width: number,
  bias: (values: Float32Array) => void,
): (tape: Tape) => ProjectionWeights {
  const bound = uniform(1 / Math.sqrt(input));
  const inputWeights = parameters.add(`${name}.input`, [input, width], bound);
  const biases = parameters.add(`${name}.bias`, [width], (values, random) => {
    bound(values, random);
    bias(values);
  });
  return (tape) => ({ input: tape.parameter(inputWeights), bias: tape.parameter(biases) });
}
