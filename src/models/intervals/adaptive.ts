import type { State } from "../model.js";
import type { PastForecast } from "./past-errors.js";

/** Ranks of one series' past errors among those known at the time, the earliest origin first. */
export interface Trials {
  readonly [key: string]: State;
  readonly id: string;
  /** [origins] observations of the series after each origin, descending */
  readonly held: Float64Array;
  /** [origins, horizon] share of the errors known at the origin that were smaller; NaN if too few were */
  readonly ranks: Float64Array;
}

/** Fewest errors among which another one is ranked: enough for intervals of 95 %. */
const MIN_RANKED_ERRORS = 19;
/**
 * Step size γ of adaptive conformal inference, relative to the target miscoverage α: at any level, the
 * same number of misses in a row leads to the widest interval.
 */
const RELATIVE_STEP_SIZE = 1 / 8;

/**
 * Ranks each error, at each step ahead, among the errors of all series that were known when its forecast
 * was made.
 */
export function rankTrials(past: readonly PastForecast[]): Trials[] {
  const horizon = past[0]?.errors.length ?? 0;
  const inOrder = [...past].sort((a, b) => b.holdout - a.holdout);
  const ranks = new Map(inOrder.map((one) => [one, new Float64Array(horizon)]));
  for (let h = 0; h < horizon; h++) {
    let known = new Float64Array();
    let next = 0;
    for (let i = 0; i < inOrder.length; ) {
      const { holdout } = inOrder[i];
      const arrived = next;
      while (inOrder[next].holdout - (h + 1) >= holdout) next++;
      if (next > arrived) known = merge(known, sizes(inOrder.slice(arrived, next), h));
      for (; inOrder[i]?.holdout === holdout; i++) {
        const one = inOrder[i];
        ranks.get(one)![h] = rankAmong(known, Math.abs(one.errors[h]));
      }
    }
  }
  const ofSeries = new Map<string, PastForecast[]>();
  for (const one of inOrder) ofSeries.set(one.id, [...(ofSeries.get(one.id) ?? []), one]);
  return Array.from(ofSeries, ([id, forecasts]) => {
    const all = new Float64Array(forecasts.length * horizon);
    forecasts.forEach((one, k) => all.set(ranks.get(one)!, k * horizon));
    return { id, held: Float64Array.from(forecasts, ({ holdout }) => holdout), ranks: all };
  });
}

/**
 * The level to request of conformal intervals so that they cover as they should, judged by the intervals
 * that would have been given in the past. The target miscoverage α follows their misses:
 *
 *   αₜ₊₁ = αₜ + γ·(α − missₜ),  α₁ = α = 1 − level/100,  γ = α/8
 *
 * A forecast h steps ahead is judged h steps later, and has no influence on forecasts made before that.
 *
 *
 * @param level   in percent
 * @param step    steps ahead less 1
 * @returns       100·(1 − αₜ) after the last forecast; beyond 100 no finite interval is wide enough
 * @see Gibbs & Candès (2021), "Adaptive conformal inference under distribution shift", eq. 2
 */
export function adaptedLevel(level: number, { held, ranks }: Trials, step: number): number {
  const horizon = ranks.length / held.length;
  const misses = (100 - level) / 100;
  /** (α − αₜ) / α; the level exactly where it is 0. */
  let lowered = 0;
  const adapted = () => level + (100 - level) * lowered;
  const requested: number[] = [];
  let judged = 0;
  const judgeBefore = (origin: number) => {
    for (; judged < requested.length && held[judged] - (step + 1) >= origin; judged++) {
      const rank = ranks[judged * horizon + step];
      if (Number.isNaN(rank)) continue;
      // Divided rather than multiplied: 19/20 and 95/100 are the same number, 100·(19/20) need not be 95.
      const miss = rank >= requested[judged] / 100 ? 1 : 0;
      lowered += RELATIVE_STEP_SIZE * (miss - misses);
    }
  };
  for (const origin of held) {
    judgeBefore(origin);
    requested.push(adapted());
  }
  judgeBefore(0);
  return adapted();
}

/** Ascending absolute values of the finite errors at one step. */
function sizes(forecasts: readonly PastForecast[], step: number): Float64Array {
  return Float64Array.from(forecasts, ({ errors }) => Math.abs(errors[step]))
    .filter(Number.isFinite)
    .sort();
}

/** Merges two ascending arrays. */
function merge(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const all = new Float64Array(a.length + b.length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < all.length; k++) {
    all[k] = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i++] : b[j++];
  }
  return all;
}

/** m / (n + 1), where m of the n ascending numbers are smaller than `size`. */
function rankAmong(known: Float64Array, size: number): number {
  if (known.length < MIN_RANKED_ERRORS || !Number.isFinite(size)) return Number.NaN;
  let low = 0;
  let high = known.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (known[middle] < size) low = middle + 1;
    else high = middle;
  }
  return low / (known.length + 1);
}
