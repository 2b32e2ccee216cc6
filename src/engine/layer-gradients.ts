import type { Arena } from "./memory.js";
import { sizeOf, type Tensor } from "./tensor.js";

/** A layer's output y, whose gradient is read after the backward pass. */
export interface Watched {
  readonly name: string;
  readonly output: Tensor;
  /** Time axis, if the output has one. */
  readonly time?: number;
}

/** How the gradient of the loss reached a layer's output y. */
export interface LayerFlow {
  readonly name: string;
  /** ‖∂L/∂y‖ over all values. */
  readonly norm: number;
  /** ‖∂L/∂yₜ‖ at each of the layer's own steps, oldest first; empty where it has no time. */
  readonly steps: readonly number[];
}

/**
 * Norms of the gradient that a backward pass left in a layer's output. Every tensor keeps its gradient, so
 * watching a layer records nothing on the tape.
 */
export function readLayer(arena: Arena, { name, output, time }: Watched): LayerFlow {
  return flowOf(name, squaresAlong(arena, output, time), time !== undefined);
}

/** As {@link readLayer}, for an output made of one tensor a step. */
export function readSteps(arena: Arena, name: string, outputs: readonly Tensor[]): LayerFlow {
  return flowOf(
    name,
    outputs.flatMap((output) => squaresAlong(arena, output, undefined)),
    true,
  );
}

function flowOf(name: string, squares: readonly number[], timed: boolean): LayerFlow {
  return {
    name,
    norm: Math.sqrt(squares.reduce((sum, square) => sum + square, 0)),
    steps: timed ? squares.map((square) => Math.sqrt(square)) : [],
  };
}

/** Sums of squares of ∂L/∂y, one for each index of the axis, or a single one without an axis. */
function squaresAlong(arena: Arena, y: Tensor, axis: number | undefined): number[] {
  const places = axis === undefined ? 1 : y.shape[axis];
  const run = axis === undefined ? y.size : sizeOf(y.shape.slice(axis + 1));
  const sums = Array.from({ length: places }, () => 0);
  // A tensor that the loss does not depend on has no gradient.
  if (y.grad === 0) return sums;
  arena.view(y.grad, y.size).forEach((value, i) => {
    sums[Math.floor(i / run) % places] += value * value;
  });
  return sums;
}
