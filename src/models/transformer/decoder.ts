import type { Watched } from "../../engine/layer-gradients.js";
import { add, concat, pad, reshape, slice } from "../../engine/ops/index.js";
import type { Parameters } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { NetworkShape } from "../neural/network.js";
import { declareDecoderLayer } from "./decoder-layer.js";
import { declareAffine, declareNorm, type EncoderLayerOptions } from "./encoder-layer.js";
import { declarePositions, type PositionKind } from "./positional-encoding.js";

export interface DecoderOptions extends Omit<EncoderLayerOptions, "causal"> {
  readonly layers: number;
  /** Steps of a token. */
  readonly patch: number;
  readonly positions: PositionKind;
}

/**
 * @param memory what the encoder made of the window, [rows, tokens, width]
 * @param last   the window's last patch as a token, [rows, 1, width]
 * @param known  values known ahead, [rows, horizon · ahead], where there are any
 * @returns forecast [rows, horizon · outputs], and the decoder's own layers, the lowest first
 */
export type Decoder = (
  tape: Tape,
  memory: Tensor,
  last: Tensor,
  known: Tensor | undefined,
  seed: number,
) => { readonly forecast: Tensor; readonly layers: readonly Watched[] };

/**
 * The steps ahead as tokens, a patch each, all decoded at once: the window's last patch comes first,
 * those after it hold nothing but their position and what is known ahead, and no token sees a later one.
 * The forecast of a patch is linear in its token.
 *
 * @see Zhou et al. (2021), "Informer: beyond efficient transformer for long sequence time-series
 *   forecasting", section 4.2, for decoding from placeholders in one pass
 */
export function declareDecoder(
  parameters: Parameters,
  { layers: count, patch, positions, ...options }: DecoderOptions,
  { horizon, ahead, outputs }: NetworkShape,
): Decoder {
  const { width } = options;
  const tokens = Math.ceil(horizon / patch);
  const embed = ahead > 0 && declareAffine(parameters, "decoder.known", patch * ahead, width);
  const positionsOf = declarePositions(
    parameters,
    "decoder.positions",
    positions,
    tokens + 1,
    width,
  );
  const layers = Array.from({ length: count }, (_, i) =>
    declareDecoderLayer(parameters, `decoder.layer${i + 1}`, options),
  );
  const norm = declareNorm(parameters, "decoder.norm", width);
  const head = declareAffine(parameters, "decoder.head", width, patch * outputs);
  return (tape, memory, last, known, seed) => {
    const rows = memory.shape[0];
    const queries =
      embed && known
        ? embed(tape, patchesAhead(tape, known, tokens, patch * ahead))
        : tape.input([rows, tokens, width]);
    let x = add(tape, concat(tape, [last, queries], 1), positionsOf(tape));
    const layerOutputs = layers.map((layer, i): Watched => {
      x = layer(tape, x, memory, seed + 3 * i);
      return { name: `decoder${i + 1}`, output: x, time: 1 };
    });
    const decodedTokens = head(tape, slice(tape, norm(tape, x), 1, 1, tokens + 1));
    const flat = reshape(decodedTokens, [rows, tokens * patch * outputs]);
    return { forecast: slice(tape, flat, 1, 0, horizon * outputs), layers: layerOutputs };
  };
}

/** [rows, horizon · ahead] → [rows, tokens, values], zeros where the last patch goes beyond the horizon */
function patchesAhead(tape: Tape, known: Tensor, tokens: number, values: number): Tensor {
  const [rows, size] = known.shape as [number, number];
  return reshape(pad(tape, known, 1, 0, tokens * values - size), [rows, tokens, values]);
}
