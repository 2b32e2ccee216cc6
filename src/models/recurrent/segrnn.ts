import {
  affine,
  concat,
  dropout as dropOut,
  gather,
  pad,
  relu,
  reshape,
  slice,
  transpose,
} from "../../engine/ops/index.js";
import { Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tensor } from "../../engine/tensor.js";
import { UsageError } from "../../errors.js";
import type { OptionSchema, OptionValues } from "../../spec/options.js";
import { networkModel } from "../neural/definition.js";
import { declareFutureSkip } from "../neural/linear-skip.js";
import type { Network, NetworkShape } from "../neural/network.js";
import { maxSegment, segmentNotice } from "../neural/size-limits.js";
import { dropoutOption } from "../neural/training-options.js";
import { gruCell } from "./gru.js";

const segmentOptions = {
  segment: {
    type: "integer",
    default: 0,
    min: 0,
    max: 10_000,
    summary: "steps of a segment; 0 chooses a quarter of the window, at most 48",
  },
  hidden: { type: "integer", default: 32, min: 1, max: 4096, summary: "cells" },
  channels: {
    type: "boolean",
    default: false,
    summary: "tell the series of a panel apart while decoding; it cannot forecast other series",
  },
  dropout: dropoutOption("the decoder's"),
} as const satisfies OptionSchema;

export type SegmentOptions = OptionValues<typeof segmentOptions>;

/** Segment recurrence: a GRU takes a window in a few long strides instead of many short steps. */
export const segrnn = networkModel({
  name: "segrnn",
  summary: "gated recurrent unit over segments of the window, all segments ahead decoded at once",
  options: segmentOptions,
  check({ channels, hidden }) {
    if (!channels || hidden > 1) return;
    throw new UsageError(
      "segrnn: hidden=1 leaves no value to tell series apart by",
      "Use hidden=2 or more, or leave channels=true out.",
    );
  },
  notice: ({ segment }, shape) => segmentNotice("segrnn", segment, shape),
  tellsApart: ({ channels }) => channels,
  declare: declareSegments,
});

/**
 *   zᵢ = relu(segmentᵢ·W + b)           i = 1 … n segments of the window
 *   h  = GRU(z₁ … zₙ)
 *   ŷⱼ = dropout(GRU(pⱼ from h))·V + c  j = 1 … m segments ahead, pⱼ the embedding of position j,
 *                                       half of it that of the series where they are told apart
 *
 * The GRU that decodes is the one that read; the segments ahead do not wait for each other. A window
 * that is not a whole number of segments is filled up with zeros in front, of the last segment ahead the
 * first steps count.
 *
 * @see Lin, Lin, Wu, Zhao, Mo & Zhang (2023), "SegRNN: segment recurrent neural network for long-term
 *   time series forecasting", section 4
 */
export function declareSegments(
  { segment, hidden, dropout }: Omit<SegmentOptions, "channels">,
  shape: NetworkShape,
): Network {
  const { context, horizon, inputs, outputs, series = 0 } = shape;
  const length =
    Math.min(segment, maxSegment(shape)) || Math.min(48, Math.max(1, Math.ceil(context / 4)));
  const read = Math.ceil(context / length);
  const decoded = Math.ceil(horizon / length);
  const parameters = new Parameters();
  const width = length * inputs;
  const embedding = parameters.add(
    "segment.weight",
    [width, hidden],
    uniform(1 / Math.sqrt(width)),
  );
  const embeddingBias = parameters.add("segment.bias", [hidden], zeros);
  const cell = gruCell("after").declare(parameters, "cell", hidden, hidden);
  const half = hidden >> 1;
  const positionWidth = series > 0 ? hidden - half : hidden;
  const positions = parameters.add("positions", [decoded, positionWidth], uniform(1));
  const channels = series > 0 && parameters.add("channels", [series, half], uniform(1));
  const head = parameters.add(
    "head.weight",
    [hidden, length * outputs],
    uniform(1 / Math.sqrt(hidden)),
  );
  const headBias = parameters.add("head.bias", [length * outputs], zeros);
  const known = declareFutureSkip(parameters, shape);
  return {
    parameters,
    forward(tape, input, { tap, seed }) {
      const rows = input.window.shape[0];
      const padded = pad(tape, input.steps, 0, read * length - context, 0);
      const segments = reshape(
        transpose(tape, reshape(padded, [read, length, rows, inputs]), [0, 2, 1, 3]),
        [read, rows, width],
      );
      const seen = relu(
        tape,
        affine(tape, segments, tape.parameter(embedding), tape.parameter(embeddingBias)),
      );
      const sequence = cell.run(tape, seen, { tap });
      const index = tape.input([decoded * rows]);
      tape.arena.view(index.at, index.size).forEach((_, i, values) => {
        values[i] = Math.floor(i / rows);
      });
      const repeatAhead = (x: Tensor) =>
        decoded === 1
          ? x
          : concat(
              tape,
              Array.from({ length: decoded }, () => x),
              0,
            );
      const place = gather(tape, tape.parameter(positions), index);
      const channel =
        channels && input.series && gather(tape, tape.parameter(channels), input.series);
      const decoderInput = channel ? concat(tape, [place, repeatAhead(channel)], 1) : place;
      const queries = reshape(decoderInput, [1, decoded * rows, hidden]);
      const initial = { hidden: repeatAhead(sequence.last) };
      const { last } = cell.run(tape, queries, { initial });
      const segmentsAhead = affine(
        tape,
        dropOut(tape, last, dropout, seed),
        tape.parameter(head),
        tape.parameter(headBias),
      );
      const ahead = reshape(
        transpose(tape, reshape(segmentsAhead, [decoded, rows, length * outputs]), [1, 0, 2]),
        [rows, decoded * length * outputs],
      );
      const forecast = slice(tape, ahead, 1, 0, horizon * outputs);
      const trace = { layer: cell, input: seen, sequence, output: sequence.last };
      const recurrence = { traces: [trace], stride: length };
      return { forecast: known(tape, forecast, input), recurrence };
    },
  };
}
