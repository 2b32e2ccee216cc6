import { normalCdf } from "../../numeric/normal.js";
import type { HiddenMarkov } from "./hidden-markov.js";

/** A mixture of normal distributions. */
export interface Mixture {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/**
 * The forecast distribution of a scalar model: for each step a mixture over the states.
 *
 * Each state's component has the exact mean and variance of yₙ₊ₕ given that state at n + h. Without
 * lags and sums that is the predictive distribution itself; with them it is exact one step ahead, and
 * each component's shape is taken as normal further on.
 *
 * @param filtered P(sₙ = k | observations), [states]
 * @param latest   the last observations, newest first, as many as the model has lags
 * @param sums     whether to forecast yₙ₊₁ + … + yₙ₊ₕ instead of yₙ₊ₕ
 * @see Costa, Fragoso & Marques (2005), "Discrete-time Markov jump linear systems", section 3.3
 */
export function predict(
  model: HiddenMarkov,
  filtered: Float64Array,
  latest: Float64Array,
  horizon: number,
  sums: boolean,
): Mixture[] {
  const { states, transition, coefficients, covariance } = model;
  const lags = model.inputs - 1;
  // The vector of a component: lags newest first, then the sum.
  const size = lags + 2;
  const first = new Float64Array(size);
  first.set(latest, 0);
  let probabilities = filtered;
  let means: Float64Array[] = Array.from({ length: states }, () => first);
  let spreads: Float64Array[] = Array.from({ length: states }, () => new Float64Array(size * size));
  const mixtures: Mixture[] = [];
  for (let h = 0; h < horizon; h++) {
    const weights = new Float64Array(states);
    const nextMeans: Float64Array[] = [];
    const nextSpreads: Float64Array[] = [];
    for (let j = 0; j < states; j++) {
      const shares = probabilities.map((p, i) => p * transition[i * states + j]);
      weights[j] = shares.reduce((sum, share) => sum + share, 0);
      const merged = merge(shares, weights[j], means, spreads, size);
      const b = coefficients.subarray(j * (lags + 1), (j + 1) * (lags + 1));
      const moved = advance(merged, b, covariance[j], lags);
      nextMeans.push(moved.mean);
      nextSpreads.push(moved.spread);
    }
    [probabilities, means, spreads] = [weights, nextMeans, nextSpreads];
    const shown = sums ? size - 1 : 0;
    mixtures.push({
      weights,
      means: Float64Array.from(means, (mean) => mean[shown]),
      variances: Float64Array.from(spreads, (spread) => spread[shown * size + shown]),
    });
  }
  return mixtures;
}

interface Moments {
  readonly mean: Float64Array;
  readonly spread: Float64Array;
}

/** Mean and covariance of a mixture of vectors. */
function merge(
  shares: Float64Array,
  total: number,
  means: readonly Float64Array[],
  spreads: readonly Float64Array[],
  size: number,
): Moments {
  const mean = new Float64Array(size);
  const spread = new Float64Array(size * size);
  if (!(total > 0)) return { mean: means[0], spread: spreads[0] };
  shares.forEach((share, k) => {
    for (let i = 0; i < size; i++) mean[i] += (share / total) * means[k][i];
  });
  shares.forEach((share, k) => {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const between = (means[k][i] - mean[i]) * (means[k][j] - mean[j]);
        spread[i * size + j] += (share / total) * (spreads[k][i * size + j] + between);
      }
    }
  });
  return { mean, spread };
}

/** One step of the regression b (constant first) with errors of a variance. */
function advance(
  { mean, spread }: Moments,
  b: Float64Array,
  variance: number,
  lags: number,
): Moments {
  const size = mean.length;
  const last = size - 1;
  const rows = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    if (i === 0 || i === last) for (let lag = 0; lag < lags; lag++) row[lag] = b[lag + 1];
    if (i === last) row[last] = 1;
    if (i > 0 && i < last) row[i - 1] = 1;
    return row;
  });
  const dot = (x: Float64Array, z: Float64Array) => x.reduce((sum, v, i) => sum + v * z[i], 0);
  const newest = (i: number) => i === 0 || i === last;
  const carried = rows.map((row) =>
    Float64Array.from({ length: size }, (_, j) =>
      dot(row, spread.subarray(j * size, j * size + size)),
    ),
  );
  return {
    mean: Float64Array.from(rows, (row, i) => dot(row, mean) + (newest(i) ? b[0] : 0)),
    spread: Float64Array.from({ length: size * size }, (_, at) => {
      const i = Math.floor(at / size);
      const j = at % size;
      return dot(carried[i], rows[j]) + (newest(i) && newest(j) ? variance : 0);
    }),
  };
}

export function mixtureMean({ weights, means }: Mixture): number {
  return weights.reduce((sum, weight, k) => sum + weight * means[k], 0);
}

export function mixtureVariance(mixture: Mixture): number {
  const mean = mixtureMean(mixture);
  const { weights, means, variances } = mixture;
  return weights.reduce((sum, weight, k) => {
    const between = means[k] - mean;
    return sum + weight * (variances[k] + between * between);
  }, 0);
}

/**
 * The value below which a mixture lies with probability p, 0 < p < 1, by bisection.
 *
 * @param wider factor applied to the components' standard deviations
 */
export function mixtureQuantile(
  { weights, means, variances }: Mixture,
  p: number,
  wider = 1,
): number {
  const deviations = variances.map((v) => wider * Math.sqrt(Math.max(v, 0)));
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  means.forEach((mean, k) => {
    low = Math.min(low, mean - 40 * deviations[k]);
    high = Math.max(high, mean + 40 * deviations[k]);
  });
  for (let halving = 0; halving < 60; halving++) {
    const middle = low + (high - low) / 2;
    let below = 0;
    for (let k = 0; k < weights.length; k++) {
      const gap = middle - means[k];
      const z = deviations[k] > 0 ? gap / deviations[k] : gap < 0 ? -40 : 40;
      below += weights[k] * normalCdf(z);
    }
    if (below < p) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}
