import {
  add,
  affine,
  dropout as dropOut,
  gelu,
  layerNorm,
  matmul,
  reshape,
  scale,
  slice,
  softmax,
  transpose,
} from "../../engine/ops.js";
import { constant, type Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";

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
 * with softmax(Q·Kᵀ / √depth)·V in each head.
 *
 * @see Vaswani et al. (2017), section 3; Xiong et al. (2020) for the place of the norm
 */
export function declareEncoderLayer(
  parameters: Parameters,
  name: string,
  { width, heads, inner, causal, dropout }: EncoderLayerOptions,
): EncoderLayer {
  const norm = declareNorm(parameters, `${name}.attention-norm`, width);
  const project = declareAffine(parameters, `${name}.project`, width, 3 * width);
  const join = declareAffine(parameters, `${name}.join`, width, width);
  const innerNorm = declareNorm(parameters, `${name}.inner-norm`, width);
  const widen = declareAffine(parameters, `${name}.widen`, width, inner);
  const narrow = declareAffine(parameters, `${name}.narrow`, inner, width);
  return (tape, x, seed) => {
    const mixed = attention(tape, project(tape, norm(tape, x)), heads, causal);
    const attended = add(tape, x, dropOut(tape, join(tape, mixed), dropout, seed));
    const bent = narrow(tape, gelu(tape, widen(tape, innerNorm(tape, attended))));
    return add(tape, attended, dropOut(tape, bent, dropout, seed + 1));
  };
}

/** @param projected [rows, tokens, 3 · width], queries, keys and values side by side */
function attention(tape: Tape, projected: Tensor, heads: number, causal: boolean): Tensor {
  const [rows, tokens, all] = projected.shape as [number, number, number];
  const width = all / 3;
  const depth = width / heads;
  const split = transpose(
    tape,
    reshape(projected, [rows, tokens, 3, heads, depth]),
    [2, 0, 3, 1, 4],
  );
  const [queries, keys, values] = [0, 1, 2].map((i) =>
    reshape(slice(tape, split, 0, i, i + 1), [rows, heads, tokens, depth]),
  ) as [Tensor, Tensor, Tensor];
  const products = matmul(tape, queries, keys, { transposeB: true });
  const scores = scale(tape, products, 1 / Math.sqrt(depth));
  const seen = causal ? add(tape, scores, causalMask(tape, tokens)) : scores;
  const mixed = matmul(tape, softmax(tape, seen), values);
  return reshape(transpose(tape, mixed, [0, 2, 1, 3]), [rows, tokens, width]);
}

/** [tokens, tokens], −∞ where a column comes after its row. */
function causalMask(tape: Tape, tokens: number): Tensor {
  const mask = tape.input([tokens, tokens]);
  tape.arena.view(mask.at, mask.size).forEach((_, i, values) => {
    if (i % tokens > Math.floor(i / tokens)) values[i] = Number.NEGATIVE_INFINITY;
  });
  return mask;
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
