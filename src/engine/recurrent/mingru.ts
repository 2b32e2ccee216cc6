import { affine } from "../ops/index.js";
import { view } from "../ops/shape.js";
import type { Tape } from "../tape.js";
import { ShapeError, type Tensor } from "../tensor.js";
import type { ProjectionWeights } from "./projection.js";
import {
  addInitialGradient,
  loadInitialState,
  type Sequence,
  type SequenceOptions,
  sequenceShape,
  sigmoidGate,
} from "./sequence.js";

/**
 * Minimal gated recurrent units over a whole sequence, linear in their state. With z = x·W + b:
 *
 *   a = σ(z_a)   g = z_g   hₜ = (1 − a) ⊙ hₜ₋₁ + a ⊙ g
 *
 * Neither the gate nor the candidate sees the state before, so the products of all steps are one, and what
 * is left of the recurrence is elementwise.
 *
 * Backward: δz_a = δhₜ ⊙ (g − hₜ₋₁) ⊙ a(1 − a), δz_g = δhₜ ⊙ a and δhₜ₋₁ += δhₜ ⊙ (1 − a).
 *
 * @param x       [time, batch, input]
 * @param weights of 2·hidden pre-activations
 * @returns       hidden states [time, batch, hidden]
 * @throws ShapeError when x and weights disagree
 * @see Feng et al. (2024), "Were RNNs all we needed?", section 3.1
 */
export function mingru(
  tape: Tape,
  x: Tensor,
  weights: ProjectionWeights,
  hidden: number,
  { initial, truncate = 0, tap: tapped = false }: SequenceOptions = {},
): Sequence {
  const [time, batch] = sequenceShape("mingru", x);
  if (weights.bias.size !== 2 * hidden) {
    throw new ShapeError("mingru", `[${2 * hidden}]`, weights.bias.shape);
  }
  const z = affine(tape, x, weights.input, weights.bias);
  const hs = tape.tensor([time + 1, batch, hidden]);
  const tap = tapped ? tape.workspace(2 * time) : 0;
  const sizes = [time, batch, hidden] as const;
  loadInitialState(tape, hs, initial?.hidden);
  tape.call("mingruForward", ...sizes, z.at, hs.at);
  tape.gradient(() => {
    tape.call("mingruBackward", ...sizes, z.at, hs.at, hs.grad, z.grad, truncate, tap);
    addInitialGradient(tape, hs, initial?.hidden);
  });
  const state = batch * hidden;
  const last = view(hs, time * state, [batch, hidden]);
  return {
    states: view(hs, state, [time, batch, hidden]),
    last,
    lastCell: last,
    gates: [sigmoidGate("a", z.at, 2 * hidden, 0, hidden)],
    tap,
  };
}
