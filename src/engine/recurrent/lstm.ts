import { RecurrentCell } from "../kernels/codes.js";
import type { Tape } from "../tape.js";
import type { Tensor } from "../tensor.js";
import {
  type RecurrentWeights,
  recordSequence,
  type Sequence,
  type SequenceOptions,
  sigmoidGate,
} from "./sequence.js";

/**
 * Long short-term memory with a forget gate over a whole sequence, gates in the order i f g o.
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
 * With peepholes p, gates see the state: zᵢ += pᵢ ⊙ cₜ₋₁, z_f += p_f ⊙ cₜ₋₁, z_o += p_o ⊙ cₜ.
 *
 * @param x [time, batch, input]
 * @returns hidden states [time, batch, hidden] and the last cell state [batch, hidden]
 * @throws ShapeError when x and weights disagree
 * @see Gers, Schmidhuber & Cummins (2000), eq. 1–4; Gers & Schmidhuber (2000) for peepholes
 */
export function lstm(
  tape: Tape,
  x: Tensor,
  weights: RecurrentWeights & {
    /** [3, hidden], peepholes to i, f and o */
    readonly peephole?: Tensor;
  },
  options: SequenceOptions = {},
): Sequence {
  return recordSequence(tape, "lstm", x, weights, options, {
    code: RecurrentCell.LSTM,
    hasCellState: true,
    width: (hidden) => 4 * hidden,
    gates: (at, _, n) => [
      sigmoidGate("i", at, 4 * n, 0, n),
      sigmoidGate("f", at, 4 * n, n, n),
      sigmoidGate("o", at, 4 * n, 3 * n, n),
    ],
    peephole: weights.peephole,
  });
}
