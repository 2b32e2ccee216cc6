import { UnaryFunction } from "../kernels/codes.js";
import type { Tape } from "../tape.js";
import type { Tensor } from "../tensor.js";
import { result } from "./output.js";

function unary(code: UnaryFunction): (tape: Tape, x: Tensor) => Tensor {
  return (tape, x) => {
    const out = result(tape, x.shape, x);
    tape.call("unary", code, x.size, x.at, out.at);
    tape.gradient(() => {
      if (x.differentiable) {
        tape.call("unaryBackward", code, x.size, x.at, out.at, out.grad, x.grad);
      }
    });
    return out;
  };
}

/** eˣ; saturates at the smallest normal float32 and at 1.7e38. */
export const exp = unary(UnaryFunction.EXP);
/** ln x; NaN below 0. */
export const log = unary(UnaryFunction.LOG);
/** √x */
export const sqrt = unary(UnaryFunction.SQRT);
/** tanh x */
export const tanh = unary(UnaryFunction.TANH);
/** σ(x) = 1 / (1 + e⁻ˣ) */
export const sigmoid = unary(UnaryFunction.SIGMOID);
/** max(x, 0) */
export const relu = unary(UnaryFunction.RELU);
/** x·Φ(x) = x·(1 + erf(x/√2))/2, exact (Hendrycks & Gimpel 2016). */
export const gelu = unary(UnaryFunction.GELU);
/** x² */
export const square = unary(UnaryFunction.SQUARE);
