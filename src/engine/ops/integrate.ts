import type { Tape } from "../tape.js";
import { ShapeError, type Tensor } from "../tensor.js";
import { add, scale } from "./arithmetic.js";
import { tanh } from "./elementwise.js";
import { affine } from "./matmul.js";
import { result } from "./result.js";

/** The vector field f(z) = tanh(z·W₁ + b₁)·W₂ + b₂, [rows, n] → [rows, n]. */
export interface VectorField {
  /** [n, m] */
  readonly inner: Tensor;
  /** [m] */
  readonly innerBias: Tensor;
  /** [m, n] */
  readonly outer: Tensor;
  /** [n] */
  readonly outerBias: Tensor;
}

export const gradientWays = ["discrete", "adjoint"] as const;

export interface IntegrateOptions {
  /** Length of time. */
  readonly span: number;
  /** Steps of equal length. */
  readonly steps: number;
  /**
   * `discrete` goes back through what every step computed, and keeps it; `adjoint` integrates state and
   * gradient backwards in time, in memory that does not grow with the steps.
   */
  readonly gradient: (typeof gradientWays)[number];
}

/** Numbers of kernels/assembly/activation.ts. */
const TANH = 3;

/** Where in a step the classical Runge–Kutta method looks next, and what the stages weigh. */
const AHEAD = [1 / 2, 1 / 2, 1] as const;
const WEIGHTS = [1 / 6, 1 / 3, 1 / 3, 1 / 6] as const;

/**
 * Solves dz/dt = f(z) from z(0) = `z` to z(span) by the classical Runge–Kutta method of order 4.
 *
 * Both ways back give the gradient of the exact solution; they differ by the error of the method,
 * O(h⁴).
 *
 * @param z [rows, n]
 * @returns [rows, n]
 * @throws ShapeError when z and the field disagree
 * @see Chen, Rubanova, Bettencourt & Duvenaud (2018), "Neural ordinary differential equations",
 *   algorithm 1
 */
export function integrate(
  tape: Tape,
  z: Tensor,
  field: VectorField,
  options: IntegrateOptions,
): Tensor {
  const [rows, n] = z.shape;
  const { inner, outer } = field;
  if (z.shape.length !== 2 || inner.shape[0] !== n || outer.shape[1] !== n) {
    throw new ShapeError("integrate", "[rows, n], [n, m] and [m, n]", z.shape, inner.shape);
  }
  return options.gradient === "adjoint"
    ? withAdjoint(tape, z, field, options, rows!, n!)
    : recorded(tape, z, field, options);
}

function recorded(tape: Tape, z: Tensor, field: VectorField, options: IntegrateOptions): Tensor {
  const h = options.span / options.steps;
  const slope = (at: Tensor) => {
    const hidden = tanh(tape, affine(tape, at, field.inner, field.innerBias));
    return affine(tape, hidden, field.outer, field.outerBias);
  };
  const along = (from: Tensor, by: number, k: Tensor) => add(tape, from, scale(tape, k, by));
  let state = z;
  for (let step = 0; step < options.steps; step++) {
    let k = slope(state);
    let next = along(state, h * WEIGHTS[0], k);
    AHEAD.forEach((ahead, i) => {
      k = slope(along(state, h * ahead, k));
      next = along(next, h * WEIGHTS[i + 1]!, k);
    });
    state = next;
  }
  return state;
}

function withAdjoint(
  tape: Tape,
  z: Tensor,
  field: VectorField,
  { span, steps }: IntegrateOptions,
  rows: number,
  n: number,
): Tensor {
  const { inner, innerBias, outer, outerBias } = field;
  const m = inner.shape[1]!;
  const h = span / steps;
  const out = result(tape, z.shape, z, inner, innerBias, outer, outerBias);
  const size = rows * n;
  const [at, next, k] = [tape.workspace(size), tape.workspace(size), tape.workspace(size)];
  const hidden = tape.workspace(rows * m);

  /** k = f(at) */
  const slope = () => {
    tape.call("fillRows", rows, m, innerBias.at, hidden);
    tape.call("gemm", rows, m, n, at, n, 1, inner.at, m, 1, hidden, m, 1, tape.scratch);
    tape.call("unary", TANH, rows * m, hidden, hidden);
    tape.call("fillRows", rows, n, outerBias.at, k);
    tape.call("gemm", rows, n, m, hidden, m, 1, outer.at, n, 1, k, n, 1, tape.scratch);
  };
  /** to = from + by · change */
  const along = (from: number, by: number, change: number, to: number) => {
    if (from !== to) tape.call("copy", size, from, to);
    tape.call("axpy", size, by, change, to);
  };

  tape.call("copy", size, z.at, out.at);
  for (let step = 0; step < steps; step++) {
    tape.call("copy", size, out.at, at);
    slope();
    along(out.at, h * WEIGHTS[0], k, next);
    AHEAD.forEach((ahead, i) => {
      along(out.at, h * ahead, k, at);
      slope();
      along(next, h * WEIGHTS[i + 1]!, k, next);
    });
    tape.call("copy", size, next, out.at);
  }

  tape.gradient(() => {
    // Of a constant start and field nothing flows back.
    if (!out.differentiable) return;
    const work = (floats: number) => tape.workspace(floats);
    const [state, adjoint, adjointAt, adjointNext] = [
      work(size),
      work(size),
      work(size),
      work(size),
    ];
    const [weighted, pulled] = [work(size), work(size)];
    const [hiddenGrad, innerGrad] = [work(rows * m), work(rows * m)];

    /** k = f(at), pulled = adjointAt · ∂f/∂z, and the weights' share of the integral. */
    const back = (weight: number) => {
      slope();
      const pull = (from: number) => {
        tape.call("fill", rows * m, hiddenGrad, 0);
        tape.call("fill", rows * m, innerGrad, 0);
        tape.call("gemm", rows, m, n, from, n, 1, outer.at, 1, n, hiddenGrad, m, 1, tape.scratch);
        tape.call("unaryBackward", TANH, rows * m, hidden, hidden, hiddenGrad, innerGrad);
      };
      tape.call("scaleShift", size, weight, 0, adjointAt, weighted);
      pull(weighted);
      if (outer.differentiable) {
        tape.call("gemm", m, n, rows, hidden, 1, m, weighted, n, 1, outer.grad, n, 1, tape.scratch);
      }
      if (outerBias.differentiable) tape.call("columnSums", rows, n, weighted, outerBias.grad);
      if (inner.differentiable) {
        tape.call("gemm", n, m, rows, at, 1, n, innerGrad, m, 1, inner.grad, m, 1, tape.scratch);
      }
      if (innerBias.differentiable) tape.call("columnSums", rows, m, innerGrad, innerBias.grad);
      tape.call("fill", size, pulled, 0);
      tape.call("gemm", rows, n, m, innerGrad, m, 1, inner.at, 1, m, pulled, n, 1, tape.scratch);
      tape.call("scaleShift", size, 1 / weight, 0, pulled, pulled);
    };

    tape.call("copy", size, out.at, state);
    tape.call("copy", size, out.grad, adjoint);
    for (let step = 0; step < steps; step++) {
      tape.call("copy", size, state, at);
      tape.call("copy", size, adjoint, adjointAt);
      back(h * WEIGHTS[0]);
      along(state, -h * WEIGHTS[0], k, next);
      along(adjoint, h * WEIGHTS[0], pulled, adjointNext);
      AHEAD.forEach((ahead, i) => {
        along(state, -h * ahead, k, at);
        along(adjoint, h * ahead, pulled, adjointAt);
        back(h * WEIGHTS[i + 1]!);
        along(next, -h * WEIGHTS[i + 1]!, k, next);
        along(adjointNext, h * WEIGHTS[i + 1]!, pulled, adjointNext);
      });
      tape.call("copy", size, next, state);
      tape.call("copy", size, adjointNext, adjoint);
    }
    if (z.differentiable) tape.call("axpy", size, 1, adjoint, z.grad);
  });
  return out;
}
