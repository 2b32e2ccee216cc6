import type { Tape } from "../tape.js";
import type { Tensor } from "../tensor.js";
import { axisOf, broadcastSteps, recordSum, steps, table, walk } from "./broadcast.js";
import { result } from "./output.js";

/**
 * Sum over axes, in double precision.
 *
 * @param axes negative ones count from the last; all by default
 * @param keep whether summed axes stay, with length 1
 */
export function sum(tape: Tape, x: Tensor, axes?: readonly number[], keep = false): Tensor {
  return total(tape, "sum", x, axes, keep, 1);
}

/** Mean over axes, in double precision; parameters as for {@link sum}. */
export function mean(tape: Tape, x: Tensor, axes?: readonly number[], keep = false): Tensor {
  const chosen = chosenAxes("mean", x, axes);
  const count = x.shape.reduce((product, n, axis) => (chosen.has(axis) ? product * n : product), 1);
  return total(tape, "mean", x, axes, keep, 1 / count);
}

function chosenAxes(name: string, x: Tensor, axes?: readonly number[]): Set<number> {
  return new Set(axes?.map((axis) => axisOf(name, x, axis)) ?? x.shape.keys());
}

function total(
  tape: Tape,
  name: string,
  x: Tensor,
  axes: readonly number[] | undefined,
  keep: boolean,
  scale: number,
): Tensor {
  const chosen = chosenAxes(name, x, axes);
  const kept = x.shape.map((n, axis) => (chosen.has(axis) ? 1 : n));
  const out = result(tape, keep ? kept : kept.filter((_, axis) => !chosen.has(axis)), x);
  const to = broadcastSteps(kept, x.shape);
  recordSum(tape, x.shape, x.at, to, out.size, { at: out.at, accumulate: false, scale });
  tape.gradient(() => {
    if (!x.differentiable) return;
    const stretched = table(tape, walk(x.shape, to, steps(x.shape)), 4, 4);
    tape.call("strided", ...stretched, out.grad, x.grad, 1, scale);
  });
  return out;
}
