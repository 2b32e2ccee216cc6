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
 * Scalar LSTM with exponential gating, normaliser and stabiliser over a whole sequence, gates in the order
 * i f g o and z = x·W + hₜ₋₁·U + b:
 *
 *   i = exp(zᵢ)   f = σ(z_f) or exp(z_f)   g = tanh(z_g)   o = σ(z_o)
 *   cₜ = f ⊙ cₜ₋₁ + i ⊙ g    nₜ = f ⊙ nₜ₋₁ + i             hₜ = o ⊙ cₜ / nₜ
 *
 * Computed with r = c/n, which is a weighted mean of all g so far, and λ = ln n, which takes the place of
 * the stabiliser: nothing can overflow.
 *
 *   u = zᵢ − ln f − λₜ₋₁   a = σ(u)   rₜ = rₜ₋₁ + a ⊙ (g − rₜ₋₁)   λₜ = ln f + λₜ₋₁ + ln(1 + eᵘ)
 *
 * Backward, from δrₜ = ∂L/∂rₜ + δhₜ ⊙ o and δλₜ of the step after:
 *
 *   δzᵢ = a ⊙ (δλₜ + δrₜ ⊙ (g − rₜ₋₁) ⊙ (1 − a))   δz_f = (δλₜ − δzᵢ) ⊙ ∂ ln f/∂z_f
 *   δz_g = δrₜ ⊙ a ⊙ (1 − g²)                       δz_o = δhₜ ⊙ rₜ ⊙ o(1 − o)
 *   δrₜ₋₁ = δrₜ ⊙ (1 − a)                            δλₜ₋₁ = δλₜ − δzᵢ
 *
 * An initial cell state is r₀ with n₀ = 1; without one n₀ = 0. The last cell state is r.
 *
 * @param x       [time, batch, input]
 * @param weights as those of an LSTM
 * @returns       hidden states [time, batch, hidden] and the last r [batch, hidden]
 * @throws ShapeError when x and weights disagree
 * @see Beck et al. (2024), "xLSTM: extended long short-term memory", eq. 8–17
 */
export function slstm(
  tape: Tape,
  x: Tensor,
  weights: RecurrentWeights,
  options: SequenceOptions & {
    /** exp(z_f) instead of σ(z_f). */
    readonly exponentialForget?: boolean;
  } = {},
): Sequence {
  return recordSequence(tape, "slstm", x, weights, options, {
    code: options.exponentialForget ? RecurrentCell.SLSTM_EXPONENTIAL : RecurrentCell.SLSTM,
    hasCellState: true,
    width: (hidden) => 4 * hidden,
    // What is left of the input and forget gates is a, the share of the new value in the mean.
    gates: (at, _, n) => [sigmoidGate("a", at, 4 * n, 0, n), sigmoidGate("o", at, 4 * n, 3 * n, n)],
  });
}
