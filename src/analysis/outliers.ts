import { log } from "../numeric/elementary.js";
import { median, medianOfSorted } from "../numeric/median.js";

/** Neighbours on each side of which the median is taken. */
export const NEIGHBORS_EACH_SIDE = 5;

/** Median absolute deviations in a standard deviation of the normal distribution. */
export const MEDIAN_TO_DEVIATION = 1.4826;

/** Scaled median absolute deviations beyond which a value is absurd, and the same in logarithms. */
const ABSURD_DEVIATIONS = 50;
const ABSURD_LOG_DEVIATIONS = 8;
/** Ranges of its neighbours by which a value must lie outside of them. */
const MIN_RANGES = 3;
/** Observations after a value without which it may be the start of something new. */
const MIN_AFTER = 3;

/**
 * Places of single values that are absurdly far from all others, such as a missing decimal point: beyond 50
 * scaled median absolute deviations from the median of their neighbours, and for positive series beyond 8 in
 * logarithms too, and outside of its neighbours by more than thrice their range. Neighbours of such a value, and the last three observations, are not among them: they
 * may be a new level.
 *
 * @param y missing values are NaN
 */
export function absurdValues(y: Float64Array): number[] {
  const known = y.filter((value) => !Number.isNaN(value));
  if (known.length < 4 * NEIGHBORS_EACH_SIDE) return [];
  const places = Array.from(y.keys()).filter((t) => !Number.isNaN(y[t]));
  const positive = known.every((value) => value > 0);
  const raw = farOff(known, ABSURD_DEVIATIONS);
  const logs = positive ? farOff(known.map(log), ABSURD_LOG_DEVIATIONS) : raw;
  const absurd = Array.from(known, (_, k) => (raw[k] === 1 && logs[k] === 1 ? 1 : 0));
  return places.filter(
    (_, k) =>
      absurd[k] === 1 &&
      k < known.length - MIN_AFTER &&
      !(absurd[k - 1] === 1 || absurd[k + 1] === 1) &&
      standsOut(known, k, absurd),
  );
}

/** Whether a value lies outside of its neighbours by more than thrice their range, absurd ones left aside. */
function standsOut(y: Float64Array, place: number, absurd: readonly number[]): boolean {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  const to = Math.min(y.length - 1, place + NEIGHBORS_EACH_SIDE);
  for (let t = Math.max(0, place - NEIGHBORS_EACH_SIDE); t <= to; t++) {
    if (t === place || absurd[t] === 1) continue;
    least = Math.min(least, y[t]);
    most = Math.max(most, y[t]);
  }
  const range = MIN_RANGES * (most - least);
  return y[place] > most + range || y[place] < least - range;
}

/** 1 for each value further than so many scaled deviations from the median of its neighbours. */
function farOff(y: Float64Array, deviations: number): Float64Array {
  const expected = runningMedian(y);
  const distances = y.map((value, t) => Math.abs(value - expected[t]));
  const scale = MEDIAN_TO_DEVIATION * median(distances);
  return distances.map((distance) => (scale > 0 && distance > deviations * scale ? 1 : 0));
}

/** The median of each value and its neighbours, fewer of them at the ends; no value is NaN. */
export function runningMedian(y: Float64Array): Float64Array {
  const n = y.length;
  const medians = new Float64Array(n);
  // Kept sorted while the window moves on by one value.
  const sorted = new Float64Array(2 * NEIGHBORS_EACH_SIDE + 1);
  let count = 0;
  for (let enters = 0; enters < n + NEIGHBORS_EACH_SIDE; enters++) {
    const leaves = enters - sorted.length;
    if (leaves >= 0) {
      count--;
      let place = 0;
      while (place < count && sorted[place] !== y[leaves]) place++;
      for (; place < count; place++) sorted[place] = sorted[place + 1];
    }
    if (enters < n) {
      let place = count++;
      for (; place > 0 && sorted[place - 1] > y[enters]; place--) sorted[place] = sorted[place - 1];
      sorted[place] = y[enters];
    }
    const t = enters - NEIGHBORS_EACH_SIDE;
    if (t >= 0) medians[t] = medianOfSorted(sorted, count);
  }
  return medians;
}

/** Share of zeros from which a series of no negative values is one of events that now and then happen. */
const MANY_ZEROS = 0.25;
/** Usual values by which one of such a series must be off. */
const MIN_USUAL = 3;

/**
 * How far a value must at least be off what is expected, where many values are 0: thrice the median of the
 * others. Where most values are 0 and are expected to be, their distances tell nothing of how large usual
 * counts are, and a usual one would be far off.
 *
 * @param y complete
 * @returns 0 for series without many zeros
 */
export function leastFarOff(y: Float64Array): number {
  let zeros = 0;
  for (let t = 0; t < y.length; t++) {
    if (y[t] === 0) zeros++;
    else if (!(y[t] > 0)) return 0;
  }
  if (zeros === y.length || zeros < MANY_ZEROS * y.length) return 0;
  return MIN_USUAL * median(y.filter((value) => value > 0));
}

/** Sizes around, before or after a place that tell the spread there. */
export const SPREAD_WINDOW = 17;
/** Factor beyond which the spread around a place is another than that of the series. */
const MIN_CHANGE = 3;

/**
 * The spread at a place by which to call a value far off: the usual one, unless the sizes around, before or
 * after it are mostly thrice as large. A spread that has changed for good is no run of outliers.
 *
 * @param sizes absolute deviations or steps; NaN where there is none
 * @param usual robust standard deviation of all of them
 */
export function spreadAt(sizes: Float64Array, t: number, usual: number): number {
  let most = 0;
  for (const before of [SPREAD_WINDOW >> 1, SPREAD_WINDOW - 1, 0]) {
    const from = Math.max(0, Math.min(t - before, sizes.length - SPREAD_WINDOW));
    const around = sizes.slice(from, from + SPREAD_WINDOW).filter((size) => size >= 0);
    if (around.length > SPREAD_WINDOW >> 1)
      most = Math.max(most, MEDIAN_TO_DEVIATION * median(around));
  }
  return most > MIN_CHANGE * usual ? most : usual;
}
