import { add, affine, dropout as dropOut, gelu, layerNorm, slice } from "../../engine/ops/index.js";
import { constant, type Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { attention } from "./attention.js";

export interface EncoderLayerOptions {
  /** Values of a token; a multiple of the heads. */
  readonly width: number;
  readonly heads: number;
  /** Units of the layer's own two-layer network. */
  readonly inner: number;
  /** Whether a token sees only itself and those before it. */
  readonly causal: boolean;
  readonly dropout: number;
}

/** @param x [rows, tokens, width], as is the result */
export type EncoderLayer = (tape: Tape, x: Tensor, seed: number) => Tensor;

/**
 * A Transformer's encoder layer, normalised before each part so that the identity runs through:
 *
 *   x ← x + dropout(attention(norm(x)))      x ← x + dropout(gelu(norm(x)·W₁ + b₁)·W₂ + b₂)
 *
 * @see Vaswani et al. (2017), section 3; Xiong et al. (2020) for the place of the norm
 */
export function declareEncoderLayer(
  parameters: Parameters,
  name: string,
  options: EncoderLayerOptions,
): EncoderLayer {
  const attendSelf = declareSelfAttention(parameters, name, options);
  const feedForward = declareFeedForward(parameters, name, options);
  return (tape, x, seed) => feedForward(tape, attendSelf(tape, x, seed), seed + 1);
}

/** x + dropout(attention(norm(x))) */
export function declareSelfAttention(
  parameters: Parameters,
  name: string,
  { width, heads, causal, dropout }: EncoderLayerOptions,
): EncoderLayer {
  const norm = declareNorm(parameters, `${name}.attention-norm`, width);
  const project = declareAffine(parameters, `${name}.project`, width, 3 * width);
  const join = declareAffine(parameters, `${name}.join`, width, width);
  return (tape, x, seed) => {
    const projected = project(tape, norm(tape, x));
    const queries = slice(tape, projected, 2, 0, width);
    const keysAndValues = slice(tape, projected, 2, width, 3 * width);
    const mixed = attention(tape, queries, keysAndValues, heads, causal);
    return add(tape, x, dropOut(tape, join(tape, mixed), dropout, seed));
  };
}

/** x + dropout(gelu(norm(x)·W₁ + b₁)·W₂ + b₂) */
export function declareFeedForward(
  parameters: Parameters,
  name: string,
  { width, inner, dropout }: EncoderLayerOptions,
): EncoderLayer {
  const norm = declareNorm(parameters, `${name}.inner-norm`, width);
  const widen = declareAffine(parameters, `${name}.widen`, width, inner);
  const narrow = declareAffine(parameters, `${name}.narrow`, inner, width);
  return (tape, x, seed) => {
    const transformed = narrow(tape, gelu(tape, widen(tape, norm(tape, x))));
    return add(tape, x, dropOut(tape, transformed, dropout, seed));
  };
}

/** A layer norm with a gain and a bias of its own. */
export function declareNorm(parameters: Parameters, name: string, width: number) {
  const gain = parameters.add(`${name}.gain`, [width], constant(1));
  const bias = parameters.add(`${name}.bias`, [width], zeros);
  return (tape: Tape, x: Tensor) => layerNorm(tape, x, tape.parameter(gain), tape.parameter(bias));
}

/** x·W + b over the last axis. */
export function declareAffine(parameters: Parameters, name: string, from: number, to: number) {
  const weight = parameters.add(`${name}.weight`, [from, to], uniform(1 / Math.sqrt(from)));
  const bias = parameters.add(`${name}.bias`, [to], zeros);
  return (tape: Tape, x: Tensor) => affine(tape, x, tape.parameter(weight), tape.parameter(bias));
}
