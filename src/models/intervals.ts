import { type Panel, withoutTail } from "../data/panel.js";
import { Random } from "../engine/random.js";
import { FitError } from "../errors.js";
import type { Intervals } from "./interval-choice.js";
import type { FitContext, FittedModel, Interval, Model, State } from "./model.js";
import { spreadOf } from "./spread.js";

/** The model with intervals as asked for; `none` leaves it to the caller to ask for no levels. */
export function withIntervals(model: Model, how: Intervals): Model {
  switch (how) {
    case "auto":
      return model.intervals === false ? conformal(model) : model;
    case "conformal":
      return conformal(model);
    case "bootstrap":
      return bootstrap(model);
    case "native":
    case "none":
      return model;
  }
}

/**
 * The model with conformal intervals: mean ± the ⌈(n + 1)·level⌉-th smallest absolute error at the same
 * step ahead, of forecasts from past origins, in units of the spread of each series ({@link spreadOf}) and
 * of all series together.
 *
 * The errors are those of the fit itself, enlarged by its optimism, which a second fit measures on the last
 * origins; of a fit that has learned its past by heart they are those of the second fit: split conformal.
 *
 * @see Vovk, Gammerman & Shafer (2005), "Algorithmic learning in a random world"; Lei et al. (2018),
 *   "Distribution-free predictive inference for regression", algorithm 2; Efron (1986), "How biased is the
 *   apparent error rate of a prediction rule?", for the optimism
 */
export function conformal(model: Model): Model {
  return fromPast(model, {
    learn: (paths) => byStep(paths).map((errors) => thinned(errors.map(Math.abs).sort())),
    fewest: (level) => Math.ceil(level / (100 - level)),
    ends(errors, level) {
      const rank = Math.ceil(((errors.length + 1) * level) / 100);
      const reach = errors[Math.min(rank, errors.length) - 1]!;
      return [-reach, reach];
    },
  });
}

/** Paths that are drawn for bootstrap intervals. */
const DRAWS = 1000;

/**
 * The model with bootstrap intervals: quantiles at each step of 1000 sample paths, each the forecast and
 * the errors of a past one from its first step to its last, drawn with replacement. Unlike those of
 * {@link conformal} they need not be symmetric.
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", section 5.5, where paths
 *   are made of one-step errors
 */
export function bootstrap(model: Model): Model {
  return fromPast(model, {
    learn(paths, seed) {
      const whole = paths.filter((path) => path.every(Number.isFinite));
      if (whole.length === 0) return [];
      const random = new Random(seed);
      const drawn = Array.from({ length: DRAWS }, () => whole[random.below(whole.length)]!);
      return byStep(drawn).map((errors) => errors.sort());
    },
    fewest: (level) => Math.ceil((100 + level) / (100 - level)),
    ends(errors, level) {
      const outside = ((errors.length + 1) * (100 - level)) / 200;
      const rank = Math.max(1, Math.floor(outside));
      return [errors[rank - 1]!, errors[errors.length - rank]!];
    },
  });
}

/** How intervals are made of past errors, in units of a series' spread. */
interface FromErrors {
  /** What is remembered of the paths of errors, [path][step]: ascending numbers at each step. */
  learn(paths: readonly Float64Array[], seed: number): Float64Array[];
  /** Errors without which an interval of this level would have to reach beyond them all. */
  fewest(level: number): number;
  /** Lower and upper end, relative to the forecast. */
  ends(errors: Float64Array, level: number): [number, number];
}

function fromPast(model: Model, how: FromErrors): Model {
  return {
    ...model,
    intervals: true,
    async fit(panel, context) {
      const fitted = await model.fit(panel, context);
      const paths = await pastErrors(panel, model, fitted, context);
      warnOfFew(model.name, paths.length, how, context);
      const errors = paths.length > 0 ? how.learn(paths, context.seed) : [];
      return withErrors(fitted, panel, errors, how, context.levels ?? []);
    },
    restore(state, panel) {
      const { fit, errors } = state as { fit: State; errors: readonly Float64Array[] };
      return withErrors(model.restore(fit, panel), panel, errors, how, []);
    },
  };
}

function warnOfFew(name: string, known: number, how: FromErrors, context: FitContext): void {
  const wide = (context.levels ?? []).filter((level) => how.fewest(level) > known);
  if (known === 0 || wide.length === 0) return;
  context.warn(
    `${known} past errors of ${name} are too few for intervals of ${wide.join(" and ")} %: they reach as far as the largest`,
  );
}

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
/** A fit whose errors grow more than so many times where it has not learned says nothing by those where it has. */
const BY_HEART = 2;

/**
 * Errors at each step ahead of forecasts from origins in the later half of every series, [path][step], in
 * units of the spread of the series at each origin; none where no series is long enough.
 *
 * They are those of the fit itself, which has seen what it is asked for, enlarged by its optimism: as far
 * as the median error of a second fit exceeds it where only the second has not. That fit has less to
 * learn from, so that of its excess no more is taken than its share of the observations. Where the excess
 * is so large that the fit has learned its past by heart, the errors of the second one are taken as they
 * are.
 */
async function pastErrors(
  panel: Panel,
  model: Model,
  fitted: FittedModel,
  { onFlow: _, ...context }: FitContext,
): Promise<Float64Array[]> {
  const { horizon, signal } = context;
  const count = panel.series.length;
  const longest = panel.series.reduce((length, { y }) => Math.max(length, y.length), 0);
  const room = Math.floor(longest / 2) - horizon + 1;
  const unseen = Math.min(UNSEEN, Math.ceil(ENOUGH_ERRORS / count), room);
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
    if (!(excess <= BY_HEART)) return honest.filter(hasErrors);
    const observations = long.series.reduce((sum, { y }) => sum + y.length, 0);
    const share = 1 - (tail * long.series.length) / observations;
    const optimism = Math.max(1, 1 + (excess - 1) * share);
    const step = Math.ceil(room / (count > 1 ? ORIGINS_IN_PANEL : ORIGINS_ALONE));
    const origins = Array.from({ length: Math.ceil(room / step) }, (_, k) => horizon + k * step);
    return origins
      .flatMap((held) => errorsFrom(model, fitted.state, wellKnown(panel, held), horizon, held))
      .filter(hasErrors)
      .map((path) => path.map((error) => optimism * error));
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    context.warn(`${model.name} could not be judged on the past: no intervals`);
    return [];
  }
}

function hasErrors(path: Float64Array): boolean {
  return path.some(Number.isFinite);
}

/** The series of which no more than half is held back. */
function longEnough(panel: Panel, held: number): Panel {
  return { ...panel, series: panel.series.filter(({ y }) => y.length >= 2 * held) };
}

/** Those of them of which some seasons are left as well, if the longest has so many. */
function wellKnown(panel: Panel, held: number): Panel {
  const long = longEnough(panel, held);
  const series = long.series.filter(({ y }) => y.length - held >= SEASONS * panel.season);
  return series.length > 0 ? { ...panel, series } : long;
}

/** Errors of forecasts that are not shown the last `held` observations, in units of spread, [series][step]. */
function errorsFrom(
  model: Model,
  state: State,
  panel: Panel,
  horizon: number,
  held: number,
): Float64Array[] {
  const forecasts = model.restore(state, withoutTail(panel, held)).forecast(horizon, []);
  return forecasts.map(({ mean }, s) => {
    const { y } = panel.series[s]!;
    const from = y.length - held;
    const spread = spreadOf(y, panel.season, from);
    return mean.map((value, h) => (y[from + h]! - value) / spread);
  });
}

/** Of the finite errors; NaN when there is none. */
function medianSize(paths: readonly Float64Array[]): number {
  const sizes = Float64Array.from(paths.flatMap((path) => Array.from(path, Math.abs)))
    .filter(Number.isFinite)
    .sort();
  return sizes[sizes.length >> 1] ?? Number.NaN;
}

/** Errors that are kept of a step, at the most: enough for every tenth of a percent. */
const KEPT = 999;

/** The order statistics that divide ascending numbers evenly, as many as are kept. */
function thinned(errors: Float64Array): Float64Array {
  if (errors.length <= KEPT) return errors;
  return Float64Array.from(
    { length: KEPT },
    (_, k) => errors[Math.round(((k + 1) * (errors.length + 1)) / (KEPT + 1)) - 1]!,
  );
}

/** The errors that are known at each step ahead. */
function byStep(paths: readonly Float64Array[]): Float64Array[] {
  return Array.from(paths[0]!, (_, h) =>
    Float64Array.from(paths, (path) => path[h]!).filter(Number.isFinite),
  );
}

function withErrors(
  fitted: FittedModel,
  panel: Panel,
  errors: readonly Float64Array[],
  how: FromErrors,
  defaults: readonly number[],
): FittedModel {
  return {
    ...fitted,
    state: { fit: fitted.state, errors },
    forecast(horizon, levels = defaults) {
      const forecasts = fitted.forecast(horizon, []);
      const judged = errors.length > 0 && errors.every(({ length }) => length > 0);
      if (!judged) return forecasts.map(({ id, mean }) => ({ id, mean }));
      return forecasts.map(({ id, mean }, s) => {
        const spread = spreadOf(panel.series[s]!.y, panel.season);
        const intervals = levels.map((level): Interval => {
          const end = (h: number, side: 0 | 1) =>
            spread * how.ends(errors[Math.min(h, errors.length - 1)]!, level)[side];
          return {
            level,
            lo: mean.map((value, h) => value + end(h, 0)),
            hi: mean.map((value, h) => value + end(h, 1)),
          };
        });
        return { id, mean, intervals };
      });
    },
  };
}
