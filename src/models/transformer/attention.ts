import { add, matmul, reshape, scale, slice, softmax, transpose } from "../../engine/ops/index.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";

/**
 * Scaled dot-product attention, softmax(Q·Kᵀ / √depth)·V in each head.
 *
 * @param queries [rows, tokens, width], as is the result
 * @param keysAndValues    keys and values side by side, [rows, other tokens, 2 · width]
 * @param causal  whether a token sees only itself and those before it; both sides have as many then
 * @see Vaswani et al. (2017), section 3.2
 */
export function attention(
  tape: Tape,
  queries: Tensor,
  keysAndValues: Tensor,
  heads: number,
  causal: boolean,
): Tensor {
  const [rows, tokens, width] = queries.shape as [number, number, number];
  const [headQueries] = perHead(tape, queries, 1, heads) as [Tensor];
  const [keys, values] = perHead(tape, keysAndValues, 2, heads) as [Tensor, Tensor];
  const products = matmul(tape, headQueries, keys, { transposeB: true });
  const scores = scale(tape, products, 1 / Math.sqrt(width / heads));
  const masked = causal ? add(tape, scores, causalMask(tape, tokens)) : scores;
  const mixed = matmul(tape, softmax(tape, masked), values);
  return reshape(transpose(tape, mixed, [0, 2, 1, 3]), [rows, tokens, width]);
}

/** [rows, tokens, count · width] → `count` times [rows, heads, tokens, depth] */
function perHead(tape: Tape, projected: Tensor, count: number, heads: number): Tensor[] {
  const [rows, tokens, all] = projected.shape as [number, number, number];
  const depth = all / count / heads;
  const split = transpose(
    tape,
    reshape(projected, [rows, tokens, count, heads, depth]),
    [2, 0, 3, 1, 4],
  );
  return Array.from({ length: count }, (_, i) =>
    reshape(slice(tape, split, 0, i, i + 1), [rows, heads, tokens, depth]),
  );
}

/** [tokens, tokens], −∞ where a column comes after its row. */
function causalMask(tape: Tape, tokens: number): Tensor {
  const mask = tape.input([tokens, tokens]);
  tape.arena.view(mask.at, mask.size).forEach((_, i, values) => {
    if (i % tokens > Math.floor(i / tokens)) values[i] = Number.NEGATIVE_INFINITY;
  });
  return mask;
}
