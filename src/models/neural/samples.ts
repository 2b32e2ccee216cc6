import { hasSeason } from "../../analysis/seasonality.js";
import type { Panel, Series } from "../../data/panel/from-table.js";
import { elapsedOf } from "../../data/panel/time-steps.js";
import { isHeld, panelOf, type UnheldSeries, type WidePanel } from "../../data/wide/wide-panel.js";
import { Pauses } from "../../engine/pauses.js";
import type { FeatureColumn } from "../../features/feature.js";
import type { Window } from "../../features/windows.js";
import { featureColumns } from "../feature-columns.js";
import { encodeStatics, type StaticEncoding, staticNames } from "../static-encoding.js";
import { type Adjusted, logDeseasonScale, meanChange } from "../transforms/log-deseason-scale.js";
import { columnEffects } from "./column-effects.js";
import type { NetworkShape, WindowTensors } from "./network.js";
import { interpolationWeights, regularSteps, resample } from "./resample.js";

/** How series and windows are transformed for a network. */
export interface Preparation {
  readonly log: boolean;
  readonly deseason: boolean;
  /** Unit of all series: the mean change over a season instead of one step. */
  readonly seasonUnit: boolean;
  /** Inputs are steps from one value to the next instead of distances from the last value. */
  readonly difference: boolean;
  /** Each window in units of its own spread instead of the series' mean change. */
  readonly windowScale: boolean;
  /** Windows are distances from the series' mean instead of their own last value. */
  readonly centred: boolean;
  /** Values keep their unit, and the mean that `centred` takes away is 0: they are scaled already. */
  readonly ownUnit: boolean;
  /** The linear effects of columns known ahead are taken out of the series first: see {@link columnEffects}. */
  readonly columnEffects: boolean;
}

export interface Sample extends Adjusted {
  readonly id: string;
  /** Index among the series that the network was trained on. */
  readonly place: number;
  readonly mean: number;
  /** Observations with NaN where one was missing; absent where none was. */
  readonly observed?: Float64Array;
  /** Mean steps to each date from the one before; see {@link elapsedOf}. */
  readonly elapsed: (t: number) => number;
  /** Static columns, then exogenous ones; those known ahead last and reaching into the future. */
  readonly columns: readonly InputColumn[];
}

/** An input beside the values of the series. */
export interface InputColumn {
  readonly values: Float64Array;
  /** Whether it has the unit of the series' values, so that a window takes it relative to its own level. */
  readonly levelled: boolean;
}

/** What a window is cut from. */
export type WindowSource = Omit<Sample, "restore">;

/** A panel's series ready for windows to be cut from. */
export interface Samples {
  /** One of which at a time is looked at: an array, or what stands on a disk. */
  readonly series: { at(place: number): WindowSource | undefined };
  readonly preparation: Preparation;
  /** Static and exogenous columns, and how many of them (the last ones) are known ahead. */
  readonly columns: number;
  readonly ahead: number;
}

/** {@link Samples} in memory, with the way back to the units of the series. */
export interface HeldSamples extends Samples {
  readonly series: readonly Sample[];
}

/**
 * The samples of a panel that need not be held: what windows are cut from then stands where its series are.
 *
 * @returns nothing when `signal` was aborted meanwhile
 */
export async function prepareWide(
  panel: WidePanel,
  preparation: Preparation,
  options: NonNullable<Parameters<typeof prepareSamples>[2]>,
  signal?: AbortSignal,
): Promise<Samples | undefined> {
  if (isHeld(panel)) return prepareSamples(panel, preparation, options);
  const store = (panel.series as UnheldSeries).store();
  const pauses = new Pauses();
  for (let place = 0; place < panel.series.length; place++) {
    const { series } = prepareSamples(panelOf(panel, [place]), preparation, options);
    const [{ mean, values }] = series;
    const kept = new Float64Array(1 + values.length);
    kept[0] = mean;
    kept.set(values, 1);
    store.add(kept);
    if (pauses.due) await pauses.take();
    if (signal?.aborted) return undefined;
  }
  const at = (place: number): WindowSource => {
    const kept = store.at(place);
    const values = kept.subarray(1);
    return { id: "", place, mean: kept[0], values, elapsed: () => 1, columns: [] };
  };
  return { preparation, columns: 0, ahead: 0, series: { at } };
}

/**
 * Features of the series are computed again from the transformed values: in original units they would
 * repeat the trend and season that the window was freed of.
 *
 * @param known number of observations that units and means are estimated from; all by default
 * @param ids   ids of the series that the network was trained on, where the panel's may differ
 * @param interval unit of time of irregular dates: see {@link NetworkShape}
 * @param statics how static columns are encoded; none by default
 */
export function prepareSamples(
  panel: Panel,
  preparation: Preparation,
  {
    known,
    ids,
    interval,
    statics = [],
  }: {
    readonly known?: number;
    readonly ids?: readonly string[];
    readonly interval?: number | undefined;
    readonly statics?: StaticEncoding;
  } = {},
): HeldSamples {
  const [first] = panel.series;
  const adjusted = panel.series.map((s) => {
    const deseason = preparation.deseason && hasOwnSeason(s, panel, preparation, known);
    const one = logDeseasonScale(s.y, panel.season, { ...preparation, deseason }, known);
    if (s.observed) carryForward(one.values, s.observed);
    return preparation.columnEffects ? withoutEffects(one, s, panel, preparation, known) : one;
  });
  const series = panel.series.map((s, i) => ({ ...s, y: adjusted[i].values }));
  const features = panel.features && featureColumns({ ...panel, series }, panel.features);
  return {
    preparation,
    columns: staticNames(statics).length + (first?.past?.size ?? 0) + (first?.future?.size ?? 0),
    ahead: first?.future?.size ?? 0,
    series: panel.series.map((s, i) => {
      const mean = preparation.ownUnit ? 0 : meanOf(adjusted[i].values.subarray(0, known));
      return {
        id: s.id,
        place: ids ? ids.indexOf(s.id) : i,
        ...adjusted[i],
        mean,
        elapsed:
          interval === undefined ? elapsedOf(s, panel) : elapsedIntervals(s, panel, interval),
        columns: [...constants(s, statics), ...exogenous(s, features?.[i] ?? [], known)],
        ...(s.observed && { observed: s.observed }),
      };
    }),
  };
}

/** Gaps longer than this, in intervals, count as this long. */
const MAX_INTERVALS = 24;

/** Elapsed time in intervals, bounded: after a long gap the past says no more than after a longer one. */
function elapsedIntervals(series: Series, panel: Panel, interval: number): (t: number) => number {
  const elapsed = elapsedOf(series, panel);
  return (t) => Math.min(MAX_INTERVALS, elapsed(t) / interval);
}

/** Fills missing values with the last observation again: the season of their own dates was taken out of them. */
function carryForward(values: Float64Array, observed: Float64Array): void {
  let last = observed.findIndex((value) => !Number.isNaN(value));
  for (let t = 0; t < values.length; t++) {
    if (!Number.isNaN(observed[t])) last = t;
    values[t] = values[last] ?? 0;
  }
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Columns known ahead that were given, not computed from the series itself. */
export function givenAhead({ future }: Series, panel: Pick<Panel, "features">): Float64Array[] {
  if (!future || panel.features) return [];
  return [...future.values()];
}

/** Whether the season is the series' own: events that its columns explain may fall so as to look like one. */
function hasOwnSeason(
  series: Series,
  panel: Panel,
  preparation: Preparation,
  known = series.y.length,
): boolean {
  if (!preparation.columnEffects) return true;
  const columns = givenAhead(series, panel).map((column) => standardize(column, known));
  const effects = columnEffects(series.y, columns, known);
  if (effects.every((effect) => effect === 0)) return true;
  const rest = series.y.subarray(0, known).map((value, t) => {
    return value - columns.reduce((sum, x, i) => sum + effects[i] * x[t], 0);
  });
  return hasSeason(rest, panel.season);
}

/** A transformed series without the effects of its columns, in units of what then is its mean change. */
function withoutEffects(
  { values, restore }: Adjusted,
  series: Series,
  panel: Panel,
  { ownUnit, seasonUnit }: Preparation,
  known = values.length,
): Adjusted {
  const columns = givenAhead(series, panel).map((column) => standardize(column, known));
  const effects = columnEffects(values, columns, known);
  if (effects.every((effect) => effect === 0)) return { values, restore };
  const effectAt = (t: number) =>
    columns.reduce((sum, x, i) => sum + effects[i] * x[Math.min(t, x.length - 1)], 0);
  const rest = values.map((value, t) => value - effectAt(t));
  const unit = ownUnit ? 1 : meanChange(rest.subarray(0, known), seasonUnit ? panel.season : 1);
  return {
    values: rest.map((value) => value / unit),
    restore: (value, t) => restore(value * unit + effectAt(t), t),
  };
}

/** Static columns as inputs that stay the same over a window. */
function constants(series: Series, statics: StaticEncoding): InputColumn[] {
  return encodeStatics(statics, series).map((value) => ({
    values: Float64Array.of(value),
    levelled: false,
  }));
}

/** @param features the columns that are features of the series, matched by name */
function exogenous(
  { past, future, y }: Series,
  features: readonly FeatureColumn[],
  known = y.length,
): InputColumn[] {
  return [...(past ?? []), ...(future ?? [])].map(([name, column]) => {
    const feature = features.find((one) => one.name === name);
    const values = feature?.values.subarray(0, column.length) ?? column;
    const rise = feature?.rise ?? 0;
    return rise > 0
      ? { values: values.map((value) => value / rise), levelled: true }
      : { values: standardize(values, known), levelled: false };
  });
}

/** Zero mean and unit variance over the first `known` values. */
function standardize(column: Float64Array, known: number): Float64Array {
  let mean = 0;
  let variance = 0;
  for (let t = 0; t < known; t++) mean += column[t] / known;
  for (let t = 0; t < known; t++) variance += (column[t] - mean) ** 2 / known;
  const scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
  return column.map((value) => (value - mean) * scale);
}

/** Which steps of a batch's windows were observed, and when; see {@link WindowTensors}. */
export interface Observation {
  /** [context, rows] */
  readonly observed: Float32Array;
  /** [context + horizon, rows] */
  readonly elapsed: Float32Array;
  /** [rows, horizon], 1 for a target that was observed, else 0. */
  readonly counted: Float32Array;
}

/** Memory that a batch's windows are written to, with the level and scale taken out of each. */
export interface Batch {
  readonly steps: Float32Array;
  readonly window: Float32Array;
  /** [rows, dates, steps], for networks that know of irregular dates; see {@link interpolationWeights}. */
  readonly between?: Float32Array | undefined;
  readonly target: Float32Array;
  /** For networks with an observation mask. */
  readonly observation: Observation | undefined;
  readonly ahead: Float32Array | undefined;
  readonly series: Float32Array | undefined;
  /** [rows], the level that was subtracted from each window, and the unit it was divided by. */
  readonly levels: Float64Array;
  readonly scales: Float64Array;
}

/**
 * Writes windows to a batch, one a row. Before the start of a series its first value is repeated;
 * targets beyond its end keep what the batch held.
 *
 * @param values values of each series, followed by forecasts that are fed back; those of the samples without
 */
export function loadWindows(
  { series, preparation, columns, ahead }: Samples,
  values: readonly ArrayLike<number>[] | undefined,
  windows: readonly Window[],
  { context, horizon, inputs }: NetworkShape,
  batch: Batch,
): void {
  const rows = windows.length;
  const interpolated = new Float64Array(context + 1);
  const resampled = new Float64Array(context);
  const steps = regularSteps(horizon);
  for (let row = 0; row < rows; row++) {
    const { series: s, cut } = windows[row];
    const source = series.at(s)!;
    const z = values?.[s] ?? source.values;
    const known = source.values.length;
    const level = preparation.centred ? source.mean : z[cut - 1];
    const at = (t: number) => z[Math.max(0, t)];
    const first = cut - context;
    const scale = preparation.windowScale ? windowScale(at, first, cut) : 1;
    batch.levels[row] = level;
    batch.scales[row] = scale;
    if (batch.series) batch.series[row] = source.place;
    for (let t = 0; t < context; t++) {
      const from = preparation.difference ? at(first + t - 1) : level;
      const value = (at(first + t) - from) / scale;
      batch.steps[(t * rows + row) * inputs] = value;
      batch.window[row * context + t] = value;
    }
    const { observed, elapsed } = source;
    const isObserved = (t: number) => !Number.isNaN(observed?.[t]);
    if (batch.between) {
      resample(at, isObserved, elapsed, cut - 1, resampled);
      for (let t = 0; t < context; t++) {
        const from = preparation.difference ? resampled[Math.max(0, t - 1)] : level;
        batch.window[row * context + t] = (resampled[t] - from) / scale;
      }
      const size = horizon * steps;
      const part = batch.between.subarray(row * size, (row + 1) * size);
      interpolationWeights((h) => elapsed(cut + h), steps, part);
    } else if (observed) {
      interpolateMissing(at, isObserved, first - 1, interpolated);
      for (let t = 0; t < context; t++) {
        const from = preparation.difference ? interpolated[t] : level;
        batch.window[row * context + t] = (interpolated[t + 1] - from) / scale;
      }
    }
    if (batch.observation) loadObservation(source, cut, row, rows, context, batch.observation);
    for (let c = 0; c < columns; c++) {
      const column = source.columns[c];
      for (let t = 0; t < context; t++) {
        batch.steps[(t * rows + row) * inputs + 1 + c] = columnAt(column, first + t, level, scale);
      }
    }
    for (let a = 0; a < ahead; a++) {
      const column = source.columns[columns - ahead + a];
      for (let h = 0; h < horizon; h++) {
        batch.ahead![(row * horizon + h) * ahead + a] = columnAt(column, cut + h, level, scale);
      }
    }
    for (let h = 0; h < Math.min(horizon, known - cut); h++) {
      batch.target[row * horizon + h] = (z[cut + h] - level) / scale;
    }
  }
}

/** Targets that lie in the future are left as they are. */
function loadObservation(
  { values, observed, elapsed }: WindowSource,
  cut: number,
  row: number,
  rows: number,
  context: number,
  columnAt: Observation,
): void {
  const isObserved = (t: number) => !(observed && Number.isNaN(observed[t]));
  const first = cut - context;
  const steps = columnAt.elapsed.length / rows;
  const horizon = steps - context;
  for (let t = 0; t < context; t++) {
    columnAt.observed[t * rows + row] = first + t >= 0 && isObserved(first + t) ? 1 : 0;
  }
  for (let t = 0; t < steps; t++) columnAt.elapsed[t * rows + row] = elapsed(first + t);
  for (let h = 0; h < Math.min(horizon, values.length - cut); h++) {
    columnAt.counted[row * horizon + h] = isObserved(cut + h) ? 1 : 0;
  }
}

/** A column's value at a step; beyond its ends, its first or last value. */
function columnAt(
  { values, levelled }: InputColumn,
  t: number,
  level: number,
  scale: number,
): number {
  const value = values[Math.min(Math.max(0, t), values.length - 1)];
  return levelled ? (value - level) / scale : value;
}

/**
 * Linear interpolation between observations, for a linear path without an observation mask. After the
 * last observation its value is kept, as what comes later must not show.
 *
 * @param at     values, the last observation's where one is missing
 * @param interpolated of as many steps as it is long, the first one being `from`
 */
function interpolateMissing(
  at: (t: number) => number,
  isObserved: (t: number) => boolean,
  from: number,
  interpolated: Float64Array,
): void {
  let last = 0;
  while (!isObserved(from + last)) last--;
  let start = at(from + last);
  for (let i = 0; i < interpolated.length; i++) {
    const value = at(from + i);
    interpolated[i] = value;
    if (!isObserved(from + i)) continue;
    for (let k = Math.max(0, last + 1); k < i; k++) {
      interpolated[k] = start + ((value - start) * (k - last)) / (i - last);
    }
    [last, start] = [i, value];
  }
}

/** Root mean square step of a window, at least 0.1: a tenth of the series' mean change, which is 1. */
function windowScale(at: (t: number) => number, from: number, to: number): number {
  let sum = 0;
  for (let t = from + 1; t < to; t++) sum += (at(t) - at(t - 1)) ** 2;
  return Math.max(0.1, Math.sqrt(sum / Math.max(1, to - from - 1)));
}
