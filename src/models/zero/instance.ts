import { exp, log } from "../../numeric/elementary.js";
import { type AdjustedSeries, seasonallyAdjust } from "./adjusted-series.js";

/** Steps that the network reads or forecasts at once. */
export const PATCH = 8;
/** Steps before the origin that are read; earlier ones are left aside. */
export const MAX_CONTEXT = 512;
/** Values of each observed step, of each step ahead, and of the series as a whole. */
export const PAST_CHANNELS = 5;
export const FUTURE_CHANNELS = 11;
export const TRAITS = 15;
/** Simple corrections of the base forecast that the network weighs, in units of the series' scale. */
export const CANDIDATES = 7;

/** Largest size of a candidate, in units of the scale. */
const MAX_CANDIDATE = 20;
/** Largest growth of the logarithm that is extrapolated. */
const MAX_LOG_GROWTH = 2;

/** A series as the network sees it. */
export interface Instance {
  /** [patches back, PATCH · PAST_CHANNELS], the origin at the end of the last patch. */
  readonly past: Float32Array;
  /** [patches ahead, PATCH · FUTURE_CHANNELS] */
  readonly future: Float32Array;
  /** [patches ahead · PATCH, CANDIDATES] */
  readonly candidates: Float32Array;
  /** [TRAITS] */
  readonly traits: Float32Array;
  /** Base forecast, the adjusted last value with its season, [patches ahead · PATCH]. */
  readonly base: Float64Array;
  /** Unit of what is added to the base: the mean absolute change over a season. */
  readonly scale: number;
  /** Unit of the spread of quantiles, in units of the scale. */
  readonly noise: number;
}

/**
 * Describes a series in units of its own seasonal changes and relative to its last level, so that what is
 * learned holds at any level and unit.
 *
 * @param y      observations up to the origin, NaN where missing; at least one is not
 * @param season steps of a season; 1 for none, and taken for none where the series is too short
 * @param ahead  patches to forecast
 */
export function describeInstance(y: ArrayLike<number>, season: number, ahead: number): Instance {
  const from = Math.max(0, y.length - MAX_CONTEXT);
  const observed = Float64Array.from({ length: y.length - from }, (_, t) => y[from + t]);
  const series = seasonallyAdjust(observed, season);
  const { scale } = series;
  const inverse = scale > 0 ? 1 / scale : 0;
  const growth = growthOf(series);
  const noise = noiseOf(series, inverse);
  const traits = traitsOf(series, observed, inverse, noise, growth);
  return {
    past: pastOf(series, observed, inverse),
    ...futureOf(series, inverse, growth, ahead),
    traits,
    scale,
    noise,
  };
}

function pastOf(series: AdjustedSeries, observed: Float64Array, inverse: number): Float32Array {
  const { values, adjusted, season, level } = series;
  const n = values.length;
  const steps = Math.ceil(n / PATCH) * PATCH;
  const past = new Float32Array(steps * PAST_CHANNELS);
  const last = adjusted[n - 1];
  for (let t = 0; t < n; t++) {
    const at = (steps - n + t) * PAST_CHANNELS;
    past[at] = asinh((values[t] - level) * inverse);
    past[at + 1] = asinh((adjusted[t] - last) * inverse);
    past[at + 2] = t > 0 ? asinh((adjusted[t] - adjusted[t - 1]) * inverse) : 0;
    past[at + 3] = t >= season ? asinh((values[t] - values[t - season]) * inverse) : 0;
    past[at + 4] = Number.isNaN(observed[t]) ? 0 : 1;
  }
  return past;
}

/** Changes a step. */
interface Growth {
  /** Over the whole series, and of late. */
  readonly whole: number;
  readonly late: number;
  /** Of the logarithm over the whole series; 0 unless all values are positive. */
  readonly relative: number;
}

function growthOf({ adjusted, season }: AdjustedSeries): Growth {
  const n = adjusted.length;
  const reach = Math.min(n - 1, Math.max(4, season));
  const change = (steps: number) =>
    steps > 0 ? (adjusted[n - 1] - adjusted[n - 1 - steps]) / steps : 0;
  const positive = n > 1 && adjusted.every((value) => value > 0);
  return {
    whole: change(n - 1),
    late: change(reach),
    relative: positive ? log(adjusted[n - 1] / adjusted[0]) / (n - 1) : 0,
  };
}

function futureOf(series: AdjustedSeries, inverse: number, growth: Growth, ahead: number) {
  const { values, adjusted, season, profile, level, adjustedLevel, amplitude } = series;
  const n = values.length;
  const steps = ahead * PATCH;
  const week = weekOf(season, n);
  const last = adjusted[n - 1];
  const future = new Float32Array(steps * FUTURE_CHANNELS);
  const candidates = new Float32Array(steps * CANDIDATES);
  const base = new Float64Array(steps);
  for (let h = 1; h <= steps; h++) {
    const phase = (n + h - 1) % season;
    const seasonal = profile[phase];
    const cycles = Math.ceil(h / season);
    base[h - 1] = last + seasonal;
    const offsets = [
      values[n - 1 + h - cycles * season] - base[h - 1],
      adjustedLevel - last,
      h * growth.whole,
      h * growth.late,
      last * (exp(clamp(h * growth.relative, MAX_LOG_GROWTH)) - 1),
      seasonal * (amplitude - 1),
      week ? values[n - 1 + h - Math.ceil(h / week) * week] - base[h - 1] : 0,
    ];
    for (const [i, offset] of offsets.entries()) {
      const scaled = offset * inverse;
      candidates[(h - 1) * CANDIDATES + i] = clamp(scaled, MAX_CANDIDATE);
      future[(h - 1) * FUTURE_CHANNELS + i] = asinh(scaled);
    }
    const at = (h - 1) * FUTURE_CHANNELS + CANDIDATES;
    future[at] = asinh(seasonal * inverse);
    future[at + 1] = log(1 + h) / 4;
    future[at + 2] = Math.min(h / season, 8) / 8;
    future[at + 3] = asinh((base[h - 1] - level) * inverse);
  }
  return { future, candidates, base };
}

/** Steps of a week, where the season is a day of hours or half hours and the series is long enough; else 0. */
function weekOf(season: number, n: number): number {
  const week = 7 * season;
  return (season === 24 || season === 48) && n >= week + season ? week : 0;
}

/** Typical size of a change between steps that the trend does not explain. */
function noiseOf({ adjusted }: AdjustedSeries, inverse: number): number {
  const n = adjusted.length;
  const drift = n > 1 ? (adjusted[n - 1] - adjusted[0]) / (n - 1) : 0;
  let sum = 0;
  for (let t = 1; t < n; t++) sum += Math.abs(adjusted[t] - adjusted[t - 1] - drift);
  return n > 1 ? clamp((sum / (n - 1)) * inverse, 2) + 0.02 : 1;
}

function traitsOf(
  series: AdjustedSeries,
  observed: Float64Array,
  inverse: number,
  noise: number,
  growth: Growth,
): Float32Array {
  const { values, adjusted, season, level, profile } = series;
  const n = values.length;
  const late = Math.max(1, n - Math.max(2 * season, 12));
  let changes = 0;
  let lateChanges = 0;
  let zeros = 0;
  let missing = 0;
  let whole = true;
  let positive = true;
  for (let t = 0; t < n; t++) {
    if (values[t] === 0) zeros++;
    if (values[t] <= 0) positive = false;
    if (!Number.isInteger(values[t])) whole = false;
    if (Number.isNaN(observed[t])) missing++;
    if (t === 0) continue;
    changes += Math.abs(values[t] - values[t - 1]);
    if (t >= late) lateChanges += Math.abs(adjusted[t] - adjusted[t - 1]);
  }
  const lateNoise = n > 1 ? (lateChanges / (n - late)) * inverse : 0;
  return Float32Array.of(
    log(season) / 3,
    log(n) / 3 - 1,
    asinh((changes / Math.max(1, n - 1)) * inverse),
    log(noise),
    asinh(lateNoise / noise) - 1,
    asinh(Math.abs(level) * inverse) / 4,
    positive ? 1 : 0,
    asinh(growth.late * inverse * 4),
    asinh(growth.whole * inverse * 4),
    clamp(growth.relative * (n - 1), 4) / 2,
    changeCorrelation(adjusted),
    asinh(meanSize(profile) * inverse),
    zeros / n,
    missing / n,
    whole ? 1 : 0,
  );
}

/** Lag-1 autocorrelation of changes: −1/2 in noise around a level, 0 in a random walk. */
function changeCorrelation(x: Float64Array): number {
  const n = x.length;
  if (n < 3) return 0;
  const drift = (x[n - 1] - x[0]) / (n - 1);
  let product = 0;
  let square = 0;
  for (let t = 1; t < n; t++) {
    const change = x[t] - x[t - 1] - drift;
    square += change * change;
    if (t > 1) product += change * (x[t - 1] - x[t - 2] - drift);
  }
  return square > 0 ? product / square : 0;
}

function meanSize(x: Float64Array): number {
  return x.reduce((sum, value) => sum + Math.abs(value), 0) / x.length;
}

function clamp(x: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, x));
}

/** Inverse hyperbolic sine: x near 0, the logarithm of 2x far away, with the sign of x. */
export function asinh(x: number): number {
  const size = Math.abs(x);
  // The series where the logarithm would cancel.
  const y = size < 1e-3 ? size - (size * size * size) / 6 : log(size + Math.sqrt(size * size + 1));
  return x < 0 ? -y : y;
}
