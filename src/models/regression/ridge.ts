import { cholesky, solveCholesky } from "../../numeric/cholesky.js";
import { elasticNet } from "../../numeric/elastic-net.js";
import { type Moments, penaltyOf, type TypicalSquares } from "./moments.js";

/**
 * Ridge regression for each step ahead, (X′X + κ·diag(m))·b = X′z with m the mean squares of the
 * features: the penalty weighs as much as κ typical samples. Columns known ahead are hardly penalised: an
 * event that is rare has few samples to hold against them.
 *
 * @param size features used, from the first on
 * @returns [horizon × size]
 */
export function ridge(
  moments: Moments,
  typical: TypicalSquares,
  size: number,
  penalty: number,
): Float64Array {
  const { size: stride, counts, gram, cross } = moments;
  const { features: squares } = typical;
  const coefficients = new Float64Array(counts.length * size);
  const a = new Float64Array(size * size);
  for (let h = 0; h < counts.length && counts[h] > 0; h++) {
    for (let i = 0; i < size; i++) {
      const row = (h * stride + i) * stride;
      for (let j = 0; j < i; j++) a[i * size + j] = gram[row + j];
      // A feature that is zero everywhere gets the coefficient zero.
      a[i * size + i] =
        gram[row + i] + penaltyOf(typical, i, penalty) * squares[h * stride + i] || 1;
    }
    const b = cross.slice(h * stride, h * stride + size);
    solveCholesky(cholesky(a, size), size, b, 1);
    coefficients.set(b, h * size);
  }
  return coefficients;
}

/**
 * Elastic net for each step ahead, with κ and m as in {@link ridge} and v the mean square of the targets:
 *
 *   ½·|z − X·b|² + κ·Σᵢ ((1 − α)/2·mᵢ·bᵢ² + α·√(v·mᵢ)·|bᵢ|)
 *
 * so that a feature has to say more than κ usual samples that it determines.
 *
 * @param mix α, from 0 for {@link ridge} to 1 for the lasso
 * @returns [horizon × size]
 */
export function elasticNets(
  moments: Moments,
  typical: TypicalSquares,
  size: number,
  penalty: number,
  mix: number,
): Float64Array {
  const { size: stride, counts, gram, cross, squares } = moments;
  const coefficients = new Float64Array(counts.length * size);
  const a = new Float64Array(size * size);
  const b = new Float64Array(size);
  for (let h = 0; h < counts.length && counts[h] > 0; h++) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) a[i * size + j] = gram[(h * stride + i) * stride + j];
    }
    const own = typical.features.subarray(h * stride, h * stride + size);
    const penalties = {
      square: own.map((square, i) => penaltyOf(typical, i, penalty) * (1 - mix) * square),
      absolute: own.map(
        (square, i) =>
          penaltyOf(typical, i, penalty) * mix * Math.sqrt(square * typical.targets[h]),
      ),
    };
    // Starts from the coefficients of the previous step ahead, which are similar.
    elasticNet(a, cross.subarray(h * stride, h * stride + size), squares[h], penalties, b);
    coefficients.set(b, h * size);
  }
  return coefficients;
}
