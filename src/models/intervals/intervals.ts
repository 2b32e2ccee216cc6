import { type Panel, withoutTail } from "../../data/panel/from-table.js";
import { lengthsOf, madeOf, placesIn, type WidePanel } from "../../data/wide/wide-panel.js";
import { Random } from "../../numeric/random.js";
import { counted } from "../../wording.js";
import type { FitContext, FittedModel, Interval, Model, State, Steadied } from "../model.js";
import { InvalidState } from "../state-reader.js";
import {
  agreeing,
  anything,
  list,
  MAX_HORIZON,
  object,
  optional,
  text,
  vector,
} from "../state-schema.js";
import { requireForecastRequest } from "../validated.js";
import { adaptedLevel, rankTrials, type Trials } from "./adaptive.js";
import { calibrated } from "./calibrated.js";
import type { Intervals } from "./kinds.js";
import { changeOf, isUnknown, spreadOf } from "./known-spread.js";
import {
  isLongEnough,
  type LearnBefore,
  observationsBeyond,
  type PastForecast,
  pastErrors,
} from "./past-errors.js";
import { errorScale } from "./scale.js";
import { MAX_SPEAKERS, speakers, speakersOf } from "./speakers.js";
import { settled, withoutBreaks } from "./steadied.js";

/**
 * Observations up to which models claim too little by far. On longer series, such as the weekly ones of M4,
 * calibrated intervals of `ets` and `fft` covered less than their own.
 */
const MAX_SHORT = 60;

/**
 * The model with intervals of a kind; with `none` the model is unchanged and the caller requests no levels.
 *
 * @example
 * const model = withIntervals(createModel("naive2"), "adaptive");
 * const panel = await readPanel("nottem");
 * const context = { horizon: 12, seed: 1, levels: [80], warn: console.warn };
 * const [{ intervals }] = (await model.fit(panel, context)).forecast(12);
 * intervals[0].level; // 80
 */
export function withIntervals(model: Model, how: Intervals): Model {
  switch (how) {
    case "auto":
      // Calibration takes one more fit, which a model of all series would need long for.
      if (model.intervals !== false && !model.local) return model;
      return model.intervals === false
        ? conformal(model)
        : model.calibrated
          ? model
          : calibrated(model, model.overconfident ? undefined : MAX_SHORT);
    case "calibrated":
      if (model.intervals === false) return conformal(model);
      return model.calibrated ? model : calibrated(model);
    case "conformal":
      return conformal(model);
    case "adaptive":
      return adaptive(model);
    case "bootstrap":
      return bootstrap(model);
    case "native":
    case "none":
      return model;
  }
}

/**
 * The model with conformal intervals: mean ± the ⌈(n + 1)·level⌉-th smallest absolute error at the same
 * step ahead, of forecasts from past origins. Errors of all series (a sample of them where there are many) count
 * together, each in units of its series' mean absolute change from one step or season to the next.
 *
 * The errors are those of the fit itself, enlarged by its optimism, which a second fit measures on the last
 * origins. Where the fit has memorised its past they are those of the second fit: split conformal.
 *
 * @example
 * const model = conformal(createModel("naive2")); // as withIntervals(…, "conformal")
 *
 * @see Vovk, Gammerman & Shafer (2005), "Algorithmic learning in a random world"; Lei et al. (2018),
 *   "Distribution-free predictive inference for regression", algorithm 2; Efron (1986), "How biased is the
 *   apparent error rate of a prediction rule?", for the optimism
 */
export function conformal(model: Model): Model {
  return fromPast(model, symmetric);
}

/**
 * The model with conformal intervals whose level follows, for each series and step ahead, the coverage
 * that past intervals would have had. They grow where a series has become harder
 * to forecast than it used to be, and shrink where it is easier than the others.
 *
 * @example
 * const model = adaptive(createModel("naive2")); // as withIntervals(…, "adaptive")
 */
export function adaptive(model: Model): Model {
  return fromPast(model, {
    ...symmetric,
    adapts: true,
    learn: (past) => ({ ...symmetric.learn(past), trials: rankTrials(past) }),
  });
}

const symmetric = {
  learn: (past: readonly PastForecast[]) => ({
    errors: byStep(past).map((errors) => thinned(errors.map(Math.abs).sort())),
  }),
  known: (past: readonly PastForecast[]) =>
    byStep(past).reduce((min, { length }) => Math.min(min, length), past.length),
  minErrors: (level: number) => Math.ceil(level / (100 - level)),
  ends(errors: Float64Array, level: number): [number, number] {
    const rank = Math.ceil(((errors.length + 1) * level) / 100);
    const reach = rank < 1 ? 0 : errors[Math.min(rank, errors.length) - 1];
    return [-reach, reach];
  },
};

/** Past paths from which on their signs say something, and intervals need not be symmetric. */
const MIN_BOOTSTRAP_PATHS = 8;
/** Sample paths of bootstrap intervals. */
const BOOTSTRAP_PATHS = 1000;

/**
 * The model with bootstrap intervals: quantiles at each step of 1000 sample paths, each the forecast and
 * the errors of a past one from its first step to its last, drawn with replacement. Unlike those of
 * {@link conformal} they need not be symmetric; of fewer than 8 past paths, each is drawn with either
 * sign, as a few errors on one side do not make the other side impossible.
 *
 * @example
 * const model = bootstrap(createModel("naive2")); // as withIntervals(…, "bootstrap")
 *
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", section 5.5, where paths
 *   are made of one-step errors
 */
export function bootstrap(model: Model): Model {
  return fromPast(model, {
    known: (past) => past.filter(isWhole).length,
    learn(past, seed) {
      const whole = past.filter(isWhole);
      if (whole.length === 0) return { errors: [] };
      const random = new Random(seed);
      const paths = whole.length < MIN_BOOTSTRAP_PATHS ? withMirrored(whole) : whole;
      const drawn = Array.from(
        { length: BOOTSTRAP_PATHS },
        () => paths[random.below(paths.length)],
      );
      return { errors: byStep(drawn).map((errors) => errors.sort()) };
    },
    minErrors: (level) => Math.ceil((100 + level) / (100 - level)),
    ends(errors, level) {
      const outside = ((errors.length + 1) * (100 - level)) / 200;
      const rank = Math.max(1, Math.floor(outside));
      // Where all errors have one sign, as of a model that is always too high, the forecast is an end.
      return [Math.min(0, errors[rank - 1]), Math.max(0, errors[errors.length - rank])];
    },
  });
}

/** Each path of errors with either sign. */
function withMirrored(paths: readonly PastForecast[]): PastForecast[] {
  return paths.flatMap((past) => [past, { ...past, errors: past.errors.map((error) => -error) }]);
}

/** How intervals are made of past errors, in units of a series' {@link errorScale}. */
interface IntervalMethod {
  /** Whether levels follow the coverage in the past. */
  readonly adapts?: boolean;
  learn(past: readonly PastForecast[], seed: number): Learned;
  /** Number of errors at the step ahead that has the fewest. */
  known(past: readonly PastForecast[]): number;
  /** Fewest errors with which an interval of this level ends within them. */
  minErrors(level: number): number;
  /** Lower and upper end, relative to the forecast. */
  ends(errors: Float64Array, level: number): [number, number];
}

/** What is remembered of past errors; part of the saved state. */
interface Learned {
  /** [horizon] ascending errors each; empty when there are no intervals. */
  readonly errors: readonly Float64Array[];
  /** Ranks of each series' errors; adaptive intervals only. */
  readonly trials?: readonly Trials[];
}

function fromPast(model: Model, method: IntervalMethod): Model {
  const { local, pooled: _, shared: all, ...others } = model;
  // Adaptive intervals need the errors of every series.
  const someSpeak = local && !method.adapts;
  const shared = method.adapts ? undefined : all;
  const learn = async (
    panel: Panel,
    fitted: Pick<FittedModel, "state">,
    context: FitContext,
    before?: LearnBefore,
    early?: State,
  ) => {
    context.onIntervals?.();
    const steady = settled(model, panel).panel;
    const past = await pastErrors(steady, model, fitted, context, before, early);
    if (past.length > 0) warnOfFewErrors(model.name, method.known(past), method, context);
    return past.length > 0 ? method.learn(past, context.seed) : { errors: [] };
  };
  /** The fit without the last observations, of a model that then goes on from it to all of them. */
  const learnFirst = async (panel: Panel, context: FitContext) => {
    // Whoever watches a network learn is to see it from its start.
    const beyond = context.onFlow ? undefined : observationsBeyond(panel, context.horizon);
    if (beyond === undefined || !model.goesOn?.(panel, beyond)) return undefined;
    const steady = settled(model, panel).panel;
    const quietly = { ...context, warn: () => {} };
    const { state } = await model.fit(withoutTail(steady, beyond), quietly);
    return { state, beyond };
  };
  const learnFromSpeakers = async (panel: Panel, context: FitContext) => {
    const some = speakers(panel);
    return learn(some, await model.fit(some, { ...context, warn: () => {} }), context);
  };
  /** Of a model that has learned from all of many series: its errors in some of them. */
  const learnOfShared = (panel: WidePanel, state: State, context: FitContext) =>
    learn(speakersOf(panel), { state }, context, (tail, quietly) => {
      const lengths = lengthsOf(panel);
      const places = placesIn(panel).filter((place) => isLongEnough(lengths[place], tail));
      const before = (one: Panel) => withoutTail(settled(model, one).panel, tail).series[0];
      return shared!.learn(
        madeOf(panel, places, before, (length) => length - tail),
        quietly,
      );
    });
  const whole: Model = {
    ...others,
    fitsAgain: true,
    intervals: true,
    async fit(panel, context) {
      const small = panel.series.length <= MAX_SPEAKERS;
      const first = small ? await learnFirst(panel, context) : undefined;
      const fitted = await model.fit(panel, first ? { ...context, beyond: first.beyond } : context);
      const few = context.signal?.aborted || small;
      const learned =
        !few && shared
          ? await learnOfShared(panel, fitted.state, context)
          : !few && someSpeak
            ? await learnFromSpeakers(panel, context)
            : await learn(panel, fitted, context, undefined, first?.state);
      const steadied = withoutBreaks(model, panel);
      return withErrors(fitted, steadied, learned, method, context);
    },
    restore(state, panel) {
      const { fit, ...learned } = state as unknown as { fit: State } & Learned;
      return withErrors(
        model.restore(fit, panel),
        withoutBreaks(model, panel),
        learned,
        method,
        {},
      );
    },
    requireState(state, panel) {
      const { fit, trials } = learnedState(state, "state");
      model.requireState(fit, panel);
      if ((trials !== undefined) !== (method.adapts === true)) {
        throw new InvalidState(
          "state.trials must be there for adaptive intervals, and only for them",
        );
      }
    },
  };
  const known = (learned: Learned, forecaster: Model): Model => ({
    ...whole,
    local: true,
    async fit(panel, context) {
      const fitted = await forecaster.fit(panel, context);
      const steadied = withoutBreaks(model, panel);
      return withErrors(fitted, steadied, learned, method, context);
    },
  });
  if (shared) {
    return {
      ...whole,
      shared: {
        async learn(panel, context) {
          if (panel.series.length <= MAX_SPEAKERS) {
            return (await whole.fit(speakersOf(panel), context)).state;
          }
          const fit = await shared.learn(panel, context);
          return { fit, ...(await learnOfShared(panel, fit, context)) } as unknown as State;
        },
        given(state) {
          const { fit, ...learned } = state as unknown as { fit: State } & Learned;
          return known(learned, shared.given(fit));
        },
      },
    };
  }
  if (!someSpeak) return whole;
  return {
    ...whole,
    pooled: {
      learn: async (panel, context) =>
        (await learnFromSpeakers(panel, context)) as unknown as State,
      given: (learned) => known(learned as unknown as Learned, model),
    },
  };
}

/** What is saved of a model with intervals from past errors. */
const learnedState = object({
  fit: anything,
  errors: list(agreeing(vector(), ascending), { maxLength: MAX_HORIZON }),
  trials: optional(
    list(
      agreeing(
        object({
          id: text,
          held: vector({ min: 0 }),
          ranks: vector({ min: 0, max: 1, nan: true }),
        }),
        ({ held, ranks }) =>
          held.length > 0 && ranks.length % held.length === 0
            ? undefined
            : `${ranks.length} ranks are not those of ${held.length} origins`,
      ),
    ),
  ),
});

function ascending(errors: Float64Array): string | undefined {
  return errors.every((error, i) => i === 0 || errors[i - 1] <= error)
    ? undefined
    : "its errors do not ascend";
}

function warnOfFewErrors(
  name: string,
  known: number,
  method: IntervalMethod,
  context: FitContext,
): void {
  const wide = (context.levels ?? []).filter((level) => method.minErrors(level) > known);
  if (wide.length === 0) return;
  if (known === 0) {
    context.warn(
      `${name} has no past errors at some steps ahead, as too little was observed: no intervals`,
    );
    return;
  }
  context.warn(
    `${name} has only ${counted(known, "past error")}, too few for intervals of ${wide.join(" and ")} %: the largest error is used for these`,
  );
}

/** Most errors kept of a step: enough for levels in tenths of a percent. */
const MAX_ERRORS_KEPT = 999;

/** Evenly spaced order statistics of ascending errors, {@link MAX_ERRORS_KEPT} at most. */
function thinned(errors: Float64Array): Float64Array {
  if (errors.length <= MAX_ERRORS_KEPT) return errors;
  return Float64Array.from(
    { length: MAX_ERRORS_KEPT },
    (_, k) => errors[Math.round(((k + 1) * (errors.length + 1)) / (MAX_ERRORS_KEPT + 1)) - 1],
  );
}

function isWhole({ errors }: PastForecast): boolean {
  return errors.every(Number.isFinite);
}

/** [horizon] the finite errors at each step ahead. */
function byStep(past: readonly PastForecast[]): Float64Array[] {
  return Array.from(past[0].errors, (_, h) =>
    Float64Array.from(past, ({ errors }) => errors[h]).filter(Number.isFinite),
  );
}

function withErrors(
  fitted: FittedModel,
  { panel, hold }: Steadied,
  learned: Learned,
  method: IntervalMethod,
  { levels: defaults = [], spread }: Pick<FitContext, "levels" | "spread">,
): FittedModel {
  const { errors, trials: all = [] } = learned;
  const trialsOf = new Map(all.map((trials) => [trials.id, trials]));
  const alone = panel.series.length === 1 && all.length === 1;
  return {
    ...fitted,
    state: { fit: fitted.state, ...learned },
    forecast(horizon, levels = defaults) {
      requireForecastRequest(horizon, levels);
      const forecasts = fitted.forecast(horizon, []);
      const judged = errors.length > 0 && errors.every(({ length }) => length > 0);
      if (!judged) return forecasts.map(({ id, mean }) => ({ id, mean }));
      const relative = panel.series.some(isUnknown) ? (spread ?? spreadOf(panel)) : 0;
      const around = forecasts.map(({ id, mean }, s) => {
        const one = panel.series[s];
        const scale = isUnknown(one) ? changeOf(one, relative) : errorScale(one.y, panel.season);
        // The level of a new series is not adapted.
        const trials = alone ? all[0] : trialsOf.get(id);
        const intervals = levels.map((level): Interval => {
          const ends = neverNarrower(
            errors,
            errors.map((known, h) =>
              method.ends(known, trials ? adaptedTogether(level, levels, trials, h) : level),
            ),
          );
          const end = (h: number, side: 0 | 1) => scale * ends[Math.min(h, ends.length - 1)][side];
          return {
            level,
            lo: mean.map((value, h) => value + end(h, 0)),
            hi: mean.map((value, h) => value + end(h, 1)),
          };
        });
        return { id, mean, intervals };
      });
      return hold(around);
    },
  };
}

/** Different errors of a step below which its ends are one of a few, and chance makes them jump from step to step. */
const FEW_ERRORS = 40;

/** Ends at least as far off as at the steps before, where few errors tell them. */
function neverNarrower(
  errors: readonly Float64Array[],
  ends: readonly [number, number][],
): [number, number][] {
  let [below, above] = [0, 0];
  return ends.map(([lo, hi], h) => {
    const few = isFew(errors[h]);
    [below, above] = [Math.min(lo, few ? below : lo), Math.max(hi, few ? above : hi)];
    return [below, above];
  });
}

/** @param errors ascending; bootstrap draws the same ones many times */
function isFew(errors: Float64Array): boolean {
  let different = 0;
  for (let i = 0; i < errors.length && different < FEW_ERRORS; i++) {
    if (i === 0 || errors[i] !== errors[i - 1]) different++;
  }
  return different < FEW_ERRORS;
}

/** The adapted level, raised so that no interval ends within one of a lower level. */
function adaptedTogether(
  level: number,
  levels: readonly number[],
  trials: Trials,
  step: number,
): number {
  return levels.reduce(
    (max, other) => (other > level ? max : Math.max(max, adaptedLevel(other, trials, step))),
    0,
  );
}
