import type { Tape } from "../tape.js";
import { ShapeError, type Tensor } from "../tensor.js";
import { result } from "./output.js";

/** eˣ / Σ eˣ over the last axis. −∞ masks a value; a row of nothing else is NaN. */
export function softmax(tape: Tape, x: Tensor): Tensor {
  const width = lastAxis("softmax", x);
  const rows = x.size / width;
  const out = result(tape, x.shape, x);
  tape.call("softmaxForward", rows, width, x.at, out.at);
  tape.gradient(() => {
    if (x.differentiable) tape.call("softmaxBackward", rows, width, out.at, out.grad, x.grad);
  });
  return out;
}

/**
 * gain ⊙ (x − mean) / √(variance + epsilon) + bias over the last axis.
 *
 * @param gain [last axis], as is bias
 * @see Ba, Kiros & Hinton (2016)
 */
export function layerNorm(
  tape: Tape,
  x: Tensor,
  gain: Tensor,
  bias: Tensor,
  epsilon = 1e-5,
): Tensor {
  const width = lastAxis("layerNorm", x);
  if (gain.size !== width || bias.size !== width) {
    throw new ShapeError("layerNorm", "[.., n], [n] and [n]", x.shape, gain.shape, bias.shape);
  }
  const rows = x.size / width;
  const out = result(tape, x.shape, x, gain, bias);
  const moments = tape.workspace(2 * rows);
  tape.call("layerNormForward", rows, width, epsilon, x.at, gain.at, bias.at, moments, out.at);
  tape.gradient(() => {
    if (!out.differentiable) return;
    const [dx, dgain, dbias] = [x, gain, bias].map((t) => (t.differentiable ? t.grad : 0));
    const work = tape.workspace(6 * width);
    tape.call(
      "layerNormBackward",
      ...[rows, width, x.at, gain.at, moments, out.grad],
      ...[dx, dgain, dbias, work],
    );
  });
  return out;
}

function lastAxis(operation: string, x: Tensor): number {
  const width = x.shape.at(-1);
  if (width === undefined) throw new ShapeError(operation, "at least one axis", x.shape);
  return width;
}
