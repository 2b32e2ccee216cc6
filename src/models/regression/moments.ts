import {
  aheadRange,
  firstCut,
  type LagSeries,
  type LagShape,
  readAheadFeatures,
  readFeatures,
  sizeOf,
} from "./lag-samples.js";

/** Sums of products over the samples of a series' regressions, one for each step ahead. */
export interface Moments {
  readonly size: number;
  /** Indices of the columns known ahead, from and to before. */
  readonly ahead: readonly [from: number, to: number];
  /** [horizon], samples of each step. */
  readonly counts: Float64Array;
  /** [horizon × size × size], X′X. */
  readonly gram: Float64Array;
  /** [horizon × size], X′z of z = (y[cut − 1 + h] − y[cut − 1]) / s. */
  readonly cross: Float64Array;
  /** [horizon], z′z. */
  readonly squares: Float64Array;
}

/**
 * Moments over all cuts of a series whose target is observed, in one pass: products that do not depend
 * on the step ahead are summed by how far ahead a sample reaches.
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
  for (let cut = firstCut(values.length); cut < values.length && scale > 0; cut++) {
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
  return { size, ahead: [aheadFrom, aheadTo], counts, gram, cross, squares };
}

/**
 * A penalized regression for each step ahead on the first `size` features.
 *
 * @returns [horizon × size]
 */
export type Regress = (
  moments: Moments,
  typical: TypicalSquares,
  size: number,
  penalty: number,
) => Float64Array;

/** Mean squares over the samples of all series: what a penalty is measured against. */
export interface TypicalSquares {
  /** As in {@link Moments}. */
  readonly ahead: readonly [from: number, to: number];
  /** [horizon × size] */
  readonly features: Float64Array;
  /** [horizon] */
  readonly targets: Float64Array;
}

export function meanSquares(all: readonly Moments[]): TypicalSquares {
  const { size, counts, ahead } = all[0];
  const mean = (h: number, squares: (moments: Moments) => number) => {
    let sum = 0;
    let count = 0;
    for (const moments of all) {
      sum += squares(moments);
      count += moments.counts[h];
    }
    return count > 0 ? sum / count : 0;
  };
  return {
    ahead,
    features: Float64Array.from({ length: counts.length * size }, (_, k) => {
      const h = Math.floor(k / size);
      const i = k % size;
      return mean(h, ({ gram }) => gram[(h * size + i) * size + i]);
    }),
    targets: counts.map((_, h) => mean(h, ({ squares }) => squares[h])),
  };
}

/** Most that a column known ahead is penalised by: it was given because it is known to matter. */
const MAX_COLUMN_PENALTY = 0.1;

/** The penalty of a feature. */
export function penaltyOf(
  { ahead: [from, to] }: Pick<TypicalSquares, "ahead">,
  feature: number,
  penalty: number,
): number {
  const isColumn = feature >= from && feature < to;
  return isColumn ? Math.min(MAX_COLUMN_PENALTY, penalty) : penalty;
}

/** Standard deviation of a regression's residuals h steps ahead; 0 where it has no degrees of freedom. */
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
