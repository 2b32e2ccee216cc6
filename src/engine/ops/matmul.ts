import type { Tape } from "../tape.js";
import { ShapeError, sizeOf, type Tensor } from "../tensor.js";
import { result } from "./output.js";

/** a · b + bias, [.., k] · [k, n] + [n] → [.., n]. */
export function affine(tape: Tape, a: Tensor, b: Tensor, bias: Tensor): Tensor {
  const k = a.shape.at(-1);
  const n = b.shape[1];
  if (
    k === undefined ||
    n === undefined ||
    b.size !== k * n ||
    b.shape[0] !== k ||
    bias.size !== n
  ) {
    throw new ShapeError("affine", "[.., k], [k, n] and [n]", a.shape, b.shape, bias.shape);
  }
  const m = a.size / k;
  const out = result(tape, a.shape.with(-1, n), a, b, bias);
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

/** Address of a factor, and its strides in floats between matrices, rows and columns. */
type Factor = readonly [at: number, step: number, row: number, column: number];

/**
 * a · b, [.., m, k] · [.., k, n] → [.., m, n]; either may be stored transposed. Leading axes agree,
 * or one operand is a single matrix that meets all matrices of the other.
 */
export function matmul(
  tape: Tape,
  a: Tensor,
  b: Tensor,
  options: { readonly transposeA?: boolean; readonly transposeB?: boolean } = {},
): Tensor {
  const { transposeA = false, transposeB = false } = options;
  const [m, k] = matrix(a, transposeA);
  const [depth, n] = matrix(b, transposeB);
  const [leadA, leadB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const lead = leadA.length ? leadA : leadB;
  const agree = leadB.length === 0 || leadA.length === 0 || String(leadA) === String(leadB);
  if (depth !== k || !agree) {
    const form = (first: string, last: string, swap: boolean) =>
      swap ? `[.., ${last}, ${first}]` : `[.., ${first}, ${last}]`;
    const expected = `${form("m", "k", transposeA)} and ${form("k", "n", transposeB)}`;
    throw new ShapeError("matmul", expected, a.shape, b.shape);
  }
  const out = result(tape, [...lead, m, n], a, b);
  // Matrices that are all multiplied by the same one are stacked into one tall matrix.
  const tall = leadB.length === 0 && !transposeA;
  const [batch, rows] = tall ? [1, sizeOf(lead) * m] : [sizeOf(lead), m];
  const stepA = leadA.length ? rows * k : 0;
  const stepB = leadB.length ? k * n : 0;
  const stepOut = rows * n;
  const placed = (at: number, step: number, width: number, swap: boolean): Factor =>
    swap ? [at, step, 1, width] : [at, step, width, 1];
  const fa = placed(a.at, stepA, transposeA ? rows : k, transposeA);
  const fb = placed(b.at, stepB, transposeB ? k : n, transposeB);
  const record = (
    sizes: readonly [rows: number, columns: number, depth: number],
    x: Factor,
    y: Factor,
    to: number,
    step: number,
  ) => {
    tape.call("gemmBatch", batch, ...sizes, ...x, ...y, to, step, sizes[1], tape.scratch);
  };
  tape.call("fill", out.size, out.at, 0);
  record([rows, n, k], fa, fb, out.at, stepOut);
  tape.gradient(() => {
    const upper: Factor = [out.grad, stepOut, n, 1];
    if (a.differentiable) {
      if (transposeA) record([k, rows, n], fb, swapped(upper), a.grad, stepA);
      else record([rows, k, n], upper, swapped(fb), a.grad, stepA);
    }
    if (b.differentiable) {
      if (transposeB) record([n, k, rows], swapped(upper), fa, b.grad, stepB);
      else record([k, n, rows], swapped(fa), upper, b.grad, stepB);
    }
  });
  return out;
}

function swapped([at, step, row, column]: Factor): Factor {
  return [at, step, column, row];
}

function matrix(tensor: Tensor, transposed: boolean): [number, number] {
  const [rows, columns] = tensor.shape.slice(-2);
  if (columns === undefined) throw new ShapeError("matmul", "at least two axes", tensor.shape);
  return transposed ? [columns, rows] : [rows, columns];
}
