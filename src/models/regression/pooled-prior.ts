import { cholesky, solveCholesky } from "../../numeric/cholesky.js";
import { type Moments, penaltyOf, type Regress, type TypicalSquares } from "./moments.js";

/** A series of the pool. */
export interface Member {
  readonly moments: Moments;
  /** Encoded static columns. */
  readonly statics: readonly number[];
}

/**
 * Coefficients that each series is expected to have: those of one ridge regression over the samples of all
 * series, whose constant differs by the static columns,
 *
 *   zₛ = a + Σⱼ dⱼ·staticₛⱼ + Σᵢ cᵢ·xᵢ
 *
 * computed from the series' moments, as static columns are constant over the samples of a series.
 *
 * @param members at least one
 * @param size    features used, from the first on, which is the constant
 * @returns       [horizon × size] a member
 */
export function pooledPriors(
  members: readonly Member[],
  typicalSquares: TypicalSquares,
  size: number,
  penalty: number,
): Float64Array[] {
  const { features: squares } = typicalSquares;
  const { counts } = members[0].moments;
  const extra = members[0].statics.length;
  const whole = size + extra;
  const priors = members.map(() => new Float64Array(counts.length * size));
  for (let h = 0; h < counts.length; h++) {
    const gram = new Float64Array(whole * whole);
    const cross = new Float64Array(whole);
    let samples = 0;
    for (const { moments, statics } of members) {
      const { size: stride, gram: own, cross: ownCross } = moments;
      samples += moments.counts[h];
      for (let i = 0; i < size; i++) {
        const row = (h * stride + i) * stride;
        for (let j = 0; j <= i; j++) gram[i * whole + j] += own[row + j];
        cross[i] += ownCross[h * stride + i];
      }
      for (let k = 0; k < extra; k++) {
        const row = (size + k) * whole;
        for (let i = 0; i < size; i++) {
          gram[row + i] += statics[k] * own[(h * stride + i) * stride];
        }
        for (let l = 0; l <= k; l++) {
          gram[row + size + l] += statics[k] * statics[l] * moments.counts[h];
        }
        cross[size + k] += statics[k] * ownCross[h * stride];
      }
    }
    if (samples === 0) continue;
    for (let i = 0; i < whole; i++) {
      const typical =
        i < size ? squares[h * members[0].moments.size + i] : gram[i * whole + i] / samples;
      const own = i < size ? penaltyOf(typicalSquares, i, penalty) : penalty;
      gram[i * whole + i] = gram[i * whole + i] + own * typical || 1;
    }
    solveCholesky(cholesky(gram, whole), whole, cross, 1);
    members.forEach(({ statics }, s) => {
      const prior = priors[s].subarray(h * size, (h + 1) * size);
      prior.set(cross.subarray(0, size));
      statics.forEach((value, k) => {
        prior[0] += cross[size + k] * value;
      });
    });
  }
  return priors;
}

/**
 * A penalized regression whose coefficients are drawn to a prior instead of to zero: what the prior leaves
 * is regressed.
 *
 * @param prior [horizon × size]; without one, coefficients are drawn to zero
 * @returns     [horizon × size]; the prior itself at steps without samples
 */
export function regressTowards(
  prior: Float64Array | undefined,
  regress: Regress,
  moments: Moments,
  typical: TypicalSquares,
  size: number,
  penalty: number,
): Float64Array {
  if (!prior) return regress(moments, typical, size, penalty);
  const { size: stride, counts, gram } = moments;
  const cross = moments.cross.slice();
  const squares = moments.squares.slice();
  for (let h = 0; h < counts.length; h++) {
    for (let i = 0; i < size; i++) {
      let product = 0;
      for (let j = 0; j < size; j++) {
        const [row, column] = i >= j ? [i, j] : [j, i];
        product += gram[(h * stride + row) * stride + column] * prior[h * size + j];
      }
      const at = h * stride + i;
      squares[h] += prior[h * size + i] * (product - 2 * moments.cross[at]);
      cross[at] -= product;
    }
  }
  const own = regress({ ...moments, cross, squares }, typical, size, penalty);
  return own.map((value, i) => value + prior[i]);
}
