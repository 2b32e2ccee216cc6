import {
  affine,
  concat,
  div,
  mean,
  mul,
  pad,
  relu,
  reshape,
  shift,
  slice,
  sub,
  sum,
  transpose,
} from "../../engine/ops/index.js";
import { type Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { NetworkShape, WindowTensors } from "../neural/network.js";
import { maxSegment } from "../neural/size-limits.js";

/** Default number of segments that the longer of window and horizon is cut into. */
const DEFAULT_SEGMENTS = 12;

export const segmentOption = {
  segment: {
    type: "integer",
    default: 0,
    min: 0,
    max: 100_000,
    summary:
      "steps that are read and forecast at once; 0 cuts window and horizon into at most 12, or takes 1 where dates are irregular",
  },
} as const;

/** Steps of a segment, and how many segments the window and the horizon have. */
export interface Segments {
  readonly length: number;
  readonly read: number;
  readonly ahead: number;
  /** Inputs of a segment. */
  readonly inputs: number;
}

export function segmentsOf(requested: number, shape: NetworkShape): Segments {
  const { context, horizon, inputs } = shape;
  const max = maxSegment(shape);
  const defaultLength = shape.interval === undefined ? Math.ceil(max / DEFAULT_SEGMENTS) : 1;
  const length = Math.min(requested, max) || defaultLength;
  return {
    length,
    read: Math.ceil(context / length),
    ahead: Math.ceil(horizon / length),
    inputs: length * (inputs + (shape.interval === undefined ? 1 : 2)),
  };
}

/** A window in segments. */
export interface Observations {
  /**
   * Values where they were observed, else 0, whether they were, and the time before each where dates are
   * irregular: [segments, rows, inputs].
   */
  readonly values: Tensor;
  /** 1 for a segment of which something was observed, else 0: [segments, rows, 1]. */
  readonly any: Tensor;
  /**
   * Time from the segment before, in mean segments, of those of the window and of those ahead:
   * [segments, rows, 1].
   */
  readonly spans: Tensor;
}

/**
 * Cuts a window into segments; the first one is filled up with steps that nobody observed, the last one
 * ahead with steps of mean length.
 */
export function observations(
  tape: Tape,
  { steps, observed, elapsed }: WindowTensors,
  { length, read, ahead, inputs }: Segments,
): Observations {
  const [context, rows, width] = steps.shape as [number, number, number];
  const own = mul(tape, slice(tape, steps, 2, 0, 1), observed);
  const others = width > 1 ? [slice(tape, steps, 2, 1, width)] : [];
  const each = inputs / length;
  if (each > width + 1) others.push(boundedElapsed(tape, slice(tape, elapsed, 0, 0, context)));
  const padded = pad(
    tape,
    concat(tape, [own, observed, ...others], 2),
    0,
    read * length - context,
    0,
  );
  const seen = pad(tape, observed, 0, read * length - context, 0);
  const cut = (x: Tensor, values: number) => {
    const parts = reshape(x, [read, length, rows, values]);
    return reshape(transpose(tape, parts, [0, 2, 1, 3]), [read, rows, length * values]);
  };
  const count = reshape(sum(tape, cut(seen, 1), [2]), [read, rows, 1]);
  const one = ones(tape, [1]);
  const before = read * length - context;
  const after = ahead * length - (elapsed.shape[0] - context);
  // Padding is 0, and shall become 1: hence shifted by −1 before and +1 after.
  const paddedElapsed = shift(tape, pad(tape, shift(tape, elapsed, -1), 0, before, after), 1);
  const cutSpans = reshape(paddedElapsed, [read + ahead, length, rows, 1]);
  return {
    values: reshape(cut(padded, each), [read, rows, inputs]),
    spans: reshape(mean(tape, cutSpans, [1]), [read + ahead, rows, 1]),
    any: sub(tape, one, relu(tape, sub(tape, one, count))),
  };
}

/** Maps an interval to 0…1 as an input; a mean step becomes 0.5. */
function boundedElapsed(tape: Tape, elapsed: Tensor): Tensor {
  return div(tape, elapsed, shift(tape, elapsed, 1));
}

/** Segment i: [rows, values] of [segments, rows, values]. */
export function segmentAt(tape: Tape, segments: Tensor, i: number): Tensor {
  const [, rows, values] = segments.shape as [number, number, number];
  return reshape(slice(tape, segments, 0, i, i + 1), [rows, values]);
}

export function ones(tape: Tape, shape: readonly number[]): Tensor {
  const tensor = tape.input(shape);
  tape.arena.view(tensor.at, tensor.size).fill(1);
  return tensor;
}

/** Forecasts each segment ahead, linear in the state there; the last one's surplus is cut off. */
export function declareSegmentHead(
  parameters: Parameters,
  width: number,
  { horizon, outputs }: NetworkShape,
  { length, ahead }: Segments,
): (tape: Tape, states: readonly Tensor[]) => Tensor {
  const values = length * outputs;
  const weight = parameters.add("head.weight", [width, values], uniform(1 / Math.sqrt(width)));
  const bias = parameters.add("head.bias", [values], zeros);
  return (tape, states) => {
    const rows = states[0].shape[0];
    const all = reshape(concat(tape, states, 0), [ahead, rows, width]);
    const decoded = affine(tape, all, tape.parameter(weight), tape.parameter(bias));
    const inRows = reshape(transpose(tape, decoded, [1, 0, 2]), [rows, ahead * values]);
    return slice(tape, inRows, 1, 0, horizon * outputs);
  };
}
