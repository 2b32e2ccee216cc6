import { exp, log } from "../../numeric/elementary.js";

/** Rounds of the greedy selection. */
const ROUNDS = 30;
/**
 * Pairs of a series and an origin with which greedy selection counts half of its most: of a few it picks
 * what was lucky. Found on series of M1 and M3 taken alone and by twenty, before their test parts.
 */
const PAIRS_FOR_HALF = 120;
/** Most that greedy selection counts. */
const MAX_GREEDY = 0.5;
/** Added to each loss, as a share of their mean: a candidate that was lucky once is not everything. */
const LUCK = 0.1;
/** Loss beyond which a candidate is left out, in units of the smallest one. */
const MAX_LOSS = 1.4;
/** Loss of one series beyond which nothing more counts, in units of the candidates' mean. */
const MAX_RELATIVE_LOSS = 3;
/** How sharply the loss on one series decides, with many origins. */
const SHARPNESS = 2;

/** Errors of the candidates' forecasts of one series from one origin, [candidates][steps]; NaN where unknown. */
export type OriginErrors = readonly Float64Array[];

/** How the candidates did in one series. */
export interface SeriesErrors {
  /** The latest origin first. */
  readonly origins: readonly OriginErrors[];
}

/** What the origins say of the candidates. */
export interface Weights {
  /** [candidates], of all series together; they sum to 1. */
  readonly pooled: Float64Array;
  /** [series][candidates]; each sums to 1. */
  readonly series: readonly Float64Array[];
  /** [candidates], mean loss over series in units of the candidates' mean. */
  readonly losses: Float64Array;
  /** [candidates][steps], the same at each step ahead. */
  readonly steps: readonly Float64Array[];
}

/**
 * Weights of candidates from their errors within the training part.
 *
 * Pooled over all series, half of the weight is equal and up to half what greedy forward selection makes
 * of the errors (fewer origins, less of it). In each series it is multiplied by its own loss to the power
 * of −2, or less where it has few origins:
 *
 *   w(s, c) ∝ w(c) · (L(s, c) + 0.1·L̄(s))^(−2k/(k + 1)),  k origins
 *
 * Candidates whose pooled loss exceeds the smallest by 40 % are left out.
 *
 * @param squared  losses are root mean squares instead of mean sizes: where the mean of what comes matters
 *   and its median is 0
 * @see Caruana, Niculescu-Mizil, Crew & Ksikes (2004), "Ensemble selection from libraries of models";
 *   Bates & Granger (1969), "The combination of forecasts", for inverse errors
 */
export function chooseWeights(
  count: number,
  series: readonly SeriesErrors[],
  steps: number,
  squared: boolean,
): Weights {
  const losses = new Float64Array(count).fill(Number.NaN);
  const byStep = Array.from({ length: count }, () => new Float64Array(steps).fill(Number.NaN));
  const seriesLosses = series.map(({ origins }) => lossesOf(count, origins, squared));
  const judged = seriesLosses.filter((own) => own !== undefined);
  if (judged.length === 0 || count === 1) {
    const equal = new Float64Array(count).fill(1 / count);
    return { pooled: equal, series: series.map(() => equal), losses, steps: byStep };
  }
  for (let c = 0; c < count; c++) {
    const own = judged.map((one) => Math.min(MAX_RELATIVE_LOSS, one[c]));
    losses[c] = own.reduce((sum, loss) => sum + loss, 0) / own.length;
  }
  meanByStep(byStep, series, seriesLosses);
  const least = losses.reduce((min, loss) => Math.min(min, loss), Number.POSITIVE_INFINITY);
  const kept = losses.map((loss) => (loss <= MAX_LOSS * least ? 1 : 0));
  const pairs = series.reduce((sum, { origins }) => sum + origins.length, 0);
  const share = (MAX_GREEDY * pairs) / (pairs + PAIRS_FOR_HALF);
  const selected = greedy(kept, series);
  const equal = kept.reduce((sum, one) => sum + one, 0);
  const pooled = kept.map((one, c) => share * selected[c] + ((1 - share) * one) / equal);
  return {
    pooled,
    series: series.map(({ origins }, s) => weighedBy(seriesLosses[s], origins.length, pooled)),
    losses,
    steps: byStep,
  };
}

/** Weights of candidates in a series, from those of the panel and the series' own errors. */
export function ownWeights(
  pooled: Float64Array,
  { origins }: SeriesErrors,
  squared: boolean,
): Float64Array {
  return weighedBy(lossesOf(pooled.length, origins, squared), origins.length, pooled);
}

function weighedBy(
  losses: Float64Array | undefined,
  origins: number,
  pooled: Float64Array,
): Float64Array {
  if (losses === undefined) return pooled;
  const power = (SHARPNESS * origins) / (origins + 1);
  return normalized(pooled.map((weight, c) => weight * inversePower(losses[c] + LUCK, power)));
}

/** The weights of some candidates, summing to 1. */
export function narrowed(weights: Float64Array, places: readonly number[]): Float64Array {
  return normalized(Float64Array.from(places, (place) => weights[place]));
}

/** Loss of each candidate in units of their mean; undefined where nothing was observed or nothing changes. */
function lossesOf(
  count: number,
  origins: readonly OriginErrors[],
  squared: boolean,
): Float64Array | undefined {
  const losses = new Float64Array(count);
  for (let c = 0; c < count; c++) {
    let sum = 0;
    let known = 0;
    for (const errors of origins) {
      for (const error of errors[c]) {
        if (Number.isNaN(error)) continue;
        sum += squared ? error * error : Math.abs(error);
        known++;
      }
    }
    losses[c] = squared ? Math.sqrt(sum / known) : sum / known;
  }
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / count;
  return mean > 0 && Number.isFinite(mean) ? losses.map((loss) => loss / mean) : undefined;
}

function meanByStep(
  byStep: readonly Float64Array[],
  series: readonly SeriesErrors[],
  losses: readonly (Float64Array | undefined)[],
): void {
  const counts = byStep[0].map(() => 0);
  for (const steps of byStep) steps.fill(0);
  for (const [s, { origins }] of series.entries()) {
    if (losses[s] === undefined) continue;
    const unit = meanSize(origins);
    for (const errors of origins) {
      for (let h = 0; h < counts.length; h++) {
        if (errors.some((one) => Number.isNaN(one[h]))) continue;
        counts[h]++;
        for (const [c, steps] of byStep.entries()) steps[h] += Math.abs(errors[c][h]) / unit;
      }
    }
  }
  for (const steps of byStep) for (let h = 0; h < steps.length; h++) steps[h] /= counts[h];
}

/** Shares of the candidates that greedy forward selection with replacement takes. */
function greedy(kept: Float64Array, series: readonly SeriesErrors[]): Float64Array {
  const rows: { errors: OriginErrors; unit: number }[] = [];
  for (const { origins } of series) {
    const unit = meanSize(origins);
    if (unit > 0) for (const errors of origins) rows.push({ errors, unit });
  }
  const taken = kept.map(() => 0);
  if (rows.length === 0) return normalized(kept);
  const sums = rows.map(({ errors }) => new Float64Array(errors[0].length));
  for (let round = 0; round < ROUNDS; round++) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let c = 0; c < kept.length; c++) {
      if (kept[c] === 0) continue;
      let loss = 0;
      for (const [r, { errors, unit }] of rows.entries()) {
        const [sum, own] = [sums[r], errors[c]];
        for (let h = 0; h < own.length; h++) {
          const error = Math.abs(sum[h] + own[h]);
          if (!Number.isNaN(error)) loss += error / unit;
        }
      }
      if (loss < least) [best, least] = [c, loss];
    }
    if (best < 0) return normalized(kept);
    taken[best]++;
    for (const [r, { errors }] of rows.entries()) {
      for (let h = 0; h < sums[r].length; h++) sums[r][h] += errors[best][h];
    }
  }
  return normalized(taken);
}

/** Mean over candidates, origins and steps of the errors' sizes; NaN when there are none. */
function meanSize(origins: readonly OriginErrors[]): number {
  let sum = 0;
  let known = 0;
  for (const errors of origins) {
    for (const own of errors) {
      for (const error of own) {
        if (Number.isNaN(error)) continue;
        sum += Math.abs(error);
        known++;
      }
    }
  }
  return sum / known;
}

function normalized(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum > 0 ? weights.map((weight) => weight / sum) : weights.fill(1 / weights.length);
}

function inversePower(x: number, power: number): number {
  return exp(-power * log(x));
}

/** [candidates], the mean over series. */
export function meanWeights({ series }: Pick<Weights, "series">, count: number): Float64Array {
  const mean = new Float64Array(count);
  for (const weights of series)
    for (let c = 0; c < count; c++) mean[c] += weights[c] / series.length;
  return mean;
}
