import type { Tape } from "../tape.js";
import { ShapeError, sizeOf, type Tensor } from "../tensor.js";
import { axisOf, isContiguous, steps, table, walk } from "./broadcast.js";
import { result } from "./output.js";

/** A part of a tensor that starts `offset` floats in; its gradient is that part of the whole's. */
export function view(tensor: Tensor, offset: number, shape: readonly number[]): Tensor {
  const size = sizeOf(shape);
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
      throw new Error("a view has no gradient of its own: it belongs to the viewed tensor");
    },
    differentiable: tensor.differentiable,
  };
}

/** A view of the tensor's values, in their order, under another shape. */
export function reshape(tensor: Tensor, shape: readonly number[]): Tensor {
  if (sizeOf(shape) !== tensor.size) {
    throw new ShapeError("reshape", "as many values", tensor.shape, shape);
  }
  return view(tensor, 0, shape);
}

/**
 * Axes in another order: axis i of the result is axis order[i] of x.
 *
 * @param order all axes reversed by default
 */
export function transpose(tape: Tape, x: Tensor, order?: readonly number[]): Tensor {
  const axes = order
    ? order.map((axis) => axisOf("transpose", x, axis))
    : Array.from(x.shape.keys()).reverse();
  if (axes.length !== x.shape.length || new Set(axes).size !== axes.length) {
    throw new ShapeError("transpose", "every axis once", x.shape, order ?? []);
  }
  const shape = axes.map((axis) => x.shape[axis]);
  const own = steps(x.shape);
  const from = axes.map((axis) => own[axis]);
  return rearranged(tape, x, 0, shape, from);
}

/**
 * Elements `from` (inclusive) to `to` (exclusive) of an axis; a view where they are contiguous.
 *
 * @throws ShapeError when the range is empty or leaves the axis
 */
export function slice(tape: Tape, x: Tensor, axis: number, from: number, to: number): Tensor {
  const along = axisOf("slice", x, axis);
  if (!(from >= 0 && from < to && to <= x.shape[along])) {
    throw new ShapeError("slice", `${from} to ${to} within axis ${axis}`, x.shape);
  }
  const own = steps(x.shape);
  return rearranged(tape, x, from * own[along], x.shape.with(along, to - from), own);
}

/** Copies strided values into a contiguous tensor, or returns a view where they are contiguous already. */
function rearranged(
  tape: Tape,
  x: Tensor,
  offset: number,
  shape: readonly number[],
  from: readonly number[],
): Tensor {
  const path = walk(shape, from, steps(shape));
  if (isContiguous(path)) return view(x, offset, shape);
  const out = result(tape, shape, x);
  tape.call("strided", ...table(tape, path, 4, 4), x.at + offset * 4, out.at, 0, 1);
  tape.gradient(() => {
    if (!x.differentiable) return;
    const back = table(tape, walk(shape, steps(shape), from), 4, 4);
    tape.call("strided", ...back, out.grad, x.grad + offset * 4, 1, 1);
  });
  return out;
}

/** Tensors one after the other along an axis; all other axes agree. */
export function concat(tape: Tape, tensors: readonly Tensor[], axis: number): Tensor {
  const [head] = tensors;
  if (!head) throw new ShapeError("concat", "at least one tensor");
  const along = axisOf("concat", head, axis);
  for (const { shape } of tensors) {
    if (
      shape.length !== head.shape.length ||
      shape.some((n, i) => i !== along && n !== head.shape[i])
    ) {
      throw new ShapeError("concat", `shapes that differ on axis ${axis} only`, head.shape, shape);
    }
  }
  const length = tensors.reduce((sum, { shape }) => sum + shape[along], 0);
  const out = result(tape, head.shape.with(along, length), ...tensors);
  let offset = 0;
  for (const x of tensors) {
    insert(tape, x, out, offset);
    offset += x.shape[along] * steps(out.shape)[along];
  }
  return out;
}

/** `before` and `after` elements of `value` around x along an axis. */
export function pad(
  tape: Tape,
  x: Tensor,
  axis: number,
  before: number,
  after: number,
  value = 0,
): Tensor {
  const along = axisOf("pad", x, axis);
  if (!(before >= 0 && after >= 0)) {
    throw new ShapeError("pad", "none or more elements on either side", [before, after]);
  }
  const out = result(tape, x.shape.with(along, before + x.shape[along] + after), x);
  tape.call("fill", out.size, out.at, value);
  insert(tape, x, out, before * steps(out.shape)[along]);
  return out;
}

/** Copies x into a part of `out` that starts `offset` floats in. */
function insert(tape: Tape, x: Tensor, out: Tensor, offset: number): void {
  const [inner, outer] = [steps(x.shape), steps(out.shape)];
  const there = table(tape, walk(x.shape, inner, outer), 4, 4);
  tape.call("strided", ...there, x.at, out.at + offset * 4, 0, 1);
  tape.gradient(() => {
    if (!x.differentiable) return;
    const back = table(tape, walk(x.shape, outer, inner), 4, 4);
    tape.call("strided", ...back, out.grad + offset * 4, x.grad, 1, 1);
  });
}
