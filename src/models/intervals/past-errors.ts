import { observations, type Panel, withoutTail } from "../../data/panel/from-table.js";
import { FitError } from "../../errors.js";
import type { FitContext, FittedModel, Model, State } from "../model.js";
import { spreadOf } from "./scale.js";

/** Origins from which the fit's own forecasts of the past are looked at, at the most. */
const ORIGINS_ALONE = 60;
const ORIGINS_IN_PANEL = 24;
/**
 * Origins beyond which nothing is shown to the other fit, at the most. A panel has enough errors of
 * fewer, and the fewer there are the more that fit is like the one it speaks for.
 */
const UNSEEN = 12;
const ENOUGH_ERRORS = 1000;
/** Seasons that a model is to know before its forecasts are looked at, where there are so many. */
const SEASONS = 3;
/** Horizons likewise, if origins of more than half of a series are. */
const HORIZONS = 2;
/** A fit whose errors grow more than so many times where it has not learned says nothing by those where it has. */
const BY_HEART = 2;

/** How wrong a forecast from the past was. */
export interface PastForecast {
  /** The series. */
  readonly id: string;
  /** Observations of it that came after the origin. */
  readonly held: number;
  /** At each step ahead, in units of the series' spread; NaN where nothing was observed. */
  readonly errors: Float64Array;
}

/**
 * Errors at each step ahead of forecasts from origins in the later part of every series, in units of the
 * spread of the series at each origin, the latest first; none where no series is long enough.
 *
 * They are those of the fit itself, which has seen what it is asked for, enlarged by its optimism: as far
 * as the median error of a second fit exceeds it where only the second has not. That fit has less to
 * learn from, so that of its excess no more is taken than its share of the observations. Where the excess
 * is so large that the fit has learned its past by heart, the errors of the second one are taken as they
 * are.
 */
export async function pastErrors(
  panel: Panel,
  model: Model,
  fitted: FittedModel,
  { onFlow: _, ...context }: FitContext,
): Promise<PastForecast[]> {
  const { horizon, signal } = context;
  const count = panel.series.length;
  const longest = panel.series.reduce((length, { y }) => Math.max(length, y.length), 0);
  const unseen = Math.min(
    UNSEEN,
    Math.ceil(ENOUGH_ERRORS / count),
    Math.floor(longest / 2) - horizon + 1,
  );
  const tail = horizon + unseen - 1;
  const long = longEnough(panel, tail);
  if (unseen < 1 || long.series.length === 0) {
    context.warn(`no series is long enough to judge ${model.name} by: no intervals`);
    return [];
  }
  try {
    // What there is to warn about was said when everything was fitted.
    const quietly = { ...context, warn: () => {} };
    const other = signal?.aborted ? undefined : await model.fit(withoutTail(long, tail), quietly);
    if (other === undefined || signal?.aborted) {
      context.warn(`interrupted before ${model.name} was judged on the past: no intervals`);
      return [];
    }
    const last = Array.from({ length: unseen }, (_, k) => tail - k);
    const lately = (state: State) =>
      last.flatMap((held) => errorsFrom(model, state, long, horizon, held));
    const honest = lately(other.state);
    const excess = medianSize(honest) / medianSize(lately(fitted.state));
    if (!(excess <= BY_HEART)) return told(honest);
    const observations = long.series.reduce((sum, { y }) => sum + y.length, 0);
    const share = 1 - (tail * long.series.length) / observations;
    const optimism = Math.max(1, 1 + (excess - 1) * share);
    const room = farthestBack(longest, panel, horizon) - horizon + 1;
    const step = Math.ceil(room / (count > 1 ? ORIGINS_IN_PANEL : ORIGINS_ALONE));
    const origins = Array.from({ length: Math.ceil(room / step) }, (_, k) => horizon + k * step);
    return told(
      origins.flatMap((held) =>
        errorsFrom(model, fitted.state, wellKnown(panel, held, horizon), horizon, held),
      ),
    ).map((one) => ({ ...one, errors: one.errors.map((error) => optimism * error) }));
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    context.warn(`${model.name} could not be judged on the past: no intervals`);
    return [];
  }

  function told(forecasts: readonly PastForecast[]): PastForecast[] {
    const some = forecasts.filter(hasErrors);
    if (some.length === 0)
      context.warn(`nothing that changes was observed to judge ${model.name} by: no intervals`);
    return some;
  }
}

function hasErrors({ errors }: PastForecast): boolean {
  return errors.some(Number.isFinite);
}

/** The series of which no more than half is held back. */
function longEnough(panel: Panel, held: number): Panel {
  return { ...panel, series: panel.series.filter(({ y }) => y.length >= 2 * held) };
}

/**
 * Observations that may be held back: half; in a panel, whose series share their bad stretches, four
 * fifths as far as enough seasons and horizons are left, so that one such stretch decides less.
 */
function farthestBack(length: number, { series, season }: Panel, horizon: number): number {
  const half = Math.floor(length / 2);
  if (series.length === 1) return half;
  const known = Math.max(length / 5, SEASONS * season, HORIZONS * horizon);
  return Math.max(half, Math.floor(length - known));
}

/** The series that are known well enough so far back: by some seasons as well, if the longest has so many. */
function wellKnown(panel: Panel, held: number, horizon: number): Panel {
  const long = panel.series.filter(({ y }) => farthestBack(y.length, panel, horizon) >= held);
  const series = long.filter(({ y }) => y.length - held >= SEASONS * panel.season);
  return { ...panel, series: series.length > 0 ? series : long };
}

/** Of each series, when the last `held` observations are not shown. */
function errorsFrom(
  model: Model,
  state: State,
  panel: Panel,
  horizon: number,
  held: number,
): PastForecast[] {
  const forecasts = model.restore(state, withoutTail(panel, held)).forecast(horizon, []);
  return forecasts.map(({ mean }, s) => {
    const one = panel.series[s];
    const actual = observations(one).subarray(one.y.length - held);
    const spread = spreadOf(one.y, panel.season, one.y.length - held);
    return { id: one.id, held, errors: mean.map((value, h) => (actual[h] - value) / spread) };
  });
}

/** Of the finite errors; NaN when there is none. */
function medianSize(forecasts: readonly PastForecast[]): number {
  const sizes = Float64Array.from(forecasts.flatMap(({ errors }) => Array.from(errors, Math.abs)))
    .filter(Number.isFinite)
    .sort();
  return sizes[sizes.length >> 1] ?? Number.NaN;
}
