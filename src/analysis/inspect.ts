import type { Panel, Series } from "../data/panel/from-table.js";
import { elapsedOf } from "../data/panel/time-steps.js";
import { calendarSeasons } from "../data/time/frequency.js";
import { valuesFarOff } from "./far-off.js";
import {
  type Band,
  type DominantPeriod,
  dominantPeriods,
  octaves,
  periodogram,
  spectralEntropy,
} from "./periodogram.js";
import { autocorrelation } from "./seasonal-indices.js";
import { detectSeasons, hasSeason, type Season } from "./seasonality.js";

/** Summary of one series. */
export interface SeriesInspection {
  readonly id: string;
  readonly rows: number;
  readonly start: number;
  readonly end: number;
  /** Observations that were missing, rows that were added for their dates included. */
  readonly missing: number;
  readonly zeros: number;
  readonly negative: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  /** How far apart dates are, where they are irregular. */
  readonly intervals?: DateIntervals;
  /** Straight line by least squares: change a step, and the share of variance it explains. */
  readonly trend: { readonly slope: number; readonly r2: number };
  /** Number of latest observations that the fields below describe: 1 048 576 at most. */
  readonly recent: number;
  /** Whether the panel's season is stronger than chance (90 %), by the test of the models. */
  readonly seasonal: boolean;
  /** Lags 0, 1, … of the series without its trend; none where dates are irregular. */
  readonly acf: Float64Array;
  /** Periods, by the Fourier transform; empty where dates are irregular. */
  readonly spectrum: {
    /** Periods with more power than the largest of white noise has (95 %), the strongest first. */
    readonly periods: readonly DominantPeriod[];
    /** Shares of the power by octaves of periods. */
    readonly bands: readonly Band[];
    /** From 0 for a sine to 1 for white noise. */
    readonly entropy: number;
    /** Seasons found at 95 %, of the calendar's lengths where the frequency has some. */
    readonly seasons: readonly Season[];
  };
  readonly outliers: readonly Outlier[];
}

/** Order statistics of the intervals between dates, in milliseconds, or in rows where there are no dates. */
export interface DateIntervals {
  readonly shortest: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  readonly longest: number;
}

/** An observation far from its neighbours. */
export interface Outlier {
  readonly ds: number;
  readonly y: number;
  /** The value expected from the neighbours and the season. */
  readonly expected: number;
}

const MAX_LAGS = 48;
/** Most observations in which seasons and outliers are looked for: two years of minutes. */
const MAX_RECENT = 1_048_576;

/** The end of a long series: what it is like now, in time and memory that do not grow with it. */
export function latest({
  id,
  ds,
  y,
  observed,
}: Series): Pick<Series, "id" | "ds" | "y" | "observed"> {
  return {
    ...{ id, ds: ds.subarray(-MAX_RECENT), y: y.subarray(-MAX_RECENT) },
    ...(observed && { observed: observed.subarray(-MAX_RECENT) }),
  };
}

/**
 * Describes each series of a panel by itself, in the panel's order.
 *
 * @example
 * const [{ trend, seasonal, outliers }] = inspectPanel(await readPanel("sales.csv"));
 */
export function inspectPanel(panel: Panel): SeriesInspection[] {
  const { frequency, irregular, season } = panel;
  if (irregular) return panel.series.map((series) => inspectIrregular(series, panel));
  const lengths = calendarSeasons(frequency);
  const candidates = lengths && [...new Set([...lengths, season])];
  return panel.series.map((series) => inspectSeries(series, season, candidates));
}

function inspectSeries(
  series: Series,
  season: number,
  candidates: readonly number[] | undefined,
): SeriesInspection {
  const { y } = series;
  const recent = latest(series);
  const before = y.length - recent.y.length;
  const without = ({ slope, intercept }: Line) =>
    recent.y.map((value, t) => value - intercept - slope * (before + t));
  const seasonal = hasSeason(recent.y, season);
  const trend = line(seasonal ? withoutSeason(y, season) : y);
  const { slope, r2 } = trend;
  const level = without(trend);
  const spectrum = periodogram(recent.y);
  const lags = Math.min(level.length - 1, Math.max(MAX_LAGS, Math.min(2 * season, 400)));
  return {
    ...counted(series),
    trend: { slope, r2 },
    recent: recent.y.length,
    seasonal,
    acf: autocorrelation(level, lags),
    spectrum: {
      periods: dominantPeriods(recent.y),
      bands: octaves(spectrum),
      entropy: spectralEntropy(spectrum),
      seasons: detectSeasons(recent.y, candidates ? { candidates } : {}),
    },
    outliers: outliers(recent, seasonal ? season : 1),
  };
}

/** Rows with irregular dates are not steps of time, so they have no lags and no periods. */
function inspectIrregular(series: Series, panel: Panel): SeriesInspection {
  const { ds, y } = series;
  const elapsed = elapsedOf(series, panel);
  const times = new Float64Array(y.length);
  for (let t = 1; t < times.length; t++) times[t] = times[t - 1] + elapsed(t);
  const { slope, r2 } = line(y, times);
  const recent = latest(series);
  const sorted = ds
    .subarray(1)
    .map((stamp, t) => stamp - ds[t])
    .sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return {
    ...counted(series),
    intervals: {
      shortest: at(0),
      lower: at(0.25),
      median: at(0.5),
      upper: at(0.75),
      longest: at(1),
    },
    trend: { slope, r2 },
    recent: recent.y.length,
    seasonal: false,
    acf: new Float64Array(),
    spectrum: { periods: [], bands: [], entropy: Number.NaN, seasons: [] },
    outliers: outliers(recent, 1),
  };
}

/** Counts over all observations, the missing ones included. */
function counted({ id, ds, y, observed }: Series) {
  const n = y.length;
  let zeros = 0;
  let negative = 0;
  let missing = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (const value of observed ?? y) {
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    if (value === 0) zeros++;
    if (value < 0) negative++;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    count++;
  }
  const [start, end] = [ds[0], ds[n - 1]];
  return { id, rows: n, start, end, missing, zeros, negative, min, mean: sum / count, max };
}

/**
 * A series less the effects of the places of its season, of a regression on these and a straight line: where
 * it does not begin and end at the same place, the season would bend the line.
 */
function withoutSeason(y: Float64Array, season: number): Float64Array {
  const counts = new Float64Array(season);
  const times = new Float64Array(season);
  const values = new Float64Array(season);
  y.forEach((value, t) => {
    counts[t % season]++;
    times[t % season] += t;
    values[t % season] += value;
  });
  let [cross, time] = [0, 0];
  y.forEach((value, t) => {
    const place = t % season;
    const from = t - times[place] / counts[place];
    cross += from * (value - values[place] / counts[place]);
    time += from * from;
  });
  const slope = time > 0 ? cross / time : 0;
  const levels = values.map((sum, place) => (sum - slope * times[place]) / counts[place]);
  const mean = levels.reduce((sum, value) => sum + value, 0) / season;
  return y.map((value, t) => value - (levels[t % season] - mean));
}

interface Line {
  readonly slope: number;
  readonly intercept: number;
  readonly r2: number;
}

/** @param times of the values; 0, 1, 2, … by default */
function line(y: Float64Array, times: Float64Array = y.map((_, t) => t)): Line {
  const n = y.length;
  const centre = times.reduce((sum, t) => sum + t, 0) / n;
  const mean = y.reduce((sum, value) => sum + value / n, 0);
  let cross = 0;
  let time = 0;
  let total = 0;
  for (let t = 0; t < n; t++) {
    const from = times[t] - centre;
    cross += from * (y[t] - mean);
    time += from * from;
    total += (y[t] - mean) * (y[t] - mean);
  }
  const slope = time > 0 ? cross / time : 0;
  return {
    slope,
    intercept: mean - slope * centre,
    r2: total > 0 && time > 0 ? (slope * cross) / total : 0,
  };
}

function outliers(
  { ds, y, observed = y }: Pick<Series, "ds" | "y" | "observed">,
  season: number,
): Outlier[] {
  // A value that was filled in beside an outlier is none itself.
  return valuesFarOff(y, season)
    .filter(({ at }) => !Number.isNaN(observed[at]))
    .map(({ at, expected }) => ({ ds: ds[at], y: y[at], expected }));
}
