import type { Tape } from "../tape.js";
import { ShapeError, sizeOf, type Tensor } from "../tensor.js";

/** Strides of a contiguous tensor, in elements. */
export function steps(shape: readonly number[]): number[] {
  const result = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    result[i] = step;
    step *= shape[i];
  }
  return result;
}

/** Strides through a tensor of `shape` for every element of `over`; 0 on axes that it lacks or repeats. */
export function broadcastSteps(shape: readonly number[], over: readonly number[]): number[] {
  const own = steps(shape);
  const missing = over.length - shape.length;
  return over.map((_, i) => (i < missing || shape[i - missing] === 1 ? 0 : own[i - missing]));
}

/**
 * The common shape of two tensors: aligned at the last axis, axes that are missing or 1 long repeat.
 *
 * @throws ShapeError when two axes differ and neither is 1
 */
export function broadcastShape(operation: string, a: Tensor, b: Tensor): number[] {
  const rank = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: rank }, (_, i) => {
    const m = a.shape[i - rank + a.shape.length] ?? 1;
    const n = b.shape[i - rank + b.shape.length] ?? 1;
    if (m !== n && m !== 1 && n !== 1) {
      throw new ShapeError(operation, "shapes that broadcast", a.shape, b.shape);
    }
    return m === 1 ? n : m;
  });
}

/** The index of an axis from the front; negative ones count from the back. */
export function axisOf(operation: string, x: Tensor, axis: number): number {
  const rank = x.shape.length;
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ShapeError(operation, `a tensor with an axis ${axis}`, x.shape);
  }
  return axis < 0 ? axis + rank : axis;
}

/** Axes to walk and how far each operand moves on them, in elements, outermost first. */
export interface Walk {
  readonly counts: readonly number[];
  readonly steps: readonly (readonly number[])[];
}

/** Drops axes of length 1 and merges neighbouring axes that every operand passes evenly; one axis remains. */
export function walk(shape: readonly number[], ...operands: (readonly number[])[]): Walk {
  const counts: number[] = [];
  const merged: number[][] = operands.map(() => []);
  shape.forEach((n, axis) => {
    if (n === 1) return;
    const outer = counts.length - 1;
    const joins = outer >= 0 && operands.every((own, o) => merged[o][outer] === own[axis] * n);
    if (joins) counts[outer] *= n;
    else counts.push(n);
    const last = counts.length - 1;
    operands.forEach((own, o) => {
      merged[o][last] = own[axis];
    });
  });
  if (counts.length === 0) return { counts: [1], steps: operands.map(() => [0]) };
  return { counts, steps: merged };
}

/** Whether a walk passes all operands contiguously. */
export function isContiguous({ counts, steps }: Walk): boolean {
  return counts.length === 1 && (counts[0] === 1 || steps.every((own) => own[0] === 1));
}

/**
 * Writes a walk's table where kernels read it.
 *
 * @param widths bytes of one element of each operand
 * @returns      the number of axes and the address of the table
 */
export function table(tape: Tape, { counts, steps }: Walk, ...widths: number[]): [number, number] {
  const words = counts.flatMap((n, axis) => [n, ...steps.map((own, o) => own[axis] * widths[o])]);
  const at = tape.workspace(words.length);
  new Int32Array(tape.arena.memory.buffer, at, words.length).set(words);
  return [counts.length, at];
}

/**
 * Records the sum, over the axes on which `to` stands still, of a tensor in one piece.
 *
 * @param shape the tensor's; `from` its address
 * @param to    steps through the sums for each of its elements
 * @param size  how many sums there are
 */
export function recordSum(
  tape: Tape,
  shape: readonly number[],
  from: number,
  to: readonly number[],
  size: number,
  target: { readonly at: number; readonly accumulate: boolean; readonly scale: number },
): void {
  const sums = tape.workspace(2 * size);
  const [axes, at] = table(tape, walk(shape, steps(shape), to), 4, 8);
  const { accumulate, scale } = target;
  tape.call("reduce", axes, at, from, size, sums, target.at, accumulate ? 1 : 0, scale);
}

/** Records operand.grad += scale · values, summed over the axes on which the operand was stretched. */
export function flow(
  tape: Tape,
  shape: readonly number[],
  values: number,
  operand: Tensor,
  scale: number,
): void {
  if (operand.size === sizeOf(shape)) tape.call("axpy", operand.size, scale, values, operand.grad);
  else {
    const to = broadcastSteps(operand.shape, shape);
    const target = { at: operand.grad, accumulate: true, scale };
    recordSum(tape, shape, values, to, operand.size, target);
  }
}
