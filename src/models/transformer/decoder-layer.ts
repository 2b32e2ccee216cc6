import { add, dropout as dropOut } from "../../engine/ops/index.js";
import type { Parameters } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { attention } from "./attention.js";
import {
  declareAffine,
  declareFeedForward,
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
  given: Omit<EncoderLayerOptions, "causal">,
): DecoderLayer {
  const { width, heads, dropout } = given;
  const options = { ...given, causal: true };
  const attendSelf = declareSelfAttention(parameters, name, options);
  const norm = declareNorm(parameters, `${name}.memory-norm`, width);
  const projectQueries = declareAffine(parameters, `${name}.ask`, width, width);
  const projectMemory = declareAffine(parameters, `${name}.tell`, width, 2 * width);
  const join = declareAffine(parameters, `${name}.memory-join`, width, width);
  const feedForward = declareFeedForward(parameters, name, options);
  return (tape, x, memory, seed) => {
    const attended = attendSelf(tape, x, seed);
    const queries = projectQueries(tape, norm(tape, attended));
    const mixed = attention(tape, queries, projectMemory(tape, memory), heads, false);
    const joined = add(tape, attended, dropOut(tape, join(tape, mixed), dropout, seed + 1));
    return feedForward(tape, joined, seed + 2);
  };
}
