import { RecurrentCell } from "../kernels/codes.js";
import type { Tape } from "../tape.js";
import type { Tensor } from "../tensor.js";
import {
  type Activation,
  type RecurrentWeights,
  recordSequence,
  type Sequence,
  type SequenceOptions,
} from "./sequence.js";

const CODES: Record<Activation, RecurrentCell> = {
  tanh: RecurrentCell.TANH,
  relu: RecurrentCell.RELU,
  sigmoid: RecurrentCell.SIGMOID,
  "scaled-tanh": RecurrentCell.SCALED_TANH,
};

/**
 * Plain recurrent units over a whole sequence.
 *
 *   hₜ = φ(xₜ·W + hₜ₋₁·U + b)
 *
 * Backward: δzₜ = δhₜ ⊙ φ′(zₜ) and δhₜ₋₁ += δzₜ·Uᵀ, so every step back multiplies the gradient by
 * Uᵀ and by φ′: below 1 it vanishes, above it explodes.
 *
 * @param x [time, batch, input]
 * @returns hidden states [time, batch, hidden]; the only "gate" is φ itself
 * @throws ShapeError when x and weights disagree
 * @see Elman (1990); Bengio, Simard & Frasconi (1994) on the gradient
 */
export function rnn(
  tape: Tape,
  x: Tensor,
  weights: RecurrentWeights,
  options: SequenceOptions & { readonly activation?: Activation } = {},
): Sequence {
  const { activation = "tanh" } = options;
  return recordSequence(tape, "rnn", x, weights, options, {
    code: CODES[activation],
    hasCellState: false,
    width: (hidden) => hidden,
    gates: (_, states, hidden) => [
      { name: "h", squash: activation, at: states, width: hidden, from: 0, size: hidden },
    ],
  });
}
