import type { Random } from "../numeric/random.js";
import {
  addBreak,
  addCalendar,
  addOutliers,
  clipAtZero,
  deviation,
  removeSpans,
  reverse,
  roundValues,
} from "./alterations.js";
import { arimaProcess } from "./processes/arima.js";
import { countSeries } from "./processes/counts.js";
import { chance, pick } from "./processes/draws.js";
import { exponentialSmoothing } from "./processes/exponential-smoothing.js";
import { kernelSynthesis } from "./processes/kernel-synthesis.js";
import { regimeSwitching } from "./processes/regimes.js";
import { structuralSeries } from "./processes/structural.js";

/** A made-up series, of which the model sees what comes before the origin. */
export interface SyntheticSeries {
  /** The part before the origin may have missing values (NaN). */
  readonly y: Float64Array;
  /** The season that the model is told, which is not always the true one. */
  readonly season: number;
}

type Process = (random: Random, length: number, season: number) => Float64Array;

const processes: readonly (readonly [Process, number])[] = [
  [exponentialSmoothing, 32],
  [arimaProcess, 22],
  [structuralSeries, 18],
  [kernelSynthesis, 10],
  [regimeSwitching, 8],
  [countSeries, 5],
];

/**
 * Draws a series of `context` steps and `horizon` more. No real data enter: all that the network learns
 * of series, it learns of these.
 */
export function syntheticSeries(random: Random, context: number, horizon: number): SyntheticSeries {
  const length = context + horizon;
  const season = drawSeason(random, context);
  let y = drawProcess(random, length, season);
  if (chance(random, 0.12)) y = mixture(random, y, season);
  if (chance(random, 0.08)) y = reverse(y);
  if (chance(random, 0.07)) y = y.map((value) => -value);
  if (chance(random, 0.35)) addBreak(random, y);
  if (chance(random, 0.1)) addOutliers(random, y);
  if (season > 1 && chance(random, 0.08)) addCalendar(random, y, season);
  if (chance(random, 0.03)) clipAtZero(y);
  if (chance(random, 0.08)) roundValues(random, y);
  if (context > 8 && chance(random, 0.08)) removeSpans(random, y, context);
  return { y, season: chance(random, 0.04) ? drawSeason(random, context) : season };
}

/** Common seasons more often than others, and none more than two of which the context could not hold. */
function drawSeason(random: Random, context: number): number {
  const season = pick(random, [
    [1, 36],
    [4, 16],
    [12, 22],
    [7, 8],
    [24, 10],
    [52, 2],
    [5, 1],
    [48, 1],
    [2 + random.below(35), 4],
  ]);
  return season * 2 <= context ? season : 1;
}

function drawProcess(random: Random, length: number, season: number): Float64Array {
  return pick(random, processes)(random, length, season);
}

/**
 * A convex mixture of series on the scale of their deviations.
 *
 * @see Ansari et al. (2024), Chronos, section 4.1 (TSMixup)
 */
function mixture(random: Random, first: Float64Array, season: number): Float64Array {
  const parts = [first, drawProcess(random, first.length, season)];
  if (chance(random, 0.4)) parts.push(drawProcess(random, first.length, season));
  const mixed = new Float64Array(first.length);
  for (const part of parts) {
    const weight = random.uniform(0.1, 1) / (deviation(part) || 1);
    for (let t = 0; t < mixed.length; t++) mixed[t] += weight * part[t];
  }
  return mixed;
}
