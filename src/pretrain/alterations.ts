import type { Random } from "../numeric/random.js";
import { chance, logUniform } from "./processes/draws.js";

/** Single steps far from their neighbours. */
export function addOutliers(random: Random, y: Float64Array): void {
  const size = deviation(y) * random.uniform(1, 6);
  const share = logUniform(random, 0.003, 0.03);
  for (let t = 0; t < y.length; t++) {
    if (random.uniform() < share) y[t] += size * random.normal();
  }
}

/** A lasting change of level or slope somewhere, in proportion to the usual changes of the series. */
export function addBreak(random: Random, y: Float64Array): void {
  let size = 0;
  for (let t = 1; t < y.length; t++) size += Math.abs(y[t] - y[t - 1]) / y.length;
  const from = random.below(y.length);
  const step = chance(random, 0.6) ? size * random.uniform(1, 6) * random.normal() : 0;
  const slope = chance(random, 0.5) ? size * random.uniform(0.05, 0.7) * random.normal() : 0;
  for (let t = from; t < y.length; t++) y[t] += step + slope * (t - from);
}

/** Days that differ by how many workdays or weekends fall into a step, or by holidays once a year. */
export function addCalendar(random: Random, y: Float64Array, season: number): void {
  const size = deviation(y) * random.uniform(0.05, 0.6);
  if (season === 7 || season === 24) {
    const first = random.below(365);
    const length = season === 7 ? 1 : 24;
    for (let t = 0; t < y.length; t++) {
      if ((Math.floor(t / length) + first) % 91 < 2) y[t] += size * 3;
    }
    return;
  }
  // Months of 28 to 31 days begin on a weekday that moves by two or three days each.
  let weekday = random.below(7);
  for (let t = 0; t < y.length; t++) {
    weekday = (weekday + 2 + ((t * 7) % 12 < 7 ? 1 : 0)) % 7;
    y[t] += size * (weekday < 2 ? 1 : weekday > 4 ? -1 : 0);
  }
}

/** The series from its last step to its first. */
export function reverse(y: Float64Array): Float64Array {
  return y.toReversed();
}

/** Marks steps before `end` as missing, one by one and in spans. */
export function removeSpans(random: Random, y: Float64Array, end: number): void {
  const share = chance(random, 0.5) ? logUniform(random, 0.005, 0.2) : 0;
  for (let t = 1; t < end; t++) if (random.uniform() < share) y[t] = Number.NaN;
  if (chance(random, 0.5)) {
    const from = 1 + random.below(end - 1);
    const to = Math.min(end, from + 1 + random.below(Math.max(1, end >> 2)));
    for (let t = from; t < to; t++) y[t] = Number.NaN;
  }
}

/** Least value 0, as of what cannot be negative. */
export function clipAtZero(y: Float64Array): void {
  for (let t = 0; t < y.length; t++) y[t] = Math.max(0, y[t]);
}

/** Values rounded to about `digits` steps within their spread. */
export function roundValues(random: Random, y: Float64Array): void {
  const unit = (deviation(y) || 1) / logUniform(random, 2, 50);
  for (let t = 0; t < y.length; t++) y[t] = Math.round(y[t] / unit);
}

/** Root mean squared distance from the mean. */
export function deviation(y: ArrayLike<number>): number {
  let [sum, square] = [0, 0];
  for (let t = 0; t < y.length; t++) sum += y[t];
  const mean = sum / y.length;
  for (let t = 0; t < y.length; t++) square += (y[t] - mean) ** 2;
  return Math.sqrt(square / y.length);
}
