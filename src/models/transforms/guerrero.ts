import { pow } from "../../numeric/elementary.js";

const MIN_EXPONENT = -1;
const MAX_EXPONENT = 2;
const GRID_STEP = 0.1;
const PRECISION = 1e-6;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The exponent of the Box-Cox transformation, from −1 to 2, with which the spread of a series depends least
 * on its level: it minimises the coefficient of variation of the ratios sᵢ / mᵢ¹⁻ᵏ, with sᵢ and mᵢ the
 * standard deviation and the mean of season i.
 *
 * @param y      positive or missing
 * @param season pairs of observations are compared where it is 1
 * @returns nothing if fewer than two seasons vary
 * @see Guerrero (1993), "Time-series analysis supported by power transformations", section 2
 */
export function guerrero(y: Float64Array, season: number): number | undefined {
  const length = Math.max(2, season);
  const means: number[] = [];
  const deviations: number[] = [];
  for (let end = y.length; end >= length; end -= length) {
    const group = y.subarray(end - length, end).filter((value) => !Number.isNaN(value));
    if (group.length < 2) continue;
    const mean = group.reduce((sum, value) => sum + value / group.length, 0);
    const squares = group.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    means.push(mean);
    deviations.push(Math.sqrt(squares / (group.length - 1)));
  }
  if (deviations.filter((deviation) => deviation > 0).length < 2) return undefined;
  const scale = Math.max(...means);
  const variation = (k: number) =>
    coefficientOfVariation(deviations.map((s, i) => s / pow(means[i] / scale, 1 - k)));
  return minimize(variation);
}

function coefficientOfVariation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares) / mean;
}

/** Golden section between the neighbours of the best point of a grid. */
function minimize(f: (k: number) => number): number {
  let best = MIN_EXPONENT;
  let value = f(best);
  for (let i = 1; i * GRID_STEP <= MAX_EXPONENT - MIN_EXPONENT; i++) {
    const at = MIN_EXPONENT + i * GRID_STEP;
    const there = f(at);
    if (there < value) {
      best = at;
      value = there;
    }
  }
  let low = Math.max(MIN_EXPONENT, best - GRID_STEP);
  let high = Math.min(MAX_EXPONENT, best + GRID_STEP);
  while (high - low > PRECISION) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (f(left) < f(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
