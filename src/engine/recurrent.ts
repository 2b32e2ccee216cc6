import { packedSize } from "./kernels/index.js";
import { view } from "./ops.js";
import type { Tape } from "./tape.js";
import { ShapeError, type Tensor } from "./tensor.js";

/** Squashing functions of a plain recurrent unit; `scaled-tanh` is 2·tanh(z/2) = 4/(1 + e⁻ᶻ) − 2. */
export const activations = ["tanh", "relu", "sigmoid", "scaled-tanh"] as const;
export type Activation = (typeof activations)[number];

export interface SequenceOptions {
  /** State before the first step, [batch, hidden] each; zeros by default. */
  readonly initial?: { readonly hidden: Tensor; readonly cell?: Tensor };
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
  /** [batch, hidden], the last inner state of an LSTM; the last hidden state of other cells. */
  readonly lastCell: Tensor;
  /** The gates of the forward pass, or the units themselves where there are none. */
  readonly gates: readonly Gate[];
  /** Address of [2, time] norms, hidden states' first; 0 without a tap. */
  readonly tap: number;
}

/** Where a gate's activated values lie until the way back. */
export interface Gate {
  /** As in the cell's equations. */
  readonly name: string;
  readonly squash: Activation;
  /** Address of [time, batch, width], of whose rows this gate has `size` values from `from` on. */
  readonly at: number;
  readonly width: number;
  readonly from: number;
  readonly size: number;
}

export interface RecurrentWeights {
  /** [input, gates·hidden] */
  readonly input: Tensor;
  /** [hidden, gates·hidden] */
  readonly recurrent: Tensor;
  /** [gates·hidden] */
  readonly bias: Tensor;
}

/**
 * Plain recurrent units over a whole sequence.
 *
 *   hₜ = φ(xₜ·W + hₜ₋₁·U + b)
 *
 * Backward: δzₜ = δhₜ ⊙ φ′(zₜ) and δhₜ₋₁ += δzₜ·Uᵀ, so every step back multiplies the gradient by
 * Uᵀ and by φ′: below 1 it vanishes, above it explodes.
 *
 * @param x [time, batch, input]
 * @throws ShapeError when x and weights disagree
 * @see Elman (1990); Bengio, Simard & Frasconi (1994) on the gradient
 */
export function rnn(
  tape: Tape,
  x: Tensor,
  weights: RecurrentWeights,
  options: SequenceOptions & { readonly activation?: Activation } = {},
): Sequence {
  const code = activations.indexOf(options.activation ?? "tanh");
  const sequence = overSequence(tape, "rnn", x, weights, options, {
    code,
    width: (hidden) => hidden,
    gates: () => [],
  });
  const hidden = weights.recurrent.shape[0];
  const squash = activations[code];
  const units = { name: "h", squash, at: sequence.states.at, width: hidden, from: 0, size: hidden };
  return { ...sequence, gates: [units] };
}

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
  return overSequence(tape, "lstm", x, weights, options, {
    code: 4,
    width: (hidden) => 4 * hidden,
    gates: (at, n) => [
      gate("i", at, 4 * n, 0, n),
      gate("f", at, 4 * n, n, n),
      gate("o", at, 4 * n, 3 * n, n),
    ],
    extra: weights.peephole?.at ?? 0,
    extraGradient: () => weights.peephole?.grad ?? 0,
  });
}

/**
 * The long short-term memory of 1997 over a whole sequence: a memory cell whose connection to itself is
 * the identity with weight 1 (the constant error carousel), an input and an output gate, no forget gate.
 * Pre-activations lie in the order i o (one a block) g (one a cell).
 *
 *   i = σ(xₜ·Wᵢ + hₜ₋₁·Uᵢ + bᵢ)      o = σ(…)      g = squash(xₜ·W_g + hₜ₋₁·U_g + b_g)
 *   cₜ = cₜ₋₁ + i ⊙ g                hₜ = o ⊙ squash(cₜ)
 *   squash(z) = 4/(1 + e⁻ᶻ) − 2 = 2·tanh(z/2);  with `narrow` the output's is tanh(z/2)
 *
 * Backward δcₜ₋₁ = δcₜ + …: inside the cell the gradient neither vanishes nor explodes.
 *
 * @param options.block cells that share an input and an output gate
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
  return overSequence(tape, "lstm97", x, weights, options, {
    code: options.narrow ? 6 : 5,
    width: (cells) => cells + (2 * cells) / block,
    gates: (at, cells) => {
      const n = cells / block;
      const width = cells + 2 * n;
      return [gate("i", at, width, 0, n), gate("o", at, width, n, n)];
    },
    extra: block,
  });
}

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
 * @param weights with a recurrent bias the reset gate acts after the product, else before it
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
  startFrom(tape, hs, options.initial?.hidden);
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
      startedFrom(tape, hs, options.initial?.hidden);
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
      startedFrom(tape, hs, options.initial?.hidden);
    });
  }
  const last = view(hs, time * batch * hidden, [batch, hidden]);
  return {
    states: view(hs, batch * hidden, [time, batch, hidden]),
    last,
    lastCell: last,
    gates: [gate("r", gates, 3 * hidden, 0, hidden), gate("z", gates, 3 * hidden, hidden, hidden)],
    tap,
  };
}

function gate(name: string, at: number, width: number, from: number, size: number): Gate {
  return { name, squash: "sigmoid", at, width, from, size };
}

interface CellKind {
  /** Number of the cell in kernels/assembly/sequence.ts. */
  readonly code: number;
  /** Pre-activations a step. */
  width(hidden: number): number;
  /** @param at address of the pre-activations, which the forward pass leaves activated */
  gates(at: number, hidden: number): Gate[];
  readonly extra?: number;
  extraGradient?(): number;
}

function overSequence(
  tape: Tape,
  name: string,
  x: Tensor,
  weights: RecurrentWeights,
  options: SequenceOptions,
  cell: CellKind,
): Sequence {
  const [time, batch, input] = sequenceShape(name, x);
  const hidden = weights.recurrent.shape[0];
  const width = cell.width(hidden);
  checkWeights(name, x, weights, input, hidden, width);
  const { input: wx, recurrent: wh, bias } = weights;
  const { initial } = options;
  const block = batch * hidden;
  const hs = tape.tensor([time + 1, batch, hidden]);
  const lastCell = tape.tensor([batch, hidden]);
  const inner = cell.code >= 4;
  const cs = inner ? tape.workspace((time + 1) * block) : 0;
  const gates = tape.workspace(time * batch * width);
  const squashed = inner ? tape.workspace(time * block) : 0;
  const packed = tape.workspace(packedSize(hidden, width));
  const tap = options.tap ? tape.workspace(2 * time) : 0;
  const sizes = [cell.code, time, batch, input, hidden, width] as const;
  const { extra = 0 } = cell;
  const stateful = initial ? 1 : 0;
  startFrom(tape, hs, initial?.hidden);
  if (inner && initial?.cell) tape.call("copy", block, initial.cell.at, cs);
  tape.call(
    "sequenceForward",
    ...[...sizes, x.at, wx.at, wh.at, bias.at, extra],
    ...[hs.at, cs, gates, squashed, stateful, packed, tape.scratch],
  );
  if (inner) tape.call("copy", block, cs + time * block * 4, lastCell.at);
  tape.gradient(() => {
    tape.call(
      "sequenceBackward",
      ...[...sizes, x.at, wx.at, wh.at, extra, hs.at, cs, gates, squashed],
      ...[hs.grad, lastCell.grad, x.differentiable ? x.grad : 0, wx.grad, wh.grad, bias.grad],
      ...[cell.extraGradient?.() ?? 0, options.truncate ?? 0, tap, stateful, packed, tape.scratch],
    );
    startedFrom(tape, hs, initial?.hidden);
    if (inner && initial?.cell?.differentiable) {
      tape.call("axpy", block, 1, lastCell.grad, initial.cell.grad);
    }
  });
  const last = view(hs, time * block, [batch, hidden]);
  return {
    states: view(hs, block, [time, batch, hidden]),
    last,
    lastCell: inner ? lastCell : last,
    gates: cell.gates(gates, hidden),
    tap,
  };
}

function startFrom(tape: Tape, hs: Tensor, initial: Tensor | undefined): void {
  if (initial) tape.call("copy", initial.size, initial.at, hs.at);
}

function startedFrom(tape: Tape, hs: Tensor, initial: Tensor | undefined): void {
  if (initial?.differentiable) tape.call("axpy", initial.size, 1, hs.grad, initial.grad);
}

function sequenceShape(operation: string, x: Tensor): [number, number, number] {
  if (x.shape.length !== 3) throw new ShapeError(operation, "[time, batch, input]", x.shape);
  return [x.shape[0], x.shape[1], x.shape[2]];
}

function checkWeights(
  operation: string,
  x: Tensor,
  weights: RecurrentWeights,
  input: number,
  hidden: number,
  width: number,
): void {
  const { input: wx, recurrent: wh, bias } = weights;
  if (wx.size !== input * width || wh.size !== hidden * width || bias.size !== width) {
    throw new ShapeError(
      operation,
      "[time, batch, input], [input, gates], [hidden, gates] and [gates]",
      x.shape,
      wx.shape,
      wh.shape,
      bias.shape,
    );
  }
}
