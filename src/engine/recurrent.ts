import { packedSize } from "./kernels/index.js";
import { view } from "./ops.js";
import type { Tape } from "./tape.js";
import { ShapeError, type Tensor } from "./tensor.js";

export interface SequenceOptions {
  /** Steps after which backpropagation through time is cut; never by default. */
  readonly truncate?: number;
  /** Records ‖∂L/∂hₜ‖ and ‖∂L/∂cₜ‖ of every step while going back. */
  readonly tap?: boolean;
}

export interface Sequence {
  /** [time, batch, hidden] */
  readonly states: Tensor;
  /** [batch, hidden] */
  readonly last: Tensor;
  /** Address of [2, time] norms, hidden states' first; 0 without a tap. */
  readonly tap: number;
}

export interface LstmWeights {
  /** [input, 4·hidden], gates in the order i f g o */
  readonly input: Tensor;
  /** [hidden, 4·hidden] */
  readonly recurrent: Tensor;
  /** [4·hidden] */
  readonly bias: Tensor;
}

/**
 * Long short-term memory with a forget gate over a whole sequence, from a zero state.
 *
 *   i = σ(xₜ·Wᵢ + hₜ₋₁·Uᵢ + bᵢ)   f = σ(…)   g = tanh(…)   o = σ(…)
 *   cₜ = f ⊙ cₜ₋₁ + i ⊙ g         hₜ = o ⊙ tanh(cₜ)
 *
 * Backward, from δhₜ = ∂L/∂hₜ and δcₜ = ∂L/∂cₜ of the step after:
 *
 *   δcₜ += δhₜ ⊙ o ⊙ (1 − tanh² cₜ)     δzᵢ = δcₜ ⊙ g ⊙ i(1 − i)   δz_f = δcₜ ⊙ cₜ₋₁ ⊙ f(1 − f)
 *   δz_o = δhₜ ⊙ tanh cₜ ⊙ o(1 − o)     δz_g = δcₜ ⊙ i ⊙ (1 − g²)
 *   δcₜ₋₁ = δcₜ ⊙ f                      δhₜ₋₁ += δz·Uᵀ
 *
 * @param x [time, batch, input]
 * @throws ShapeError when x and weights disagree
 * @see Gers, Schmidhuber & Cummins (2000), eq. 1–4
 */
export function lstm(
  tape: Tape,
  x: Tensor,
  weights: LstmWeights,
  options: SequenceOptions = {},
): Sequence {
  const [time, batch, input] = sequence("lstm", x);
  const hidden = weights.recurrent.shape[0]!;
  const width = 4 * hidden;
  if (weights.input.size !== input * width || weights.bias.size !== width) {
    throw new ShapeError(
      "lstm",
      "[time, batch, input], [input, 4·hidden], [hidden, 4·hidden] and [4·hidden]",
      x.shape,
      weights.input.shape,
      weights.recurrent.shape,
      weights.bias.shape,
    );
  }
  const block = batch * hidden;
  const hs = tape.tensor([time + 1, batch, hidden]);
  const cs = tape.workspace((time + 1) * block);
  const gates = tape.workspace(time * batch * width);
  const squashed = tape.workspace(time * block);
  const packed = tape.workspace(packedSize(hidden, width));
  const tap = options.tap ? tape.workspace(2 * time) : 0;
  const sizes = [time, batch, input, hidden] as const;
  const { at: wx, grad: dwx } = weights.input;
  const { at: wh, grad: dwh } = weights.recurrent;
  tape.call(
    "lstmForward",
    ...sizes,
    ...[x.at, wx, wh, weights.bias.at, 0, hs.at, cs, gates, squashed, 0, packed, tape.scratch],
  );
  tape.gradient(() => {
    const dc = tape.workspace(block);
    tape.call("fill", block, dc, 0);
    tape.call(
      "lstmBackward",
      ...sizes,
      ...[x.at, wx, wh, 0, hs.at, cs, gates, squashed],
      ...[hs.grad, dc, x.differentiable ? x.grad : 0, dwx, dwh, weights.bias.grad, 0],
      ...[options.truncate ?? 0, tap, 0, packed, tape.scratch],
    );
  });
  return {
    states: view(hs, block, [time, batch, hidden]),
    last: view(hs, time * block, [batch, hidden]),
    tap,
  };
}

function sequence(operation: string, x: Tensor): [number, number, number] {
  if (x.shape.length !== 3) throw new ShapeError(operation, "[time, batch, input]", x.shape);
  return [x.shape[0]!, x.shape[1]!, x.shape[2]!];
}
