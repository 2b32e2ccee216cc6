import type { Interval } from "../model.js";

/** The median first, then the lower and upper end of each level. */
export function quantilesOf(levels: readonly number[]): number[] {
  return [0.5, ...levels.flatMap((level) => [0.5 - level / 200, 0.5 + level / 200])];
}

/**
 * The forecast and its intervals from quantiles as {@link quantilesOf} orders them; without quantiles, the
 * forecast alone. Quantiles are learned apart and may cross: at each step, the values of all of them are
 * put in order.
 *
 * @param at     values of a quantile by its place, [steps]
 * @param levels that are wanted, all by default
 * @see Chernozhukov, Fernández-Val & Galichon (2010), "Quantile and probability curves without crossing"
 */
export function forecastOfQuantiles(
  quantiles: readonly number[],
  at: (place: number) => Float64Array,
  levels?: readonly number[],
): { mean: Float64Array; intervals?: Interval[] } {
  if (quantiles.length === 0) return { mean: at(0) };
  const ordered = rearranged(
    quantiles,
    quantiles.map((_, q) => at(q)),
  );
  const intervals: Interval[] = [];
  for (let q = 1; q < quantiles.length; q += 2) {
    const level = Math.round((quantiles[q + 1] - quantiles[q]) * 1e6) / 1e4;
    if (levels && !levels.includes(level)) continue;
    intervals.push({ level, lo: ordered[q], hi: ordered[q + 1] });
  }
  return { mean: ordered[0], intervals };
}

/** @param values of each quantile, [steps] */
function rearranged(quantiles: readonly number[], values: readonly Float64Array[]): Float64Array[] {
  const order = quantiles.map((_, q) => q).sort((a, b) => quantiles[a] - quantiles[b]);
  const result = values.map((row) => new Float64Array(row.length));
  for (let h = 0; h < values[0].length; h++) {
    const sorted = Float64Array.from(values, (row) => row[h]).sort();
    order.forEach((q, rank) => {
      result[q][h] = sorted[rank];
    });
  }
  return result;
}
