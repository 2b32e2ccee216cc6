import { type Panel, withoutTail } from "../data/panel.js";
import { Random } from "../engine/random.js";
import { FitError } from "../errors.js";
import type { FitContext, FittedModel, Interval, Model, State } from "./model.js";
import { spreadOf } from "./spread.js";

/** Where intervals come from: `auto` is `native` for models that have their own, else `conformal`. */
export const INTERVALS = ["auto", "native", "conformal", "bootstrap", "none"] as const;
export type Intervals = (typeof INTERVALS)[number];

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
 * The model with split conformal intervals: mean ± the ⌈(n + 1)·level⌉-th smallest absolute error at the
 * same step ahead, of forecasts from the panel's last origins.
 *
 * The model is fitted once more, to what lies before all origins, and is then shown the series as they
 * grow. Errors of all series are taken together, in units of the spread of each ({@link spreadOf}).
 *
 * @see Vovk, Gammerman & Shafer (2005), "Algorithmic learning in a random world"; Lei et al. (2018),
 *   "Distribution-free predictive inference for regression", algorithm 2
 */
export function conformal(model: Model): Model {
  return fromPast(model, {
    learn: (paths) => byStep(paths).map((errors) => errors.map(Math.abs).sort()),
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
      const paths = await pastErrors(panel, model, context);
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

/**
 * Origins from which past forecasts are judged, at the most. A panel has enough errors of fewer, and the
 * fewer there are the less is kept from the model that they shall speak for.
 */
const ORIGINS_ALONE = 60;
const ORIGINS_IN_PANEL = 12;
const ENOUGH_ERRORS = 1000;

/** Scaled errors of past forecasts, [path][step]; none where no series is long enough. */
async function pastErrors(
  panel: Panel,
  model: Model,
  { onFlow: _, ...context }: FitContext,
): Promise<Float64Array[]> {
  const { horizon, signal } = context;
  const count = panel.series.length;
  const most =
    count > 1 ? Math.min(ORIGINS_IN_PANEL, Math.ceil(ENOUGH_ERRORS / count)) : ORIGINS_ALONE;
  const longest = panel.series.reduce((length, { y }) => Math.max(length, y.length), 0);
  const origins = Math.min(most, Math.floor(longest / 2) - horizon + 1);
  const tail = horizon + origins - 1;
  const long = { ...panel, series: panel.series.filter(({ y }) => y.length >= 2 * tail) };
  if (origins < 1 || long.series.length === 0) {
    context.warn(`no series is long enough to judge ${model.name} by: no intervals`);
    return [];
  }
  const paths: Float64Array[] = [];
  try {
    // What there is to warn about was said when everything was fitted.
    const quietly = { ...context, warn: () => {} };
    const state = signal?.aborted
      ? undefined
      : (await model.fit(withoutTail(long, tail), quietly)).state;
    if (state === undefined || signal?.aborted) {
      context.warn(`interrupted before ${model.name} was judged on the past: no intervals`);
      return [];
    }
    for (let held = tail; held >= horizon; held--) {
      const past = withoutTail(long, held);
      model
        .restore(state, past)
        .forecast(horizon, [])
        .forEach(({ mean }, s) => {
          const { y } = long.series[s]!;
          const from = y.length - held;
          const spread = spreadOf(past.series[s]!.y, panel.season);
          paths.push(mean.map((value, h) => (y[from + h]! - value) / spread));
        });
    }
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    context.warn(`${model.name} could not be judged on the past: no intervals`);
    return [];
  }
  return paths.filter((path) => path.some(Number.isFinite));
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
