import { add, dropout as dropOut } from "../../engine/ops/index.js";
import type { Parameters } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { attention } from "./attention.js";
import {
  declareAffine,
  declareInner,
  declareNorm,
  declareSelfAttention,
  type EncoderLayerOptions,
} from "./encoder-layer.js";

/**
 * @param x      [rows, tokens, width], as is the result
 * @param memory what the encoder made of the window, [rows, other tokens, width]
 */
export type DecoderLayer = (tape: Tape, x: Tensor, memory: Tensor, seed: number) => Tensor;

/**
 * A Transformer's decoder layer, normalised before each part: tokens look at themselves and those before
 * them, then at the encoder's.
 *
 *   x ← x + dropout(attention(norm(x)))          x ← x + dropout(attention(norm(x), memory))
 *   x ← x + dropout(gelu(norm(x)·W₁ + b₁)·W₂ + b₂)
 *
 * @see Vaswani et al. (2017), section 3.1; Xiong et al. (2020) for the place of the norm
 */
export function declareDecoderLayer(
  parameters: Parameters,
  name: string,
  chosen: Omit<EncoderLayerOptions, "causal">,
): DecoderLayer {
  const { width, heads, dropout } = chosen;
  const options = { ...chosen, causal: true };
  const look = declareSelfAttention(parameters, name, options);
  const norm = declareNorm(parameters, `${name}.memory-norm`, width);
  const ask = declareAffine(parameters, `${name}.ask`, width, width);
  const tell = declareAffine(parameters, `${name}.tell`, width, 2 * width);
  const join = declareAffine(parameters, `${name}.memory-join`, width, width);
  const think = declareInner(parameters, name, options);
  return (tape, x, memory, seed) => {
    const looked = look(tape, x, seed);
    const queries = ask(tape, norm(tape, looked));
    const mixed = attention(tape, queries, tell(tape, memory), heads, false);
    const asked = add(tape, looked, dropOut(tape, join(tape, mixed), dropout, seed + 1));
    return think(tape, asked, seed + 2);
  };
}
