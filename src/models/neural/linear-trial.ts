import type { Window } from "../../features/windows.js";
import { cholesky, solveCholesky } from "../../numeric/cholesky.js";
import type { NetworkShape } from "./network.js";
import { type Batch, type HeldSamples, loadWindows } from "./samples.js";

/**
 * Penalty on weights, as a share of the inputs' mean sum of squares. Of 0.01, 0.1 and 1 it chose the transforms
 * with which networks forecast single series of M1 and M3 monthly best.
 */
const PENALTY = 0.1;

/** Inputs beyond which the regression takes longer than a network. */
const MAX_INPUTS = 600;

/** Whether {@link forecastLinearly} is quick for a network of this shape. */
export function isQuickLinearly(shape: NetworkShape): boolean {
  return inputCount(shape) <= MAX_INPUTS;
}

function inputCount({ context, horizon, ahead }: NetworkShape): number {
  return 1 + context + horizon * ahead;
}

/**
 * What the linear path of a network makes of windows, by ridge regression. It takes a small part of the time in
 * which a network learns, and tells as well whether a series is easier to forecast in logarithms or
 * without its season.
 *
 * @param each gets the steps ahead of each judged window, in units of its scale and relative to its level
 */
export function forecastLinearly(
  samples: HeldSamples,
  shape: NetworkShape,
  training: readonly Window[],
  judged: readonly Window[],
  each: (row: number, outputs: Float64Array, level: number, scale: number) => void,
): void {
  const { horizon } = shape;
  const size = inputCount(shape);
  const learned = load(samples, shape, training);
  const gram = new Float64Array(size * size);
  const cross = new Float64Array(size * horizon);
  const x = new Float64Array(size);
  for (let row = 0; row < training.length; row++) {
    inputsOf(learned, row, shape, x);
    for (let i = 0; i < size; i++) {
      const value = x[i];
      if (value === 0) continue;
      for (let j = 0; j <= i; j++) gram[i * size + j] += value * x[j];
      for (let h = 0; h < horizon; h++) {
        cross[i * horizon + h] += value * learned.target[row * horizon + h];
      }
    }
  }
  let squares = 0;
  for (let i = 1; i < size; i++) squares += gram[i * size + i];
  const penalty = (PENALTY * squares) / Math.max(1, size - 1);
  for (let i = 0; i < size; i++) gram[i * size + i] += i === 0 ? 0 : penalty || 1;
  const lower = cholesky(gram, size);
  solveCholesky(lower, size, cross, horizon);
  const seen = load(samples, shape, judged);
  const outputs = new Float64Array(horizon);
  for (let row = 0; row < judged.length; row++) {
    inputsOf(seen, row, shape, x);
    outputs.fill(0);
    for (let i = 0; i < size; i++) {
      for (let h = 0; h < horizon; h++) outputs[h] += x[i] * cross[i * horizon + h];
    }
    each(row, outputs, seen.levels[row], seen.scales[row]);
  }
}

function load(samples: HeldSamples, shape: NetworkShape, windows: readonly Window[]): Batch {
  const { context, horizon, inputs, ahead } = shape;
  const rows = windows.length;
  const batch: Batch = {
    steps: new Float32Array(context * rows * inputs),
    window: new Float32Array(rows * context),
    target: new Float32Array(rows * horizon),
    observation: undefined,
    ahead: ahead > 0 ? new Float32Array(rows * horizon * ahead) : undefined,
    series: undefined,
    levels: new Float64Array(rows),
    scales: new Float64Array(rows),
  };
  loadWindows(samples, undefined, windows, shape, batch);
  return batch;
}

/** One, the window, and what is known ahead. */
function inputsOf(
  { window, ahead }: Batch,
  row: number,
  { context, horizon, ahead: columns }: NetworkShape,
  inputs: Float64Array,
): void {
  inputs[0] = 1;
  inputs.set(window.subarray(row * context, (row + 1) * context), 1);
  const known = horizon * columns;
  if (ahead) inputs.set(ahead.subarray(row * known, (row + 1) * known), 1 + context);
}
