import type { Panel } from "../../data/panel/from-table.js";
import type { NearestRows } from "../../dtw/nearest-rows.js";
import { Pauses } from "../../engine/pauses.js";
import { FitError } from "../../errors.js";
import { quantileOfSorted } from "../../numeric/quantile.js";
import { gaussianIntervals } from "../intervals/parametric.js";
import type {
  FitContext,
  FittedModel,
  Interval,
  ModelDefinition,
  SeriesForecast,
} from "../model.js";
import { robust } from "../robust.js";
import { agreeing, MAX_HORIZON, object, type Schema, vector, whole } from "../state-schema.js";
import { logDeseasonDifference } from "../transforms/log-deseason-difference.js";
import {
  collectWindows,
  type Library,
  meanContinuation,
  minScale,
  nearestWindows,
  shapeOf,
} from "./analogs.js";

const options = {
  window: {
    type: "integer",
    summary: "observations that are compared, 0 to choose on held-back ones",
    default: 0,
    min: 0,
    max: 500,
  },
  k: {
    type: "integer",
    summary: "neighbours whose continuations are averaged, 0 to choose on held-back observations",
    default: 0,
    min: 0,
    max: 1000,
  },
} as const;

/** Number of neighbours that intervals are quantiles of, if there are as many. */
const SPREAD_NEIGHBORS = 100;
/** With fewer neighbours, intervals are at least those of a random walk, and so much less do they say. */
const MIN_NEIGHBORS = 5;
const NEIGHBOR_COUNTS = [10, 30, 100, 200];
/** Most series on whose held-back ends windows and counts are tried. */
const TRIAL_SERIES = 150;
const SEASON_ONLY = { log: false, difference: false } as const;

type DtwState = { readonly library: Library; readonly k: number };

const dtwState: Schema<DtwState> = object({
  library: agreeing(
    object({
      length: whole(2, options.window.max),
      horizon: whole(1, MAX_HORIZON),
      windows: vector(),
      continuations: vector(),
    }),
    ({ length, horizon, windows, continuations }) =>
      windows.length % length === 0 && windows.length / length === continuations.length / horizon
        ? undefined
        : "its windows and continuations are not equally many",
  ),
  k: whole(1, options.k.max),
});

/**
 * Forecasts by analogy: the mean of what followed the past windows, of all series, that are nearest to
 * the latest one under dynamic time warping.
 *
 *   ŷₙ₊ₕ = yₙ + s · mean over neighbours of (y_c₊ₕ − y_c) / s_c      s the mean absolute step of a window
 *
 * Series are seasonally adjusted before. Window and number of neighbours are those that forecast the
 * last observations best. Intervals are quantiles of what followed the neighbours, and no narrower than
 * those of a random walk where these are few or the latest window is constant; of fewer than five neighbours,
 * the mean counts by their number in five. Intervals allow for the season
 * being estimated. Beyond the fit's horizon
 * the forecast continues itself. A restored fit looks for neighbours in the library it learned.
 *
 * @see Martínez, Frías, Pérez & Rivera (2019), "A methodology for applying k-nearest neighbor to time
 *   series forecasting"
 */
export const dtw: ModelDefinition<typeof options> = {
  name: "dtw",
  summary: "what followed the past windows most like the latest one under time warping",
  options,
  create: ({ window, k }) =>
    robust({
      name: "dtw",
      async fit(panel, context) {
        const adjusted = panel.series.map(
          ({ y }) => logDeseasonDifference(y, panel.season, SEASON_ONLY).values,
        );
        const longest = panel.series.reduce((maxWindow, { y }) => Math.max(maxWindow, y.length), 0);
        const maxWindow = longest - context.horizon;
        if (window === 1) {
          throw new FitError(
            "dtw: a window of 1 observation has no shape to compare",
            maxWindow > 1 ? `Use a window from 2 to ${maxWindow}.` : "Leave it out.",
          );
        }
        const choice = await choose(adjusted, panel.season, window, k, context);
        const library = collectWindows(adjusted, choice.window, context.horizon);
        if (library.windows.length === 0) {
          const windows = `window of ${choice.window} observations`;
          const fitting = maxWindow > 1 ? `; windows from 2 to ${maxWindow} fit` : "";
          const why =
            choice.window > maxWindow
              ? `no series has a ${windows} with ${context.horizon} after it: the last level is kept${fitting}`
              : `nothing changes in any ${windows}: the last level is kept`;
          context.warn(`dtw: ${why}`);
        }
        return restored({ library, k: choice.k }, panel, context.levels ?? []);
      },
      restore(state, panel) {
        return restored(state as DtwState, panel, []);
      },
      requireState(state) {
        dtwState(state, "state");
      },
    }),
};

function restored(state: DtwState, panel: Panel, defaults: readonly number[]): FittedModel {
  return {
    state,
    forecast: (horizon, levels = defaults) => forecast(state, panel, horizon, levels),
    fittedValues: () => fittedValues(state, panel),
  };
}

/** One-step forecasts, each from the nearest windows other than its own. */
function fittedValues({ library, k }: DtwState, { series, season }: Panel): Float64Array[] {
  const { length, windows } = library;
  return series.map(({ y }) => {
    const { values, restore } = logDeseasonDifference(y, season, SEASON_ONLY);
    const floor = minScale(values);
    const shapes = Array.from({ length: Math.max(0, y.length - length) }, (_, i) =>
      shapeOf(values.subarray(0, length + i), length, floor),
    );
    const found = windows.length > 0 ? nearestWindows(library, shapes, k + 1) : [];
    return values.map((_, t) => {
      const i = t - length;
      if (i < 0) return Number.NaN;
      const { last, scale } = shapes[i];
      const next = (values[t] - last) / scale;
      const near = found[i] && withoutItself(library, found[i], next);
      const step = near && near.rows.length > 0 ? meanContinuation(library, near, k)[0] : 0;
      return restore(last + scale * step, t);
    });
  });
}

function forecast(
  { library, k }: DtwState,
  { series, season }: Panel,
  horizon: number,
  levels: readonly number[],
): SeriesForecast[] {
  const levelled = series.map(({ y }) => logDeseasonDifference(y, season, SEASON_ONLY));
  const steps = levelled.map(({ values }) => shapeOf(values, Math.max(2, values.length)).scale);
  const floors = levelled.map(({ values }) => minScale(values));
  const widening = levelled.map(({ seasonal, values }) =>
    seasonal ? seasonWidening(season, values.length) : 1,
  );
  const empty = library.windows.length === 0;
  const parts = series.map(() => ({
    mean: [] as number[],
    ends: levels.map(() => ({ lo: [] as number[], hi: [] as number[] })),
  }));
  let paths = levelled.map(({ values }) => values);
  for (let done = 0; done < horizon && !empty; done += library.horizon) {
    const shapes = paths.map((path, s) => shapeOf(path, library.length, floors[s]));
    const found = nearestWindows(library, shapes, Math.max(k, SPREAD_NEIGHBORS));
    paths = paths.map((path, s) => {
      const { last, scale } = shapes[s];
      const { mean, ends } = parts[s];
      const expected = meanContinuation(library, found[s], k);
      const previousWidths = ends.map(({ lo, hi }) => [
        done > 0 ? last - lo[done - 1] : 0,
        done > 0 ? hi[done - 1] - last : 0,
      ]);
      const trust = Math.min(1, found[s].rows.length / MIN_NEIGHBORS);
      const next = expected.map((value) => last + trust * scale * value);
      mean.push(...next);
      const uncertain = scale === 0 || found[s].rows.length < MIN_NEIGHBORS;
      const deviation = next.map((_, h) => (uncertain ? steps[s] * Math.sqrt(h + 1) : 0));
      const randomWalk = gaussianIntervals(next, deviation, levels);
      next.forEach((value, h) => {
        const followed = Float64Array.from(
          found[s].rows,
          (row) => library.continuations[row * library.horizon + h],
        ).sort();
        levels.forEach((percent, l) => {
          const { lo, hi } = randomWalk[l];
          const end = (p: number) =>
            value + widening[s] * (last + scale * quantileOfSorted(followed, p) - value);
          const low = Math.min(lo[h], end(0.5 - percent / 200));
          const high = Math.max(hi[h], end(0.5 + percent / 200));
          const [below, above] = previousWidths[l];
          // Uncertainty at the start of this stretch carries over to all of it.
          ends[l].lo.push(value - rootSumSquares(Math.max(0, value - low), below));
          ends[l].hi.push(value + rootSumSquares(Math.max(0, high - value), above));
        });
      });
      return Float64Array.of(...path.subarray(-library.length), ...next);
    });
  }
  return series.map(({ id, y }, s) => {
    const { values, restore } = levelled[s];
    const { mean, ends } = parts[s];
    const back = (value: number, h: number) => restore(value, y.length + h);
    const whole = (part: readonly number[]) => Float64Array.from(part.slice(0, horizon), back);
    if (empty) {
      const level = new Float64Array(horizon).fill(values[values.length - 1]).map(back);
      const spread = level.map((_, h) => steps[s] * Math.sqrt(h + 1));
      return { id, mean: level, intervals: gaussianIntervals(level, spread, levels) };
    }
    const intervals: Interval[] = levels.map((percent, l) => ({
      level: percent,
      lo: whole(ends[l].lo),
      hi: whole(ends[l].hi),
    }));
    return { id, mean: whole(mean), intervals };
  });
}

/** The neighbours without the window itself: distance 0 and the same continuation. */
function withoutItself(
  { continuations, horizon }: Library,
  { rows, distances }: NearestRows,
  next: number,
): NearestRows {
  const own = rows.findIndex(
    (row, i) => distances[i] === 0 && continuations[row * horizon] === next,
  );
  const isOther = (_: number, i: number) => i !== own;
  return { rows: rows.filter(isOther), distances: distances.filter(isOther) };
}

/**
 * Factor by which an estimated season of m values widens intervals: what is left of n observations is
 * smaller by √(1 − m/n), and the season ahead is off by the share m/n of the variance.
 */
function seasonWidening(season: number, length: number): number {
  const share = Math.min(0.5, season / length);
  return Math.sqrt((1 + share) / (1 - share));
}

function rootSumSquares(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}

/** Series whose neighbours are looked for between two pauses. */
const TRIALS_AT_ONCE = 8;

/**
 * The requested window and number of neighbours, else those that forecast the last values best; once
 * interrupted, the best of those that were tried.
 */
async function choose(
  series: readonly Float64Array[],
  season: number,
  window: number,
  k: number,
  { horizon, signal }: FitContext,
): Promise<{ window: number; k: number }> {
  const longest = series.reduce((maxWindow, { length }) => Math.max(maxWindow, length), 0);
  const maxWindow = Math.max(2, longest - horizon);
  const defaultWindow = Math.min(maxWindow, Math.max(4, Math.min(12, season)));
  const windows =
    window > 0
      ? [window]
      : [...new Set([defaultWindow, 6, 12, 18, 24].filter((length) => length <= maxWindow))];
  const counts = k > 0 ? [k] : NEIGHBOR_COUNTS;
  const stride = Math.ceil(series.length / TRIAL_SERIES);
  let best = {
    window: windows[0],
    k: counts.includes(100) ? 100 : counts[0],
    error: Number.POSITIVE_INFINITY,
  };
  if (windows.length * counts.length === 1) return best;
  const pauses = new Pauses();
  const known = series.map((values) => values.subarray(0, Math.max(0, values.length - horizon)));
  for (const length of windows) {
    const trialSeries = series.flatMap((_, s) =>
      s % stride === 0 && known[s].length >= 4 ? [s] : [],
    );
    const library = collectWindows(known, length, horizon);
    const total = library.windows.length / length;
    if (total === 0 || trialSeries.length === 0) continue;
    const shapes = trialSeries.map((s) => shapeOf(known[s], length, minScale(known[s])));
    const found: NearestRows[] = [];
    for (let from = 0; from < shapes.length; from += TRIALS_AT_ONCE) {
      if (pauses.due) await pauses.take();
      if (signal?.aborted) return best;
      const some = shapes.slice(from, from + TRIALS_AT_ONCE);
      found.push(...nearestWindows(library, some, Math.max(...counts)));
    }
    for (const count of counts) {
      if (count > total && count !== counts[0]) continue;
      let error = 0;
      trialSeries.forEach((s, i) => {
        const { last, scale } = shapes[i];
        const values = series[s];
        const unit = shapeOf(values, values.length).scale || 1;
        meanContinuation(library, found[i], count).forEach((step, h) => {
          const actual = values[known[s].length + h];
          error += Math.abs(last + scale * step - actual) / unit;
        });
      });
      if (error < best.error) best = { window: length, k: count, error };
    }
  }
  return best;
}
