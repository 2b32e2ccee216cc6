import { type NearestRows, nearestRows } from "../../dtw/nearest-rows.js";
import { meanAbsoluteDifference } from "../../numeric/differences.js";

/** Past windows and their continuations, each relative to the window's last value and mean step. */
export type Library = {
  /** Values of a window. */
  readonly length: number;
  /** Values that followed. */
  readonly horizon: number;
  /** [windows × length] */
  readonly windows: Float64Array;
  /** [windows × horizon] */
  readonly continuations: Float64Array;
};

/** Mean step of a window at least, as a share of that of its series. */
const MIN_SCALE_SHARE = 0.3;
/** A step of less than this share of the mean step is calm, and of more such steps a series has stretches. */
const CALM_STEP = 0.1;
const MAX_CALM_SHARE = 1 / 3;
/** Most windows in a library; of more, evenly spaced ones are kept. */
const MAX_WINDOWS = 6000;

/** All windows that are followed by `horizon` values, except those that never change. */
export function collectWindows(
  series: readonly Float64Array[],
  length: number,
  horizon: number,
): Library {
  const cuts = series.flatMap((values, s) => {
    const last = values.length - horizon;
    return Array.from({ length: Math.max(0, last - length + 1) }, (_, i) => [s, length + i]);
  });
  const every = Math.ceil(cuts.length / MAX_WINDOWS);
  const kept = cuts.filter(([s, cut], i) => {
    return i % every === 0 && shapeOf(series[s].subarray(0, cut), length).scale > 0;
  });
  const windows = new Float64Array(kept.length * length);
  const continuations = new Float64Array(kept.length * horizon);
  const floors = series.map(minScale);
  kept.forEach(([s, cut], i) => {
    const values = series[s];
    const { shape, last, scale } = shapeOf(values.subarray(0, cut), length, floors[s]);
    windows.set(shape, i * length);
    for (let h = 0; h < horizon; h++) {
      continuations[i * horizon + h] = (values[cut + h] - last) / scale;
    }
  });
  return { length, horizon, windows, continuations };
}

/**
 * Smallest unit of a series' windows: in units of a window of almost nothing, what followed it would be
 * thousands of steps. It is larger where many steps are next to nothing, as in a series with calm stretches.
 */
export function minScale(values: Float64Array): number {
  const mean = meanAbsoluteDifference(values) || 0;
  let calm = 0;
  for (let t = 1; t < values.length; t++) {
    if (Math.abs(values[t] - values[t - 1]) < CALM_STEP * mean) calm++;
  }
  return (calm > MAX_CALM_SHARE * (values.length - 1) ? 1 : MIN_SCALE_SHARE) * mean;
}

/** The end of a series relative to its last value, in units of its mean absolute step. */
export interface Shape {
  readonly shape: Float64Array;
  readonly last: number;
  /** 0 where nothing changes. */
  readonly scale: number;
}

/**
 * The last `length` values; a shorter series is extended backwards by its first value.
 *
 * @param floor smallest unit, but for a window that never changes: see {@link minScale}
 */
export function shapeOf(values: Float64Array, length: number, floor = 0): Shape {
  const from = values.length - length;
  const last = values[values.length - 1];
  const shape = Float64Array.from({ length }, (_, i) => values[Math.max(0, from + i)] - last);
  let scale = 0;
  for (let i = 1; i < length; i++) scale += Math.abs(shape[i] - shape[i - 1]) / (length - 1);
  if (scale > 0) scale = Math.max(scale, floor);
  return { shape: scale > 0 ? shape.map((value) => value / scale) : shape, last, scale };
}

/** The windows of the library nearest to each shape. */
export function nearestWindows(
  { windows, length }: Library,
  shapes: readonly Shape[],
  count: number,
): NearestRows[] {
  const queries = shapes.map(({ shape }) => shape);
  return nearestRows(windows, queries, length, count, Math.ceil(length / 8));
}

/** The mean of what followed the nearest `count` of some windows, at each step. */
export function meanContinuation(
  { continuations, horizon }: Library,
  { rows }: NearestRows,
  count: number,
): Float64Array {
  const used = Math.min(count, rows.length);
  const mean = new Float64Array(horizon);
  for (let i = 0; i < used; i++) {
    for (let h = 0; h < horizon; h++) mean[h] += continuations[rows[i] * horizon + h] / used;
  }
  return mean;
}
