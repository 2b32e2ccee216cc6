import { affine, concat, reshape, slice, transpose } from "../../engine/ops/index.js";
import { type Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { NetworkShape } from "../neural/network.js";
import type { Segments } from "./segments.js";

/** Forecasts each segment ahead, linear in the state there; the last one's surplus is cut off. */
export function declareSegmentHead(
  parameters: Parameters,
  width: number,
  { horizon, outputs }: NetworkShape,
  { length, ahead }: Segments,
): (tape: Tape, states: readonly Tensor[]) => Tensor {
  const values = length * outputs;
  const weight = parameters.add("head.weight", [width, values], uniform(1 / Math.sqrt(width)));
  const bias = parameters.add("head.bias", [values], zeros);
  return (tape, states) => {
    const rows = states[0].shape[0];
    const all = reshape(concat(tape, states, 0), [ahead, rows, width]);
    const told = affine(tape, all, tape.parameter(weight), tape.parameter(bias));
    const inRows = reshape(transpose(tape, told, [1, 0, 2]), [rows, ahead * values]);
    return slice(tape, inRows, 1, 0, horizon * outputs);
  };
}
