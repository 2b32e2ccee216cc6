import type { Watched } from "../../engine/layer-gradients.js";
import {
  add,
  dropout as dropOut,
  pad,
  reshape,
  slice,
  takeSteps,
  transpose,
} from "../../engine/ops/index.js";
import { Parameters } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { UsageError } from "../../errors.js";
import type { OptionSchema, OptionValues } from "../../spec/options.js";
import { networkModel } from "../neural/definition.js";
import { declareLinearSkip, linearSkipOption } from "../neural/linear-skip.js";
import type { Network, NetworkShape } from "../neural/network.js";
import { declareInstanceAffine } from "../neural/revin.js";
import { dropoutOption } from "../neural/training-options.js";
import { type Decoder, declareDecoder } from "./decoder.js";
import { declareAffine, declareEncoderLayer, declareNorm } from "./encoder-layer.js";
import { declarePositions, positionKinds } from "./positional-encoding.js";

const transformerOptions = {
  architecture: {
    type: "choice",
    default: "encoder",
    choices: ["encoder", "encoder-decoder"],
    summary:
      "whether the forecast is linear in the window's tokens, or decoded as tokens of its own",
  },
  width: {
    type: "integer",
    default: 32,
    min: 1,
    max: 4096,
    summary: "values of a token, a multiple of the heads",
  },
  heads: { type: "integer", default: 4, min: 1, max: 256, summary: "attention heads" },
  layers: { type: "integer", default: 2, min: 1, max: 64, summary: "layers, one above the other" },
  inner: {
    type: "integer",
    default: 64,
    min: 1,
    max: 65_536,
    summary: "units of each layer's own network",
  },
  patch: {
    type: "integer",
    default: 0,
    min: 0,
    max: 10_000,
    summary: "steps that make a token; 0 chooses an eighth of the window, at most 16",
  },
  stride: {
    type: "integer",
    default: 0,
    min: 0,
    max: 10_000,
    summary: "steps from one token to the next; 0 takes half a patch",
  },
  positions: {
    type: "choice",
    default: "learned",
    choices: positionKinds,
    summary: "how a token knows its place",
  },
  causal: {
    type: "boolean",
    default: false,
    summary: "a token sees only those before it, and the last one makes the forecast",
  },
  affine: {
    type: "boolean",
    default: false,
    summary:
      "learn a scale and a shift of each series' windows (RevIN); it cannot forecast other series",
  },
  dropout: dropoutOption("each part's", 0.1),
  ...linearSkipOption,
} as const satisfies OptionSchema;

export type TransformerOptions = OptionValues<typeof transformerOptions>;

/** Transformer encoder over patches of the window. */
export const transformer = networkModel({
  name: "transformer",
  summary: "attention between patches of the window (as PatchTST, or with a decoder of its own)",
  options: transformerOptions,
  check({ width, heads, patch, stride }) {
    if (width % heads !== 0) {
      throw new UsageError(
        `transformer: width=${width} is not a multiple of heads=${heads}`,
        `Use a multiple of the heads, such as width=${heads * Math.ceil(width / heads)}.`,
      );
    }
    if (patch > 0 && stride > patch) {
      throw new UsageError(
        `transformer: stride=${stride} skips steps between patches of ${patch}`,
        `Use stride=${patch} or less.`,
      );
    }
  },
  notice({ patch }, { context }) {
    if (patch <= context) return undefined;
    return `transformer: patch=${patch} is longer than the window, whose ${context} steps become one token`;
  },
  tellsApart: ({ affine }) => affine,
  declare: declareTransformer,
});

/**
 * Patches of the window become tokens by a linear map and their position; the encoder's layers let
 * tokens look at each other. The forecast is linear in all tokens, or in the last one where the mask
 * is causal; with a decoder, patches ahead are tokens that look at those of the window. A linear path
 * from the window runs beside it.
 *
 * Patches end with the window's last step; what the first lacks is zeros. Series of a panel go through
 * the same network one by one (channel independence), each window relative to its last value
 * (reversible instance norm, with `window-scale=yes` in units of its own spread too, with `affine=true`
 * scaled and shifted as it learns for each series).
 *
 * @see Nie, Nguyen, Sinthong & Kalagnanam (2023), "A time series is worth 64 words", section 3
 */
export function declareTransformer(
  {
    architecture,
    width,
    layers: count,
    positions,
    causal,
    dropout,
    linear,
    ...others
  }: Omit<TransformerOptions, "affine">,
  shape: NetworkShape,
): Network {
  const { context, horizon, inputs, outputs } = shape;
  const { patch, stride, tokens } = patchesOf(others.patch, others.stride, context);
  const parameters = new Parameters();
  const embed = declareAffine(parameters, "patch", patch * inputs, width);
  const positionsOf = declarePositions(parameters, "positions", positions, tokens, width);
  const layers = Array.from({ length: count }, (_, i) =>
    declareEncoderLayer(parameters, `layer${i + 1}`, { ...others, width, causal, dropout }),
  );
  const norm = declareNorm(parameters, "norm", width);
  const { heads, inner } = others;
  const decode =
    architecture === "encoder-decoder"
      ? declareDecoder(
          parameters,
          { layers: count, patch, positions, width, heads, inner, dropout },
          shape,
        )
      : declareHead(parameters, causal ? 1 : tokens, width, horizon * outputs);
  const linearSkip = declareLinearSkip(parameters, shape, linear);
  const instanceAffine = declareInstanceAffine(parameters, shape);
  return {
    parameters,
    forward(tape, given, { seed }) {
      const { input, restore } = instanceAffine(tape, given);
      const embedded = embed(tape, cutPatches(tape, input.steps, { patch, stride, tokens }));
      let x = dropOut(tape, add(tape, embedded, positionsOf(tape)), dropout, seed);
      const layerOutputs = layers.map((layer, i): Watched => {
        x = layer(tape, x, seed + 1 + 2 * i);
        return { name: `layer${i + 1}`, output: x, time: 1 };
      });
      const memory = norm(tape, x);
      const last = slice(tape, embedded, 1, tokens - 1, tokens);
      const decoded = decode(tape, memory, last, input.ahead, seed + 1 + 2 * count);
      const forecast = restore(linearSkip(tape, decoded.forecast, input));
      return { forecast, layers: [...layerOutputs, ...decoded.layers] };
    },
  };
}

/** Linear in the `read` last tokens of the window. */
function declareHead(parameters: Parameters, read: number, width: number, values: number): Decoder {
  const head = declareAffine(parameters, "head", read * width, values);
  return (tape, memory) => {
    const [rows, tokens] = memory.shape as [number, number, number];
    const last = slice(tape, memory, 1, tokens - read, tokens);
    return { forecast: head(tape, reshape(last, [rows, read * width])), layers: [] };
  };
}

interface Patches {
  readonly patch: number;
  readonly stride: number;
  readonly tokens: number;
}

/** The requested sizes, with 0 for automatic; a patch is at most as long as the window, a stride as a patch. */
export function patchesOf(
  requestedPatch: number,
  requestedStride: number,
  context: number,
): Patches {
  const preferred = requestedPatch || Math.min(16, Math.max(1, Math.floor(context / 8)));
  const patch = Math.min(preferred, context);
  const stride = Math.min(requestedStride || Math.max(1, patch >> 1), patch);
  return { patch, stride, tokens: 1 + Math.ceil((context - patch) / stride) };
}

/**
 * @param steps [context, rows, inputs]
 * @returns [rows, tokens, patch · inputs]
 */
function cutPatches(tape: Tape, steps: Tensor, { patch, stride, tokens }: Patches): Tensor {
  const [context, rows, inputs] = steps.shape as [number, number, number];
  const whole = pad(tape, steps, 0, (tokens - 1) * stride + patch - context, 0);
  const which = Array.from(
    { length: tokens * patch },
    (_, i) => Math.floor(i / patch) * stride + (i % patch),
  );
  const taken = reshape(takeSteps(tape, whole, which), [tokens, patch, rows, inputs]);
  return reshape(transpose(tape, taken, [2, 0, 1, 3]), [rows, tokens, patch * inputs]);
}
