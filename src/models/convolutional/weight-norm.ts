import { conv1d, div, mul, reshape, sqrt, square, sum } from "../../engine/ops/index.js";
import { constant, type Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";

/** @param x [rows, channels, time] */
export type Convolution = (tape: Tape, x: Tensor) => Tensor;

/**
 * A causal dilated convolution whose weights are a length times a direction, for each output,
 *
 *   w = g · v / ‖v‖
 *
 * so that the optimiser turns and stretches them apart.
 *
 * @see Salimans & Kingma (2016), eq. 2
 */
export function declareWeightNormed(
  parameters: Parameters,
  name: string,
  channels: number,
  filters: number,
  kernel: number,
  dilation: number,
): Convolution {
  const direction = parameters.add(
    `${name}.direction`,
    [filters, channels, kernel],
    uniform(1 / Math.sqrt(channels * kernel)),
  );
  const length = parameters.add(`${name}.length`, [filters], constant(1));
  const bias = parameters.add(`${name}.bias`, [filters], zeros);
  return (tape, x) => {
    const v = tape.parameter(direction);
    const norm = sqrt(tape, sum(tape, square(tape, v), [1, 2], true));
    const g = reshape(tape.parameter(length), [filters, 1, 1]);
    const weight = mul(tape, div(tape, v, norm), g);
    return conv1d(tape, x, weight, tape.parameter(bias), { dilation, padding: "causal" });
  };
}
