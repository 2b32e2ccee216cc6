import type { State } from "../model.js";
import type { PastForecast } from "./past-errors.js";

/** How the errors of one series ranked as they came, the oldest first. */
export interface Trials {
  readonly [key: string]: State;
  readonly id: string;
  /** Observations of the series that came after each origin, descending; [origin]. */
  readonly held: Float64Array;
  /** Share of errors known at the origin that were smaller; NaN where too few were. [origin, step] */
  readonly ranks: Float64Array;
}

/** Errors among which another one is ranked, at the least: enough for intervals of 95 %. */
const FEWEST = 19;
/**
 * What a miss takes off the share of misses that is aimed at, as a part of that share: so that at any
 * level it takes as many misses in a row to come to the widest interval.
 */
const RATE = 1 / 8;

/**
 * The rank of each error, at each step ahead, among the errors of all series that were known when the
 * forecast was made.
 */
export function rankTrials(past: readonly PastForecast[]): Trials[] {
  const horizon = past[0]?.errors.length ?? 0;
  const inOrder = [...past].sort((a, b) => b.held - a.held);
  const ranks = new Map(inOrder.map((one) => [one, new Float64Array(horizon)]));
  for (let h = 0; h < horizon; h++) {
    let known = new Float64Array();
    let next = 0;
    for (let i = 0; i < inOrder.length; ) {
      const { held } = inOrder[i];
      const arrived = next;
      while (inOrder[next].held - (h + 1) >= held) next++;
      if (next > arrived) known = merged(known, sizes(inOrder.slice(arrived, next), h));
      for (; inOrder[i]?.held === held; i++) {
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
    return { id, held: Float64Array.from(forecasts, ({ held }) => held), ranks: all };
  });
}

/**
 * The level to ask of conformal intervals so that they cover as they should, judged by those that would
 * have been given in the past. The share of misses α that is aimed at follows them:
 *
 *   αₜ₊₁ = αₜ + γ·(α − missₜ),  α₁ = α = 1 − level/100,  γ = α/8
 *
 * A forecast h steps ahead is judged h steps later, so that those made before were made without it. What
 * is returned is 100·(1 − αₜ) after the last one; beyond 100 no finite interval is wide enough.
 *
 * @param level in percent
 * @param step  from 0 on
 * @see Gibbs & Candès (2021), "Adaptive conformal inference under distribution shift", eq. 2
 */
export function adaptedLevel(level: number, { held, ranks }: Trials, step: number): number {
  const horizon = ranks.length / held.length;
  const misses = (100 - level) / 100;
  /** (α − αₜ) / α; the level exactly where it is 0. */
  let lowered = 0;
  const adapted = () => level + (100 - level) * lowered;
  const asked: number[] = [];
  let judged = 0;
  const judgeBefore = (origin: number) => {
    for (; judged < asked.length && held[judged] - (step + 1) >= origin; judged++) {
      const rank = ranks[judged * horizon + step];
      if (Number.isNaN(rank)) continue;
      // Divided rather than multiplied: 19/20 and 95/100 are the same number, 100·(19/20) need not be 95.
      const miss = rank >= asked[judged] / 100 ? 1 : 0;
      lowered += RATE * (miss - misses);
    }
  };
  for (const origin of held) {
    judgeBefore(origin);
    asked.push(adapted());
  }
  judgeBefore(0);
  return adapted();
}

/** Ascending sizes of the errors of these forecasts at one step, as far as there are any. */
function sizes(forecasts: readonly PastForecast[], step: number): Float64Array {
  return Float64Array.from(forecasts, ({ errors }) => Math.abs(errors[step]))
    .filter(Number.isFinite)
    .sort();
}

/** All numbers of two ascending arrays, ascending. */
function merged(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const all = new Float64Array(a.length + b.length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < all.length; k++) {
    all[k] = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i++] : b[j++];
  }
  return all;
}

/** m / (n + 1), where m of n ascending numbers are smaller. */
function rankAmong(known: Float64Array, size: number): number {
  if (known.length < FEWEST || !Number.isFinite(size)) return Number.NaN;
  let [low, high] = [0, known.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (known[middle] < size) low = middle + 1;
    else high = middle;
  }
  return low / (known.length + 1);
}
