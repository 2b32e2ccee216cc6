import type { Tape } from "../tape.js";
import type { Tensor } from "../tensor.js";

/** A value computed from operands: it has a gradient when one of them wants one. */
export function result(tape: Tape, shape: readonly number[], ...operands: Tensor[]): Tensor {
  return operands.some((x) => x.differentiable) ? tape.tensor(shape) : tape.input(shape);
}
