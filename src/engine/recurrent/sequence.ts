import type { RecurrentCell } from "../kernels/codes.js";
import { packedSize } from "../kernels/index.js";
import { view } from "../ops/shape.js";
import type { Tape } from "../tape.js";
import { ShapeError, type Tensor } from "../tensor.js";

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

/** A gate squashed by σ: `size` of the `width` pre-activations a step, from `from` on. */
export function sigmoidGate(
  name: string,
  at: number,
  width: number,
  from: number,
  size: number,
): Gate {
  return { name, squash: "sigmoid", at, width, from, size };
}

/** The parts in which fused recurrent cells differ. */
export interface CellKind {
  readonly code: RecurrentCell;
  /** Whether the cell carries an inner state cₜ beside hₜ. */
  readonly hasCellState: boolean;
  /** Pre-activations a step. */
  width(hidden: number): number;
  /**
   * @param activated address of [time, batch, width], the pre-activations as the forward pass leaves them
   * @param states    address of [time, batch, hidden], the hidden states
   */
  gates(activated: number, states: number, hidden: number): Gate[];
  /** [3, hidden], weights by which the gates see the cell state. */
  readonly peephole?: Tensor | undefined;
  /** Cells that share an input and an output gate. */
  readonly block?: number;
}

/**
 * Records a cell whose pre-activations are z = x·W + hₜ₋₁·U + b over a whole sequence: one input product
 * and one recurrent product a step, gates fused, and weight gradients as one product over all steps.
 */
export function recordSequence(
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
  const { code, hasCellState, peephole, block = 0 } = cell;
  const stateSize = batch * hidden;
  const hs = tape.tensor([time + 1, batch, hidden]);
  const lastCell = tape.tensor([batch, hidden]);
  const cs = hasCellState ? tape.workspace((time + 1) * stateSize) : 0;
  const gates = tape.workspace(time * batch * width);
  const squashed = hasCellState ? tape.workspace(time * stateSize) : 0;
  const packed = tape.workspace(packedSize(hidden, width));
  const tap = options.tap ? tape.workspace(2 * time) : 0;
  const sizes = [code, time, batch, input, hidden, width] as const;
  // The kernels take peepholes' address or the size of blocks in one place: no cell has both.
  const extra = peephole?.at ?? block;
  const stateful = initial ? 1 : 0;
  loadInitialState(tape, hs, initial?.hidden);
  if (hasCellState && initial?.cell) tape.call("copy", stateSize, initial.cell.at, cs);
  tape.call(
    "sequenceForward",
    ...[...sizes, x.at, wx.at, wh.at, bias.at, extra],
    ...[hs.at, cs, gates, squashed, stateful, packed, tape.scratch],
  );
  if (hasCellState) tape.call("copy", stateSize, cs + time * stateSize * 4, lastCell.at);
  tape.gradient(() => {
    tape.call(
      "sequenceBackward",
      ...[...sizes, x.at, wx.at, wh.at, extra, hs.at, cs, gates, squashed],
      ...[hs.grad, lastCell.grad, x.differentiable ? x.grad : 0, wx.grad, wh.grad, bias.grad],
      ...[peephole?.grad ?? 0, options.truncate ?? 0, tap, stateful, packed, tape.scratch],
    );
    addInitialGradient(tape, hs, initial?.hidden);
    if (hasCellState && initial?.cell?.differentiable) {
      tape.call("axpy", stateSize, 1, lastCell.grad, initial.cell.grad);
    }
  });
  const last = view(hs, time * stateSize, [batch, hidden]);
  return {
    states: view(hs, stateSize, [time, batch, hidden]),
    last,
    lastCell: hasCellState ? lastCell : last,
    gates: cell.gates(gates, hs.at + stateSize * 4, hidden),
    tap,
  };
}

/** Records that block 0 of the states [time + 1, batch, hidden] starts as `initial`. */
export function loadInitialState(tape: Tape, hs: Tensor, initial: Tensor | undefined): void {
  if (initial) tape.call("copy", initial.size, initial.at, hs.at);
}

/** Records that the gradient of block 0 flows to `initial`. */
export function addInitialGradient(tape: Tape, hs: Tensor, initial: Tensor | undefined): void {
  if (initial?.differentiable) tape.call("axpy", initial.size, 1, hs.grad, initial.grad);
}

/** @throws ShapeError unless x has three axes */
export function sequenceShape(operation: string, x: Tensor): [number, number, number] {
  if (x.shape.length !== 3) throw new ShapeError(operation, "[time, batch, input]", x.shape);
  return [x.shape[0], x.shape[1], x.shape[2]];
}

/** @throws ShapeError unless all weights are there, once */
export function checkWeights(
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
