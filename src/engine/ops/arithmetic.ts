import { BinaryOperation } from "../kernels/codes.js";
import type { Tape } from "../tape.js";
import type { Tensor } from "../tensor.js";
import { broadcastShape, broadcastSteps, flow, steps, table, walk } from "./broadcast.js";
import { result } from "./output.js";

type Placed = Pick<Tensor, "shape" | "at">;

/** a + b, shapes broadcast. */
export function add(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const out = combine(tape, "add", BinaryOperation.ADD, a, b);
  tape.gradient(() => {
    if (a.differentiable) flow(tape, out.shape, out.grad, a, 1);
    if (b.differentiable) flow(tape, out.shape, out.grad, b, 1);
  });
  return out;
}

/** a − b, shapes broadcast. */
export function sub(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const out = combine(tape, "sub", BinaryOperation.SUB, a, b);
  tape.gradient(() => {
    if (a.differentiable) flow(tape, out.shape, out.grad, a, 1);
    if (b.differentiable) flow(tape, out.shape, out.grad, b, -1);
  });
  return out;
}

/** a ⊙ b, shapes broadcast. */
export function mul(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const out = combine(tape, "mul", BinaryOperation.MUL, a, b);
  tape.gradient(() => {
    const upper = { shape: out.shape, at: out.grad };
    for (const [operand, other] of [
      [a, b],
      [b, a],
    ] as const) {
      if (!operand.differentiable) continue;
      if (operand.size === out.size)
        record(tape, BinaryOperation.MUL_ADD, upper, other, { ...upper, at: operand.grad });
      else {
        const product = { shape: out.shape, at: tape.workspace(out.size) };
        record(tape, BinaryOperation.MUL, upper, other, product);
        flow(tape, out.shape, product.at, operand, 1);
      }
    }
  });
  return out;
}

/** a ⊘ b, shapes broadcast. ∂/∂b = −out / b. */
export function div(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const out = combine(tape, "div", BinaryOperation.DIV, a, b);
  tape.gradient(() => {
    const upper = { shape: out.shape, at: out.grad };
    if (a.differentiable && a.size === out.size) {
      record(tape, BinaryOperation.DIV_ADD, upper, b, { ...upper, at: a.grad });
    }
    const stretched = a.differentiable && a.size !== out.size;
    if (!stretched && !b.differentiable) return;
    const quotient = { shape: out.shape, at: tape.workspace(out.size) };
    record(tape, BinaryOperation.DIV, upper, b, quotient);
    if (stretched) flow(tape, out.shape, quotient.at, a, 1);
    if (b.differentiable) {
      record(tape, BinaryOperation.MUL, quotient, out, quotient);
      flow(tape, out.shape, quotient.at, b, -1);
    }
  });
  return out;
}

/** x · factor */
export function scale(tape: Tape, x: Tensor, factor: number): Tensor {
  return scaleShift(tape, x, factor, 0);
}

/** x + amount, to every value. */
export function shift(tape: Tape, x: Tensor, amount: number): Tensor {
  return scaleShift(tape, x, 1, amount);
}

function scaleShift(tape: Tape, x: Tensor, factor: number, amount: number): Tensor {
  const out = result(tape, x.shape, x);
  tape.call("scaleShift", x.size, factor, amount, x.at, out.at);
  tape.gradient(() => {
    if (x.differentiable) tape.call("axpy", x.size, factor, out.grad, x.grad);
  });
  return out;
}

function combine(
  tape: Tape,
  name: string,
  operation: BinaryOperation,
  a: Tensor,
  b: Tensor,
): Tensor {
  const out = result(tape, broadcastShape(name, a, b), a, b);
  record(tape, operation, a, b, out);
  return out;
}

/** out, in one piece, from a and b stretched over it. */
function record(tape: Tape, operation: BinaryOperation, a: Placed, b: Placed, out: Placed): void {
  const { shape } = out;
  const moves = [broadcastSteps(a.shape, shape), broadcastSteps(b.shape, shape), steps(shape)];
  tape.call(
    "binary",
    operation,
    ...table(tape, walk(shape, ...moves), 4, 4, 4),
    a.at,
    b.at,
    out.at,
  );
}
