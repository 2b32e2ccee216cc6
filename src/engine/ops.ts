import type { Tape } from "./tape.js";
import { ShapeError, type Tensor } from "./tensor.js";

/** a · b + bias, [m, k] · [k, n] + [n] → [m, n]. */
export function affine(tape: Tape, a: Tensor, b: Tensor, bias: Tensor): Tensor {
  const [m, k] = matrix("affine", a);
  const [rows, n] = matrix("affine", b);
  if (rows !== k || bias.size !== n) {
    throw new ShapeError("affine", "[m, k], [k, n] and [n]", a.shape, b.shape, bias.shape);
  }
  const out = tape.tensor([m, n]);
  tape.call("fillRows", m, n, bias.at, out.at);
  tape.call("gemm", m, n, k, a.at, k, 1, b.at, n, 1, out.at, n, 1, tape.scratch);
  tape.gradient(() => {
    if (a.differentiable) {
      tape.call("gemm", m, k, n, out.grad, n, 1, b.at, 1, n, a.grad, k, 1, tape.scratch);
    }
    if (b.differentiable) {
      tape.call("gemm", k, n, m, a.at, 1, k, out.grad, n, 1, b.grad, n, 1, tape.scratch);
    }
    if (bias.differentiable) tape.call("columnSums", m, n, out.grad, bias.grad);
  });
  return out;
}

/** a + b, same shape. */
export function add(tape: Tape, a: Tensor, b: Tensor): Tensor {
  if (a.size !== b.size) throw new ShapeError("add", "equal shapes", a.shape, b.shape);
  const out = tape.tensor(a.shape);
  tape.call("copy", a.size, a.at, out.at);
  tape.call("axpy", a.size, 1, b.at, out.at);
  tape.gradient(() => {
    for (const operand of [a, b]) {
      if (operand.differentiable) tape.call("axpy", a.size, 1, out.grad, operand.grad);
    }
  });
  return out;
}

/** Mean squared error, a scalar. */
export function mse(tape: Tape, forecast: Tensor, target: Tensor): Tensor {
  if (forecast.size !== target.size) {
    throw new ShapeError("mse", "equal shapes", forecast.shape, target.shape);
  }
  const out = tape.tensor([1]);
  tape.call("mseForward", forecast.size, forecast.at, target.at, out.at);
  tape.gradient(() => {
    tape.call("mseBackward", forecast.size, forecast.at, target.at, out.grad, forecast.grad);
  });
  return out;
}

/** Mean of |e| − delta/2 beyond ±delta and e²/(2·delta) within (Huber 1964), a scalar. */
export function huber(tape: Tape, forecast: Tensor, target: Tensor, delta: number): Tensor {
  if (forecast.size !== target.size) {
    throw new ShapeError("huber", "equal shapes", forecast.shape, target.shape);
  }
  const out = tape.tensor([1]);
  tape.call("huberForward", forecast.size, delta, forecast.at, target.at, out.at);
  tape.gradient(() => {
    tape.call(
      "huberBackward",
      forecast.size,
      delta,
      forecast.at,
      target.at,
      out.grad,
      forecast.grad,
    );
  });
  return out;
}

function matrix(operation: string, tensor: Tensor): [number, number] {
  if (tensor.shape.length !== 2) throw new ShapeError(operation, "a matrix", tensor.shape);
  return [tensor.shape[0]!, tensor.shape[1]!];
}

/** A part of a tensor that starts `offset` floats in; its gradient is that part of the whole's. */
export function view(tensor: Tensor, offset: number, shape: readonly number[]): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  if (offset < 0 || offset + size > tensor.size) {
    throw new ShapeError("view", `${offset} + size within the tensor`, tensor.shape, shape);
  }
  return {
    shape,
    size,
    at: tensor.at + offset * 4,
    get grad() {
      return tensor.grad && tensor.grad + offset * 4;
    },
    set grad(_) {
      throw new Error("the gradient of a view belongs to the tensor it looks into");
    },
    differentiable: tensor.differentiable,
  };
}
