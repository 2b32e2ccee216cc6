import { affine } from "../ops/index.js";
import { view } from "../ops/shape.js";
import type { Tape } from "../tape.js";
import { ShapeError, type Tensor } from "../tensor.js";
import type { ProjectionWeights } from "./projection.js";
import { type Sequence, type SequenceOptions, sequenceShape } from "./sequence.js";

/** Floats of one row's memory: matrices, normalisers and stabilisers of all heads. */
export function memorySize(hidden: number, heads: number): number {
  return (hidden / heads) * hidden + hidden + heads;
}

/** Pre-activations of a step: q k v o of every cell, i f of every head. */
export function mlstmWidth(hidden: number, heads: number): number {
  return 4 * hidden + 2 * heads;
}

/**
 * Matrix LSTM over a whole sequence. Each of the heads keeps a matrix C of d × d, d = hidden/heads, in which
 * values are stored under keys, and a normaliser n. With z = x·W + b:
 *
 *   q = z_q   k = z_k/√d   v = z_v   o = σ(z_o)   i = exp(zᵢ)   f = σ(z_f) or exp(z_f)
 *   Cₜ = f·Cₜ₋₁ + i·v·kᵀ   nₜ = f·nₜ₋₁ + i·k      hₜ = o ⊙ Cₜq / max(|nₜᵀq|, 1)
 *
 * Nothing but the memory goes from step to step, so the products of all steps are one. C and n are held
 * in units of eᵐ, mₜ = max(ln f + mₜ₋₁, zᵢ), so that nothing overflows; m only chooses the unit, and no
 * gradient flows through it.
 *
 * Backward, from ā = o ⊙ δhₜ / max(|nᵀq|, 1), δs = −sign(nᵀq)·(āᵀCq)/|nᵀq| (0 at the floor):
 *
 *   δCₜ += ā·qᵀ   δnₜ += δs·q   δq = Cᵀā + δs·n   δv = i·δC·k   δk = i·(δCᵀv + δn)
 *   δzᵢ = i·(vᵀδC·k + δnᵀk)   δ ln f = f·(⟨δCₜ, Cₜ₋₁⟩ + δnᵀnₜ₋₁)   δCₜ₋₁ = f·δCₜ   δnₜ₋₁ = f·δnₜ
 *
 * The initial cell state is such a memory, [batch, {@link memorySize}]; there is no initial hidden state.
 * As hidden states carry nothing, the tap holds ‖∂L/∂Cₜ‖ in their place.
 *
 * @param x       [time, batch, input]
 * @param weights of {@link mlstmWidth} pre-activations
 * @returns       hidden states [time, batch, hidden] and the last memory [batch, memorySize]
 * @throws ShapeError when x and weights disagree
 * @see Beck et al. (2024), "xLSTM: extended long short-term memory", eq. 19–27
 */
export function mlstm(
  tape: Tape,
  x: Tensor,
  weights: ProjectionWeights,
  hidden: number,
  {
    heads = 1,
    exponentialForget = false,
    initial,
    truncate = 0,
    tap: tapped = false,
  }: SequenceOptions & {
    /** Divides the cells. */
    readonly heads?: number;
    /** exp(z_f) instead of σ(z_f). */
    readonly exponentialForget?: boolean;
  } = {},
): Sequence {
  const [time, batch] = sequenceShape("mlstm", x);
  const width = mlstmWidth(hidden, heads);
  if (weights.bias.size !== width || hidden % heads !== 0) {
    throw new ShapeError("mlstm", `[${width}] and heads that divide the cells`, weights.bias.shape);
  }
  const z = affine(tape, x, weights.input, weights.bias);
  const memory = memorySize(hidden, heads);
  const start = initial?.cell;
  const stored = tape.workspace((time + 1) * batch * memory);
  const read = tape.workspace(time * batch * hidden);
  const scales = tape.workspace(time * batch * 3 * heads);
  const tap = tapped ? tape.workspace(2 * time) : 0;
  const states = tape.tensor([time, batch, hidden]);
  const lastCell = tape.tensor([batch, memory]);
  if (start) tape.call("copy", start.size, start.at, stored);
  const sizes = [time, batch, hidden, heads] as const;
  const forget = exponentialForget ? 1 : 0;
  tape.call(
    "mlstmForward",
    ...[...sizes, forget, start ? 1 : 0],
    ...[z.at, stored, read, scales, states.at],
  );
  tape.call("copy", lastCell.size, stored + time * lastCell.size * 4, lastCell.at);
  tape.gradient(() => {
    tape.call(
      "mlstmBackward",
      ...[...sizes, z.at, stored, read, scales],
      ...[lastCell.grad, states.grad, z.grad, truncate, tap],
    );
    if (start?.differentiable) tape.call("axpy", start.size, 1, lastCell.grad, start.grad);
  });
  return {
    states,
    last: view(states, (time - 1) * batch * hidden, [batch, hidden]),
    lastCell,
    // What is left of the input and forget gates has the stabiliser's unit, so only o is read.
    gates: [{ name: "o", squash: "sigmoid", at: z.at, width, from: 3 * hidden, size: hidden }],
    tap,
  };
}
