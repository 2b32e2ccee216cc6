import { exp, log } from "../numeric/elementary.js";
import { median, medianOfSorted } from "../numeric/median.js";
import { bridgedGaps } from "./bridged-gaps.js";
import { leastFarOff, spreadAt } from "./outliers.js";
import { type Spike, spikesOf } from "./spikes.js";
import { hasUsualSteps, stepsOf, usualSteps } from "./usual-steps.js";

/** Where a series breaks with its own past. */
export interface Break {
  /** An outlier returns to where the series was, a shift stays. */
  readonly kind: "outlier" | "shift";
  /** Index of the first value concerned. */
  readonly at: number;
  /** Values of an outlier, one after the other; 0 for a shift. */
  readonly length: number;
}

/** A series without its breaks. */
export interface Unbroken {
  readonly breaks: readonly Break[];
  /** Outliers interpolated, values before a shift moved to the level after it; the series itself without breaks. */
  readonly values: Float64Array;
  /** Values before a shift moved to the level after it, outliers as they were observed. */
  readonly moved: Float64Array;
  /** Moves a value of `values` at index t back to the level that the series had there. */
  restore(value: number, t: number): number;
}

/** Typical steps that a step must exceed to be a break. */
const MIN_STEPS = 10;
/** Share of the steps that may be breaks, how many may always be, and how many where most steps are 0. */
const MAX_SHARE = 0.01;
const MIN_ALLOWED = 4;
const MAX_ON_CONSTANT = 2;
/** Usual steps at its place of the season that a break must exceed. */
const MIN_SEASONAL_FACTOR = 1.5;
/** Ranges of the values within a season of it by which a spike lies outside of them, whatever steps are usual. */
const MIN_SEASONAL_RANGES = 0.5;
/** Most values of an outlier in a row. */
const MAX_OUTLIER_LENGTH = 3;
/** Share of a jump that another one has, a season before or after it, if both are the season's. */
const MIN_RECURRING_SHARE = 0.5;
/** Values before and after a break whose median is the level there. */
const LEVEL_VALUES = 6;
/** Fewest observations in which breaks are looked for. */
const MIN_OBSERVATIONS = 24;
/** Standard deviations of a normal variable in its median absolute value. */
const DEVIATIONS_PER_MEDIAN = 1.4826;
/** Factor by which a level shifts beyond which it is taken additively: the values before would become huge. */
const MAX_SHIFT_FACTOR = 100;
/** A positive value so many times its neighbours, or so small a part of them, stands for another kind of value. */
const MAX_NEIGHBOR_RATIO = 1000;
const NEIGHBORS = 6;

/**
 * Whether logarithms suit a series: all values are positive, and none is a thousandth or a thousand times
 * the median of its neighbours, as where zeros were written as 0.0005: in logarithms the difference
 * between such a value and the others would be all that there is to learn.
 */
export function suitsLogarithms(y: Float64Array): boolean {
  if (!y.every((value) => value > 0)) return false;
  const bound = log(MAX_NEIGHBOR_RATIO);
  const [low, high] = range(y);
  if (log(high) - log(low) <= bound) return true;
  return y.every((value, t) => {
    const around = y.slice(Math.max(0, t - NEIGHBORS), t + NEIGHBORS + 1);
    return Math.abs(log(value) - log(median(around))) <= bound;
  });
}

function range(y: Float64Array): [number, number] {
  let low = y[0];
  let high = y[0];
  for (const value of y) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/**
 * Finds outliers and shifts of the level, and takes them out. Outliers are the spikes of {@link spikesOf},
 * and what is left to break is a step ten times as large as the series' steps usually are; the season is
 * left aside, and both must be in logarithms too where these suit the series, so that neither linear nor
 * exponential growth breaks. A jump of the season that is larger or
 * smaller than others, or comes a step early or late, is none. If the series returns within three values it was an outlier, as is a last value
 * alone; otherwise its level has shifted. A series that breaks often, such as one of intermittent demand, has none: that is its way.
 *
 * Missing values stay missing: breaks are those of the observations around them, and of a level that differs
 * after more than three missing values nobody knows whether it came at once.
 *
 * @param y       missing values are NaN
 * @param shifts  whether to look for shifts too, or for outliers alone
 * @param isKnown whether a step is accounted for, as by an event that a column marks
 * @see Chen & Liu (1993), "Joint estimation of model parameters and outlier effects in time series", for
 *   the kinds: additive outlier and level shift
 */
export function withoutBreaks(
  y: Float64Array,
  season: number,
  shifts = true,
  isKnown: (t: number) => boolean = () => false,
): Unbroken {
  if (y.length < MIN_OBSERVATIONS) return asGiven(y);
  if (!hasMissing(y)) return withoutBreaksOf(y, season, isKnown, shifts ? () => true : undefined);
  const bridged = bridgedGaps(y, season);
  if (!bridged) return asGiven(y);
  const isWithinReach = (t: number) => gapAround(y, t) <= MAX_OUTLIER_LENGTH;
  const unbroken = withoutBreaksOf(bridged, season, isKnown, shifts ? isWithinReach : undefined);
  return observedAlone(unbroken, y);
}

/** @param mayShift whether the level may shift at a step; of outliers alone, it never does */
function withoutBreaksOf(
  y: Float64Array,
  season: number,
  isKnown: (t: number) => boolean,
  mayShift?: (t: number) => boolean,
): Unbroken {
  const same = asGiven(y);
  const steps = stepsOf(y);
  const usual = usualSteps(steps, season);
  const isUnusual = isNoSeasonalJump(steps, usual);
  const isNew = (t: number) => isUnusual(t) && !isKnown(t) && (mayShift?.(t) ?? true);
  const plain = seasonlessSteps(steps, usual);
  const logs = suitsLogarithms(y) ? seasonlessLogSteps(y, season) : undefined;
  const least = leastFarOff(y);
  const path = least > 0 ? pathOf(plain) : plain;
  const spikes = spikesIn(logs ? [plain, logs] : [plain], (spike) => {
    if (least > 0 && !isOff(path, spike, least)) return false;
    const known = isKnown(spike.at) || isKnown(spike.at + spike.length);
    return !known && (isUnusual(spike.at) || standsOut(y, season, spike));
  });
  const isSeasonal = isRecurring(y, season);
  const large = (steps: Float64Array) => largeSteps(withoutSpikes(steps, spikes), isSeasonal);
  const found = large(plain).filter((t) => Math.abs(plain[t]) > least && isNew(t));
  if (spikes.length + found.length === 0) return same;
  if (logs) {
    const both = new Set(large(logs));
    const steps = found.filter((t) => both.has(t));
    const taken = removed(logs, spikes, steps, mayShift !== undefined);
    if (taken.breaks.length === 0) return same;
    const furthest = Math.max(...range(taken.moves).map(Math.abs));
    if (furthest <= log(MAX_SHIFT_FACTOR)) return apply(taken, y, (value, by) => value * exp(by));
  }
  const taken = removed(plain, spikes, found, mayShift !== undefined);
  return taken.breaks.length === 0 ? same : apply(taken, y, (value, by) => value + by);
}

/** Missing values in a row that a step leads out of, into or through. */
function gapAround(y: Float64Array, t: number): number {
  let from = t;
  while (from > 0 && Number.isNaN(y[from - 1])) from--;
  let to = t;
  while (to < y.length && Number.isNaN(y[to])) to++;
  return to - from;
}

/** What was found in a series with its gaps bridged, as it is of the observations alone. */
function observedAlone({ breaks, values, moved, restore }: Unbroken, y: Float64Array): Unbroken {
  const observedFrom = (at: number) => {
    const later = y.subarray(at).findIndex((value) => !Number.isNaN(value));
    return later < 0 ? y.length : at + later;
  };
  const found = breaks.flatMap(({ kind, at, length }): Break[] => {
    const from = observedFrom(at);
    const to = at + length;
    if (kind === "shift") return from < y.length ? [{ kind, at: from, length }] : [];
    return from < to ? [{ kind, at: from, length: to - from }] : [];
  });
  if (found.length === 0) return asGiven(y);
  const gaps = (whole: Float64Array) =>
    whole.map((value, t) => (Number.isNaN(y[t]) ? y[t] : value));
  return { breaks: found, values: gaps(values), moved: gaps(moved), restore };
}

/** The spikes that there are in all of some steps, such as those of values and of logarithms. */
function spikesIn(all: readonly Float64Array[], isOne: (spike: Spike) => boolean): Spike[] {
  const [first, ...others] = all.map((steps) => spikesOf(pathOf(steps)));
  return first.filter(
    (spike) =>
      isOne(spike) &&
      others.every((found) =>
        found.some((one) => one.at === spike.at && one.length === spike.length),
      ),
  );
}

/** Whether the path goes so far to a spike, and back. */
function isOff(path: Float64Array, { at, length }: Spike, least: number): boolean {
  const end = at + length;
  const there = Math.abs(path[at] - path[at - 1]);
  const back = end < path.length ? Math.abs(path[end - 1] - path[end]) : there;
  return Math.min(there, back) > least;
}

/** Whether a spike lies well outside of all values within a season of it. */
function standsOut(y: Float64Array, season: number, { at, length }: Spike): boolean {
  const before = y.subarray(Math.max(0, at - season), at);
  const after = y.subarray(at + length, at + length + season);
  const [low, high] = range(Float64Array.of(...before, ...after));
  const beyond = MIN_SEASONAL_RANGES * (high - low);
  const own = y.subarray(at, at + length);
  return own.every((value) => value > high + beyond) || own.every((value) => value < low - beyond);
}

/** The sum of steps so far. */
function pathOf(steps: Float64Array): Float64Array {
  const path = new Float64Array(steps.length);
  for (let t = 1; t < steps.length; t++) path[t] = path[t - 1] + steps[t];
  return path;
}

/** Steps of the path that lies on a straight line where there were spikes. */
function withoutSpikes(steps: Float64Array, spikes: readonly Spike[]): Float64Array {
  if (spikes.length === 0) return steps;
  const flat = steps.slice();
  for (const { at, length } of spikes) {
    let sum = 0;
    for (let t = at; t <= at + length; t++) sum += steps[t];
    flat.fill(sum / (length + 1), at, at + length + 1);
  }
  return flat;
}

function apply(
  { breaks, corrections, moves }: Removed,
  y: Float64Array,
  change: (value: number, by: number) => number,
): Unbroken {
  const changed = (value: number, by: number) => (by === 0 ? value : change(value, by));
  return {
    breaks,
    values: y.map((value, t) => changed(value, corrections[t] + moves[t])),
    moved: y.map((value, t) => changed(value, moves[t])),
    restore: (value, t) => changed(value, -moves[t]),
  };
}

/** A series that stays as it is. */
export function asGiven(y: Float64Array): Unbroken {
  return { breaks: [], values: y, moved: y, restore: (value) => value };
}

interface Removed {
  readonly breaks: readonly Break[];
  /** What each outlier must change by to lie between its neighbours. */
  readonly corrections: Float64Array;
  /** What each value must change by to lie at the last level. */
  readonly moves: Float64Array;
}

/**
 * Takes spikes out, and tells outliers from shifts among the large steps that are left.
 *
 * @param given without the season's, index 0 being 0
 */
function removed(
  given: Float64Array,
  spikes: readonly Spike[],
  large: readonly number[],
  shifts: boolean,
): Removed {
  const steps = withoutSpikes(given, spikes);
  const n = steps.length;
  const path = pathOf(steps);
  const observed = pathOf(given);
  const breaks: Break[] = [];
  const corrections = new Float64Array(n);
  const moves = new Float64Array(n);
  for (const { at, length } of spikes) {
    for (let t = at; t < at + length; t++) corrections[t] = path[t] - observed[t];
    breaks.push({ kind: "outlier", at, length });
  }
  const isSpike = (t: number) => spikes.some(({ at, length }) => t >= at && t < at + length);
  let done = 0;
  for (const at of large) {
    if ((at <= done && done > 0) || isSpike(at)) continue;
    const before = median(path.subarray(Math.max(done, at - LEVEL_VALUES), at));
    const size = path[at] - before;
    const length = outlierLength(path, at, before, size);
    if (length > 0) {
      const end = at + length;
      const after = end < n ? path[end] : path[at - 1];
      for (let t = at; t < end; t++) {
        const share = (t - at + 1) / (length + 1);
        corrections[t] = path[at - 1] + share * (after - path[at - 1]) - path[t];
      }
      breaks.push({ kind: "outlier", at, length });
      done = end;
    } else if (shifts) {
      const after = median(path.subarray(at, at + LEVEL_VALUES));
      if (Math.abs(after - before) < Math.abs(size) / 2) continue;
      for (let t = 0; t < at; t++) moves[t] += after - before;
      breaks.push({ kind: "shift", at, length: 0 });
      done = at;
    }
  }
  return { breaks: breaks.sort((a, b) => a.at - b.at), corrections, moves };
}

function hasMissing(y: Float64Array): boolean {
  for (let t = 0; t < y.length; t++) if (Number.isNaN(y[t])) return true;
  return false;
}

/** Steps less the usual ones at their places of the season; index 0 is 0. */
function seasonlessSteps(steps: Float64Array, usual: Float64Array): Float64Array {
  const rest = new Float64Array(steps.length);
  for (let t = 1; t < steps.length; t++) rest[t] = steps[t] - usual[t % usual.length];
  return rest;
}

function seasonlessLogSteps(y: Float64Array, season: number): Float64Array {
  const z = new Float64Array(y.length);
  for (let t = 0; t < y.length; t++) z[t] = log(y[t]);
  const steps = stepsOf(z);
  return seasonlessSteps(steps, usualSteps(steps, season));
}

/**
 * Whether a step differs from the season's by more than the season's own there: where each year jumps, the
 * jumps are not all of one size, and may come a step early or late.
 */
function isNoSeasonalJump(steps: Float64Array, usual: Float64Array): (t: number) => boolean {
  const period = usual.length;
  return (t) => {
    const excess = Math.abs(steps[t] - usual[t % period]);
    const around = [t - 1, t, t + 1].map((place) => Math.abs(usual[(place + period) % period]));
    return excess > MIN_SEASONAL_FACTOR * Math.max(...around);
  };
}

/**
 * Whether a step comes again a season before or after, which makes it the season's though there are too few
 * of them to have a median.
 */
function isRecurring(y: Float64Array, season: number): (t: number) => boolean {
  if (season < 2 || hasUsualSteps(y.length, season)) return () => false;
  const steps = stepsOf(y);
  return (t) =>
    [t - season, t + season].some((there) =>
      [there - 1, there, there + 1].some(
        (place) =>
          place > 0 && place < steps.length && steps[place] / steps[t] >= MIN_RECURRING_SHARE,
      ),
    );
}

/** Indices of the steps that are breaks and not the season's; none where they are many. */
function largeSteps(steps: Float64Array, isSeasonal: (t: number) => boolean): number[] {
  const sizes = new Float64Array(steps.length - 1);
  for (let t = 1; t < steps.length; t++) sizes[t - 1] = Math.abs(steps[t]);
  sizes.sort();
  const allowed = Math.max(MIN_ALLOWED, Math.ceil(MAX_SHARE * sizes.length));
  const others = sizes.length - allowed;
  let sum = 0;
  for (let k = 0; k < others; k++) sum += sizes[k];
  const typical = Math.max(DEVIATIONS_PER_MEDIAN * medianOfSorted(sizes), sum / others);
  // Rounding alone makes the steps of a perfectly regular series differ.
  const threshold = Math.max(MIN_STEPS * typical, 1e-9 * sizes[sizes.length - 1]);
  const large: number[] = [];
  let inOrder: Float64Array | undefined;
  for (let t = 1; t < steps.length; t++) {
    if (!(Math.abs(steps[t]) > threshold) || isSeasonal(t)) continue;
    inOrder ??= Float64Array.from(steps, Math.abs);
    if (inOrder[t] > MIN_STEPS * spreadAt(inOrder, t, typical)) large.push(t);
  }
  return large.length > (typical > 0 ? allowed : MAX_ON_CONSTANT) ? [] : large;
}

/** Values until the path is back nearer to where it was; 0 where it stays away. */
function outlierLength(path: Float64Array, at: number, before: number, size: number): number {
  const n = path.length;
  for (let k = 1; k <= MAX_OUTLIER_LENGTH && at + k < n; k++) {
    if (Math.abs(path[at + k] - before) < Math.abs(size) / 2) return k;
  }
  return at === n - 1 ? 1 : 0;
}
