import { packedSize } from "../kernels/index.js";
import { view } from "../ops/shape.js";
import type { Tape } from "../tape.js";
import type { Tensor } from "../tensor.js";
import {
  addInitialGradient,
  checkWeights,
  loadInitialState,
  type RecurrentWeights,
  type Sequence,
  type SequenceOptions,
  sequenceShape,
  sigmoidGate,
} from "./sequence.js";

export interface GruWeights extends RecurrentWeights {
  /** [3·hidden], added to the recurrent products where the reset gate acts after them */
  readonly recurrentBias?: Tensor;
}

/**
 * Gated recurrent unit over a whole sequence, gates in the order r z n.
 *
 *   r = σ(xₜ·Wᵣ + hₜ₋₁·Uᵣ + bᵣ)    z = σ(…)
 *   reset after:   n = tanh(xₜ·Wₙ + bₙ + r ⊙ (hₜ₋₁·Uₙ + cₙ))
 *   reset before:  n = tanh(xₜ·Wₙ + bₙ + (r ⊙ hₜ₋₁)·Uₙ)
 *   hₜ = (1 − z) ⊙ n + z ⊙ hₜ₋₁
 *
 * Backward, from δhₜ = ∂L/∂hₜ, with u = hₜ₋₁·Uₙ + cₙ where the reset acts after the product:
 *
 *   δzₙ = δhₜ ⊙ (1 − z) ⊙ (1 − n²)        δz_z = δhₜ ⊙ (hₜ₋₁ − n) ⊙ z(1 − z)
 *   reset after:   δzᵣ = δzₙ ⊙ u ⊙ r(1 − r)             δu = δzₙ ⊙ r
 *                  δhₜ₋₁ += δhₜ ⊙ z + δu·Uₙᵀ + δzᵣ·Uᵣᵀ + δz_z·U_zᵀ
 *   reset before:  δzᵣ = (δzₙ·Uₙᵀ) ⊙ hₜ₋₁ ⊙ r(1 − r)
 *                  δhₜ₋₁ += δhₜ ⊙ z + (δzₙ·Uₙᵀ) ⊙ r + δzᵣ·Uᵣᵀ + δz_z·U_zᵀ
 *
 * @param x [time, batch, input]
 * @param weights with a recurrent bias the reset gate acts after the product, else before it
 * @throws ShapeError when x and weights disagree
 * @see Cho et al. (2014), eq. 5–8
 */
export function gru(
  tape: Tape,
  x: Tensor,
  weights: GruWeights,
  options: SequenceOptions = {},
): Sequence {
  const [time, batch, input] = sequenceShape("gru", x);
  const hidden = weights.recurrent.shape[0];
  checkWeights("gru", x, weights, input, hidden, 3 * hidden);
  const { input: wx, recurrent: wh, bias, recurrentBias } = weights;
  const sizes = [time, batch, input, hidden] as const;
  const hs = tape.tensor([time + 1, batch, hidden]);
  const gates = tape.workspace(3 * time * batch * hidden);
  const tap = options.tap ? tape.workspace(2 * time) : 0;
  const truncate = options.truncate ?? 0;
  loadInitialState(tape, hs, options.initial?.hidden);
  if (recurrentBias) {
    const recurrentGates = tape.workspace(3 * time * batch * hidden);
    const packed = tape.workspace(packedSize(hidden, 3 * hidden));
    tape.call(
      "gruForward",
      ...[...sizes, x.at, wx.at, wh.at, bias.at, recurrentBias.at],
      ...[hs.at, gates, recurrentGates, packed, tape.scratch],
    );
    tape.gradient(() => {
      tape.call(
        "gruBackward",
        ...[...sizes, x.at, wx.at, wh.at, hs.at, gates, recurrentGates],
        ...[
          hs.grad,
          x.differentiable ? x.grad : 0,
          wx.grad,
          wh.grad,
          bias.grad,
          recurrentBias.grad,
        ],
        ...[truncate, tap, packed, tape.scratch],
      );
      addInitialGradient(tape, hs, options.initial?.hidden);
    });
  } else {
    const reset = tape.workspace(time * batch * hidden);
    tape.call(
      "gruBeforeForward",
      ...[...sizes, x.at, wx.at, wh.at, bias.at, hs.at, gates, reset, tape.scratch],
    );
    tape.gradient(() => {
      const work = tape.workspace(2 * batch * hidden);
      tape.call(
        "gruBeforeBackward",
        ...[...sizes, x.at, wx.at, wh.at, hs.at, gates, reset],
        ...[hs.grad, x.differentiable ? x.grad : 0, wx.grad, wh.grad, bias.grad],
        ...[truncate, tap, work, tape.scratch],
      );
      addInitialGradient(tape, hs, options.initial?.hidden);
    });
  }
  const last = view(hs, time * batch * hidden, [batch, hidden]);
  return {
    states: view(hs, batch * hidden, [time, batch, hidden]),
    last,
    lastCell: last,
    gates: [
      sigmoidGate("r", gates, 3 * hidden, 0, hidden),
      sigmoidGate("z", gates, 3 * hidden, hidden, hidden),
    ],
    tap,
  };
}
