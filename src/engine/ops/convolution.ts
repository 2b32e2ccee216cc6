import type { Tape } from "../tape.js";
import { ShapeError, type Tensor } from "../tensor.js";
import { result } from "./output.js";

export interface Conv1dOptions {
  /** Steps between taps; 1 by default. */
  readonly dilation?: number;
  /**
   * Zeros around the input: `causal` (the default) puts all on the left, so that no output sees what
   * comes after it; `same` as many on either side, the odd one on the right; `valid` none.
   */
  readonly padding?: "causal" | "same" | "valid";
}

/**
 * Convolution over time.
 *
 *   y[b, o, t] = bias[o] + Σ over c, j of weight[o, c, j] · x[b, c, t + j·dilation − left]
 *
 * @param x      [batch, channels, time]
 * @param weight [outputs, channels, kernel]
 * @param bias   [outputs]
 * @returns      [batch, outputs, time]; with `valid` padding (kernel − 1)·dilation steps shorter
 * @see van den Oord et al. (2016) for the causal dilated form
 */
export function conv1d(
  tape: Tape,
  x: Tensor,
  weight: Tensor,
  bias?: Tensor,
  { dilation = 1, padding = "causal" }: Conv1dOptions = {},
): Tensor {
  const [batch, channels, time] = x.shape as [number, number, number];
  const [outputs, inner, kernel] = weight.shape as [number, number, number];
  const fit = x.shape.length === 3 && weight.shape.length === 3 && inner === channels;
  if (!fit || (bias && bias.size !== outputs)) {
    const expected = "[batch, channels, time], [outputs, channels, kernel] and [outputs]";
    throw new ShapeError("conv1d", expected, x.shape, weight.shape, ...(bias ? [bias.shape] : []));
  }
  if (!(Number.isInteger(dilation) && dilation > 0)) {
    throw new RangeError(`conv1d: dilation must be a whole number ≥ 1, got ${dilation}`);
  }
  const reach = (kernel - 1) * dilation;
  const left = { causal: reach, same: reach >> 1, valid: 0 }[padding];
  const steps = padding === "valid" ? time - reach : time;
  if (steps < 1) {
    throw new ShapeError("conv1d", `more than ${reach} steps of time`, x.shape);
  }
  const sizes = [batch, channels, time, outputs, steps, kernel, dilation, left] as const;
  const out = result(tape, [batch, outputs, steps], x, weight, ...(bias ? [bias] : []));
  const unfolded = tape.workspace(channels * kernel * steps);
  tape.call(
    "conv1dForward",
    ...[...sizes, x.at, weight.at, bias?.at ?? 0, out.at, unfolded, tape.scratch],
  );
  tape.gradient(() => {
    if (!out.differentiable) return;
    const [dx, dweight, dbias] = [x, weight, bias].map((t) => (t?.differentiable ? t.grad : 0));
    tape.call(
      "conv1dBackward",
      ...[...sizes, x.at, weight.at, out.grad],
      ...[dx, dweight, dbias, unfolded, tape.scratch],
    );
  });
  return out;
}

/**
 * Largest of `size` values over time, [.., time] → [.., (time − size) / stride + 1].
 *
 * @param stride `size` by default
 */
export function maxPool(tape: Tape, x: Tensor, size: number, stride = size): Tensor {
  const sizes = pooling("maxPool", x, size, stride);
  const out = result(tape, x.shape.with(-1, sizes[2]), x);
  tape.call("maxPoolForward", ...sizes, x.at, out.at);
  tape.gradient(() => {
    if (x.differentiable) tape.call("maxPoolBackward", ...sizes, x.at, out.grad, x.grad);
  });
  return out;
}

/** Mean of `size` values over time; parameters as for {@link maxPool}. */
export function averagePool(tape: Tape, x: Tensor, size: number, stride = size): Tensor {
  const sizes = pooling("averagePool", x, size, stride);
  const out = result(tape, x.shape.with(-1, sizes[2]), x);
  tape.call("averagePoolForward", ...sizes, x.at, out.at);
  tape.gradient(() => {
    if (x.differentiable) tape.call("averagePoolBackward", ...sizes, out.grad, x.grad);
  });
  return out;
}

function pooling(
  operation: string,
  x: Tensor,
  size: number,
  stride: number,
): [rows: number, time: number, steps: number, size: number, stride: number] {
  const time = x.shape.at(-1) ?? 0;
  if (!(size >= 1 && stride >= 1 && size <= time)) {
    throw new ShapeError(operation, `at least ${size} steps of time`, x.shape);
  }
  return [x.size / time, time, Math.floor((time - size) / stride) + 1, size, stride];
}
