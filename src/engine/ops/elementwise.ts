import type { Tape } from "../tape.js";
import type { Tensor } from "../tensor.js";
import { result } from "./output.js";

/** Places are the functions' numbers in kernels/assembly/activation.ts. */
const functions = ["exp", "log", "sqrt", "tanh", "sigmoid", "relu", "gelu", "square"] as const;

function unary(name: (typeof functions)[number]): (tape: Tape, x: Tensor) => Tensor {
  const code = functions.indexOf(name);
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
export const exp = unary("exp");
/** ln x; NaN below 0. */
export const log = unary("log");
/** √x */
export const sqrt = unary("sqrt");
/** tanh x */
export const tanh = unary("tanh");
/** σ(x) = 1 / (1 + e⁻ˣ) */
export const sigmoid = unary("sigmoid");
/** max(x, 0) */
export const relu = unary("relu");
/** x·Φ(x) = x·(1 + erf(x/√2))/2, exact (Hendrycks & Gimpel 2016). */
export const gelu = unary("gelu");
/** x² */
export const square = unary("square");
