import type { Tape } from "../tape.js";
import type { Tensor } from "../tensor.js";

/** The tensor of an operation's result, differentiable when one of the operands is. */
export function result(tape: Tape, shape: readonly number[], ...operands: Tensor[]): Tensor {
  return operands.some((x) => x.differentiable) ? tape.tensor(shape) : tape.input(shape);
}
