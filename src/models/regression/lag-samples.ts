import { suitsLogarithms } from "../../analysis/breaks.js";
import type { Panel, Series } from "../../data/panel/panel.js";
import { meanAbsoluteDifference } from "../../numeric/differences.js";
import {
  logDeseasonDifference,
  type TransformedSeries,
} from "../transforms/log-deseason-difference.js";

/** The inputs of a regression on lags. */
export interface LagShape {
  /** Ascending from 1: everything is relative to lag 1, the last value. */
  readonly lags: readonly number[];
  /** Names of exogenous columns known up to the last observation, and ahead. */
  readonly past: readonly string[];
  readonly future: readonly string[];
}

/** A series as the regression sees it. */
export interface LagSeries {
  /** Observations, adjusted. */
  readonly values: Float64Array;
  /** Mean absolute step of `values`; 0 where nothing changes. */
  readonly scale: number;
  readonly past: readonly Float64Array[];
  /** As long as known. */
  readonly future: readonly Float64Array[];
}

/** Features ahead of the columns and lags: a constant and the mean step so far. */
const LEADING_FEATURES = 2;

export function sizeOf({ lags, past, future }: LagShape): number {
  return LEADING_FEATURES + past.length + future.length + lags.length - 1;
}

/** Indices of the features that differ from one step ahead to the next. */
export function aheadRange({ past, future }: LagShape): [from: number, to: number] {
  return [LEADING_FEATURES + past.length, LEADING_FEATURES + past.length + future.length];
}

/** Share of a series before the first sample: the drift of only a few steps says little. */
const FIRST_CUT_SHARE = 0.3;

/** Observations before the first one that a series of a length is learned from. */
export function firstCut(length: number): number {
  return Math.max(2, Math.floor(length * FIRST_CUT_SHARE));
}

/**
 * Writes the features after `values[0, cut)` that do not depend on how far ahead the step is, in units
 * of the mean step. Lags enter as differences from each to the next, (y[cut − lᵢ] − y[cut − lᵢ₊₁]) / s, so
 * that fewer lags are a prefix of the features. Before the start of a series its first value is repeated.
 */
export function readFeatures(
  shape: LagShape,
  { values, scale, past }: LagSeries,
  cut: number,
  into: Float64Array,
): void {
  const { lags, future } = shape;
  const unit = scale || 1;
  into[0] = 1;
  into[1] = cut > 1 ? (values[cut - 1] - values[0]) / (cut - 1) / unit : 0;
  past.forEach((x, c) => {
    into[LEADING_FEATURES + c] = cut > 1 ? x[cut - 1] - x[cut - 2] : 0;
  });
  const first = LEADING_FEATURES + past.length + future.length;
  for (let i = 0; i + 1 < lags.length; i++) {
    const near = values[Math.max(0, cut - lags[i])];
    const far = values[Math.max(0, cut - lags[i + 1])];
    into[first + i] = (near - far) / unit;
  }
}

/** Writes the features that depend on the step: changes of the future columns from `cut − 1` to h steps later. */
export function readAheadFeatures(
  shape: LagShape,
  { future }: LagSeries,
  cut: number,
  h: number,
  into: Float64Array,
): void {
  const [from] = aheadRange(shape);
  for (let c = 0; c < future.length; c++) {
    const x = future[c];
    const at = (t: number) => x[Math.min(x.length - 1, t)];
    into[from + c] = at(cut - 1 + h) - at(cut - 1);
  }
}

/** Mean absolute step. */
export function meanStep(values: Float64Array): number {
  return meanAbsoluteDifference(values) || 0;
}

/** Standard deviation of each of some columns over all series; 1 where nothing changes. */
export function columnDeviations(
  series: readonly Series[],
  kind: "past" | "future",
  names: readonly string[],
): number[] {
  return names.map((name) => {
    let count = 0;
    let mean = 0;
    let squares = 0;
    for (const item of series) {
      for (const value of item[kind]!.get(name)!) {
        const deviation = value - mean;
        mean += deviation / ++count;
        squares += deviation * (value - mean);
      }
    }
    return Math.sqrt(squares / Math.max(1, count)) || 1;
  });
}

/** A series as the regression sees it, and the way back. */
export interface AdjustedSeries extends LagSeries {
  readonly levelled: TransformedSeries;
}

/** @param units of the columns, past ones first */
export function adjustSeries(
  series: Series,
  season: number,
  log: boolean,
  { past, future }: Pick<LagShape, "past" | "future">,
  units: readonly number[],
): AdjustedSeries {
  const levelled = logDeseasonDifference(series.y, season, { log, difference: false });
  const column = (kind: "past" | "future", name: string, unit: number) =>
    series[kind]!.get(name)!.map((value) => value / unit);
  return {
    levelled,
    values: levelled.values,
    scale: meanStep(levelled.values),
    past: past.map((name, c) => column("past", name, units[c])),
    future: future.map((name, c) => column("future", name, units[past.length + c])),
  };
}

/** @param log takes logarithms of the series that are positive */
export function adjustAll(
  panel: Panel,
  log: boolean,
  shape: Pick<LagShape, "past" | "future">,
  units: readonly number[],
): AdjustedSeries[] {
  return panel.series.map((series) =>
    adjustSeries(series, panel.season, log && suitsLogarithms(series.y), shape, units),
  );
}
