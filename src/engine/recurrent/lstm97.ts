import { RecurrentCell } from "../kernels/codes.js";
import type { Tape } from "../tape.js";
import { ShapeError, type Tensor } from "../tensor.js";
import {
  type RecurrentWeights,
  recordSequence,
  type Sequence,
  type SequenceOptions,
  sigmoidGate,
} from "./sequence.js";

/**
 * The long short-term memory of 1997 over a whole sequence: a memory cell whose connection to itself is
 * the identity with weight 1 (the constant error carousel), an input and an output gate, no forget gate.
 * Pre-activations lie in the order i o (one a block) g (one a cell).
 *
 *   i = σ(xₜ·Wᵢ + hₜ₋₁·Uᵢ + bᵢ)      o = σ(…)      g = squash(xₜ·W_g + hₜ₋₁·U_g + b_g)
 *   cₜ = cₜ₋₁ + i ⊙ g                hₜ = o ⊙ squash(cₜ)
 *   squash(z) = 4/(1 + e⁻ᶻ) − 2 = 2·tanh(z/2);  with `narrow` the output's is tanh(z/2)
 *
 * Backward, from δhₜ = ∂L/∂hₜ and δcₜ = ∂L/∂cₜ of the step after, s = squash(cₜ), squash′ = 1 − squash²/4
 * (the narrow output squash has s′ = (1 − s²)/2):
 *
 *   δcₜ += δhₜ ⊙ o ⊙ s′(cₜ)         δz_g = δcₜ ⊙ i ⊙ (1 − g²/4)
 *   δzᵢ = Σ over the block of δcₜ·g, times i(1 − i)      δz_o = Σ over the block of δhₜ·s, times o(1 − o)
 *   δcₜ₋₁ = δcₜ                      δhₜ₋₁ += δz·Uᵀ
 *
 * Inside the cell the gradient neither vanishes nor explodes: the constant error carousel.
 *
 * @param x [time, batch, input]
 * @param options.block cells that share an input and an output gate
 * @throws ShapeError when x and weights disagree, or the last block is not full
 * @see Hochreiter & Schmidhuber (1997), section 4 and appendix A.1
 */
export function lstm97(
  tape: Tape,
  x: Tensor,
  weights: RecurrentWeights,
  options: SequenceOptions & { readonly block?: number; readonly narrow?: boolean } = {},
): Sequence {
  const block = options.block ?? 1;
  const hidden = weights.recurrent.shape[0];
  if (hidden % block !== 0) {
    throw new ShapeError("lstm97", `cells in whole blocks of ${block}`, weights.recurrent.shape);
  }
  return recordSequence(tape, "lstm97", x, weights, options, {
    code: options.narrow ? RecurrentCell.LSTM97_NARROW : RecurrentCell.LSTM97,
    hasCellState: true,
    width: (cells) => cells + (2 * cells) / block,
    gates: (at, _, cells) => {
      const n = cells / block;
      const width = cells + 2 * n;
      return [sigmoidGate("i", at, width, 0, n), sigmoidGate("o", at, width, n, n)];
    },
    block,
  });
}
