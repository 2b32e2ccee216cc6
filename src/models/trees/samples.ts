import { meanAbsoluteDifference } from "../../numeric/differences.js";
import { type StaticEncoding, staticNames } from "../static-encoding.js";
import type { Rows } from "./boosting.js";

/** The inputs of the trees. */
export interface TreeShape {
  readonly horizon: number;
  readonly season: number;
  /** Whether values are seasonally adjusted. */
  readonly deseason: boolean;
  /** Number of past seasons whose value at the same place is an input. */
  readonly seasons: number;
  /** Ascending from 2, as everything is relative to lag 1. */
  readonly lags: readonly number[];
  /** Names of exogenous columns known up to the last observation, and ahead. */
  readonly past: readonly string[];
  readonly future: readonly string[];
  /** How static columns become inputs; none where absent. */
  readonly statics?: StaticEncoding;
}

/** A transformed series. */
export interface TreeSeries {
  /** Observations, transformed, in units of their mean change. */
  readonly values: Float64Array;
  /** Cumulative sums: of the values before each index, and of all. */
  readonly sums: Float64Array;
  readonly past: readonly Float64Array[];
  /** As long as known. */
  readonly future: readonly Float64Array[];
  /** Encoded static columns. */
  readonly statics: readonly number[];
}

/** The step to forecast: `ahead` ≥ 1 steps after the first `cut` observations of a series. */
export interface Step {
  readonly series: number;
  readonly cut: number;
  readonly ahead: number;
}

/** Lengths of the latest windows whose means are inputs. */
const MEAN_WINDOWS = [3, 6, 12, 24];
/** Spans of the latest slopes. */
const SLOPE_SPANS = [4, 12];
/** Most steps that the mean step is taken over. */
const MAX_MEAN_STEPS = 12;

/** Names of the inputs, in the order in which {@link readStep} writes them. */
export function inputsOf({ lags, seasons, past, future, statics = [] }: TreeShape): string[] {
  return [
    ...["steps ahead", "drift", "observations so far", "mean step"],
    ...lags.map((lag) => `lag ${lag}`),
    ...MEAN_WINDOWS.map((window) => `mean of ${window}`),
    "mean",
    ...SLOPE_SPANS.map((span) => `slope of ${span}`),
    "last value",
    ...Array.from({ length: seasons }, (_, s) => `place ${s + 1} seasons ago`),
    ...["last season's path", "mean path of seasons"],
    ...past.flatMap((name) => [name, `step of ${name}`]),
    ...future.flatMap((name) => [`${name} ahead`, `path of ${name}`]),
    ...staticNames(statics),
  ];
}

export function sizeOf(shape: TreeShape): number {
  return inputsOf(shape).length;
}

/** Index of the observation in the same place of the last season before `cut`. */
function sameSeasonPlace({ season }: TreeShape, cut: number, ahead: number): number {
  return cut - 1 + ahead - season * Math.ceil(ahead / season);
}

/**
 * The value that a step's change is measured from: the last one or, without seasonal adjustment, that of
 * the same place in the last season.
 */
export function startValue(
  shape: TreeShape,
  values: Float64Array,
  cut: number,
  ahead: number,
): number {
  const place = shape.deseason ? cut - 1 : sameSeasonPlace(shape, cut, ahead);
  return values[place >= 0 ? place : cut - 1];
}

/**
 * Writes the inputs of a step, NaN where one reaches before the start of the series. Values are relative
 * to the last one, y[cut − 1], so that the level of a series does not matter:
 *
 *   how far ahead it is, the drift from y[0], observations so far, the mean absolute step;
 *   y[cut − l] of each lag l; means of the latest windows and of all; where the latest slopes lead;
 *   the last value and what was in the place of the step in the last seasons, relative to {@link startValue};
 *   the way through a season, and its mean over one;
 *   the last value and step of each past column; the value at the step and the way there of each future one;
 *   the static columns.
 */
export function readStep(
  shape: TreeShape,
  { values, sums, past, future, statics }: TreeSeries,
  cut: number,
  ahead: number,
  into: Float32Array,
  at: number,
): void {
  const { season, seasons, lags } = shape;
  const last = values[cut - 1];
  const start = startValue(shape, values, cut, ahead);
  const place = sameSeasonPlace(shape, cut, ahead);
  let k = at;
  into[k++] = ahead;
  into[k++] = cut > 1 ? (last - values[0]) / (cut - 1) : 0;
  into[k++] = cut;
  into[k++] = meanStep(values, cut);
  for (const lag of lags) into[k++] = lag <= cut ? values[cut - lag] - last : Number.NaN;
  for (const window of MEAN_WINDOWS) into[k++] = meanBefore(values, cut, window) - last;
  into[k++] = sums[cut] / cut - last;
  for (const span of SLOPE_SPANS) {
    into[k++] = span < cut ? ((last - values[cut - 1 - span]) / span) * ahead : Number.NaN;
  }
  into[k++] = last - start;
  for (let s = 0; s < seasons; s++) {
    const t = place - s * season;
    into[k++] = t >= 0 ? values[t] - start : Number.NaN;
  }
  into[k++] = cut > season ? last - values[cut - 1 - season] : Number.NaN;
  into[k++] = meanBefore(values, cut, season) - meanBefore(values, cut - season, season);
  for (const x of past) {
    into[k++] = x[cut - 1];
    into[k++] = cut > 1 ? x[cut - 1] - x[cut - 2] : 0;
  }
  for (const x of future) {
    const there = x[Math.min(x.length - 1, cut - 1 + ahead)];
    into[k++] = there;
    into[k++] = there - x[Math.min(x.length - 1, cut - 1)];
  }
  for (const value of statics) into[k++] = value;
}

/** The cumulative sums of {@link TreeSeries}. */
export function sumsOf(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let t = 0; t < values.length; t++) sums[t + 1] = sums[t] + values[t];
  return sums;
}

/** Mean of the `window` values before `cut`; NaN where there are fewer. */
function meanBefore(values: Float64Array, cut: number, window: number): number {
  if (cut < window) return Number.NaN;
  let sum = 0;
  for (let t = cut - window; t < cut; t++) sum += values[t];
  return sum / window;
}

function meanStep(values: Float64Array, cut: number): number {
  const steps = Math.min(cut - 1, MAX_MEAN_STEPS);
  return steps > 0 ? meanAbsoluteDifference(values, 1, cut - steps, cut) : 0;
}

/**
 * The way to a step, (y[cut − 1 + h] − start)/√h: as far as a random walk goes, so that far steps count no
 * more than near ones.
 */
function targetOf(shape: TreeShape, { values }: TreeSeries, cut: number, ahead: number): number {
  return (values[cut - 1 + ahead] - startValue(shape, values, cut, ahead)) / Math.sqrt(ahead);
}

/** Share of a series before the first sample: the future resembles the later part more. */
const FIRST_CUT_SHARE = 0.5;

/**
 * The steps that there are to learn from in the later half of each series, evenly thinned out.
 *
 * @param lengths observations of each series that may be learned from
 * @param max    about so many steps
 */
export function stepsWithin(lengths: readonly number[], horizon: number, max: number): Step[] {
  const firstOf = (length: number) => Math.max(2, Math.floor(length * FIRST_CUT_SHARE));
  let total = 0;
  for (const length of lengths) {
    for (let cut = firstOf(length); cut < length; cut++) total += Math.min(horizon, length - cut);
  }
  // Coprime to the horizon, so that all steps ahead are sampled.
  let every = Math.max(1, Math.round(total / max));
  while (commonDivisor(every, horizon) > 1) every++;
  const steps: Step[] = [];
  let place = 0;
  lengths.forEach((length, series) => {
    for (let cut = firstOf(length); cut < length; cut++) {
      for (let ahead = 1; ahead <= Math.min(horizon, length - cut); ahead++) {
        if (place++ % every === 0) steps.push({ series, cut, ahead });
      }
    }
  });
  return steps;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

export function rowsOf(
  shape: TreeShape,
  series: { at(place: number): TreeSeries | undefined },
  steps: readonly Step[],
): Rows {
  const features = sizeOf(shape);
  const values = new Float32Array(steps.length * features);
  const targets = new Float64Array(steps.length);
  steps.forEach(({ series: s, cut, ahead }, row) => {
    const one = series.at(s)!;
    readStep(shape, one, cut, ahead, values, row * features);
    targets[row] = targetOf(shape, one, cut, ahead);
  });
  return { features, values, targets };
}
