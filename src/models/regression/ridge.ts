import { cholesky, solveCholesky } from "../../numeric/cholesky.js";
import { elasticNet } from "../../numeric/elastic-net.js";
import {
  aheadRange,
  type LagSeries,
  type LagShape,
  readAheadFeatures,
  readFeatures,
  sizeOf,
} from "./lag-samples.js";

/** Sums of products over the samples of a series' regressions, one for each step ahead. */
export interface Moments {
  readonly size: number;
  /** [horizon], samples of each step. */
  readonly counts: Float64Array;
  /** [horizon × size × size], X′X. */
  readonly gram: Float64Array;
  /** [horizon × size], X′z of z = (y[cut − 1 + h] − y[cut − 1]) / s. */
  readonly cross: Float64Array;
  /** [horizon], z′z. */
  readonly squares: Float64Array;
}

/** Share of a series before the first cut: the drift of a few steps says little of what comes. */
const FIRST_CUT_SHARE = 0.3;

/**
 * Moments of every cut of a series whose target is there. One pass over the samples: what does not
 * depend on how far ahead is summed by how far the sample reaches.
 */
export function momentsOf(shape: LagShape, series: LagSeries, horizon: number): Moments {
  const size = sizeOf(shape);
  const [aheadFrom, aheadTo] = aheadRange(shape);
  const counts = new Float64Array(horizon);
  const gram = new Float64Array(horizon * size * size);
  const cross = new Float64Array(horizon * size);
  const squares = new Float64Array(horizon);
  const x = new Float64Array(size);
  const { values, scale } = series;
  const first = Math.max(2, Math.floor(values.length * FIRST_CUT_SHARE));
  for (let cut = first; cut < values.length && scale > 0; cut++) {
    readFeatures(shape, series, cut, x);
    const reach = Math.min(horizon, values.length - cut);
    for (let h = 1; h <= reach; h++) {
      const z = (values[cut - 1 + h] - values[cut - 1]) / scale;
      const row = (h - 1) * size;
      squares[h - 1] += z * z;
      if (aheadTo > aheadFrom) readAheadFeatures(shape, series, cut, h, x);
      for (let i = 0; i < size; i++) cross[row + i] += z * x[i];
      for (let i = aheadFrom; i < aheadTo; i++) {
        for (let j = 0; j < size; j++) gram[(row + i) * size + j] += x[i] * x[j];
      }
    }
    counts[reach - 1]++;
    const farthest = (reach - 1) * size;
    for (let i = 0; i < size; i++) {
      if (i >= aheadFrom && i < aheadTo) continue;
      for (let j = 0; j <= i; j++) gram[(farthest + i) * size + j] += x[i] * x[j];
    }
  }
  for (let h = horizon - 2; h >= 0; h--) counts[h] += counts[h + 1];
  for (let h = horizon - 1; h >= 0; h--) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        const place = (h * size + i) * size + j;
        const ahead = (k: number) => k >= aheadFrom && k < aheadTo;
        if (ahead(i)) continue;
        if (ahead(j)) gram[place] = gram[(h * size + j) * size + i];
        else if (h + 1 < horizon) gram[place] += gram[place + size * size];
      }
    }
  }
  return { size, counts, gram, cross, squares };
}

/** Mean squares over the samples of all series: what is usual. */
export interface TypicalSquares {
  /** [horizon × size] */
  readonly features: Float64Array;
  /** [horizon] */
  readonly targets: Float64Array;
}

export function meanSquares(stride: readonly Moments[]): TypicalSquares {
  const { size, counts } = stride[0];
  const mean = (h: number, squares: (moments: Moments) => number) => {
    let [sum, count] = [0, 0];
    for (const moments of stride) {
      sum += squares(moments);
      count += moments.counts[h];
    }
    return count > 0 ? sum / count : 0;
  };
  return {
    features: Float64Array.from({ length: counts.length * size }, (_, k) => {
      const [h, i] = [Math.floor(k / size), k % size];
      return mean(h, ({ gram }) => gram[(h * size + i) * size + i]);
    }),
    targets: counts.map((_, h) => mean(h, ({ squares }) => squares[h])),
  };
}

/**
 * Ridge regression for each step ahead, (X′X + κ·diag(m))·b = X′z with m the mean squares of the
 * features: the penalty weighs as much as κ usual samples.
 *
 * @param size features used, from the first on
 * @returns [horizon × size]
 */
export function ridge(
  moments: Moments,
  { features: squares }: TypicalSquares,
  size: number,
  penalty: number,
): Float64Array {
  const { size: stride, counts, gram, cross } = moments;
  const coefficients = new Float64Array(counts.length * size);
  const a = new Float64Array(size * size);
  for (let h = 0; h < counts.length && counts[h] > 0; h++) {
    for (let i = 0; i < size; i++) {
      const row = (h * stride + i) * stride;
      for (let j = 0; j < i; j++) a[i * size + j] = gram[row + j];
      // A feature that is zero everywhere gets the coefficient zero.
      a[i * size + i] = gram[row + i] + penalty * squares[h * stride + i] || 1;
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
      square: own.map((square) => penalty * (1 - mix) * square),
      absolute: own.map((square) => penalty * mix * Math.sqrt(square * typical.targets[h])),
    };
    // From the coefficients of the step before, which are much the same.
    elasticNet(a, cross.subarray(h * stride, h * stride + size), squares[h], penalties, b);
    coefficients.set(b, h * size);
  }
  return coefficients;
}

/** Standard deviation of what a regression leaves of its own samples, h steps ahead; 0 without samples to spare. */
export function residualDeviation(
  { size: stride, counts, gram, cross, squares }: Moments,
  coefficients: Float64Array,
  size: number,
  h: number,
): number {
  const freedom = counts[h - 1] - size;
  if (freedom <= 0) return 0;
  let sum = squares[h - 1];
  for (let i = 0; i < size; i++) {
    const row = (h - 1) * stride + i;
    const b = coefficients[(h - 1) * size + i];
    sum += b * (b * gram[row * stride + i] - 2 * cross[row]);
    for (let j = 0; j < i; j++) {
      sum += 2 * b * coefficients[(h - 1) * size + j] * gram[row * stride + j];
    }
  }
  return Math.sqrt(Math.max(0, sum) / freedom);
}
