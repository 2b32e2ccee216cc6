import { setImmediate } from "node:timers/promises";
import { observations, type Panel, type Series } from "../../data/panel/from-table.js";
import { sliceSeries } from "../../data/panel/series.js";
import { FitError } from "../../errors.js";
import { normalQuantile } from "../../numeric/normal.js";
import { parseSpec } from "../../spec/grammar.js";
import { type Calibration, calibrate, reachOf } from "../intervals/calibration.js";
import { chooseOrigins, knownBefore, type Origins } from "../intervals/origins.js";
import { errorScale } from "../intervals/scale.js";
import type {
  CandidateSelection,
  FitContext,
  FittedModel,
  Interval,
  Model,
  Selection,
  SeriesForecast,
  State,
} from "../model.js";
import { InvalidState } from "../state-reader.js";
import { type Candidate, chooseCandidates, memberOf } from "./candidates.js";
import { combine } from "./combine.js";
import { columnsOf, withoutColumns } from "./traits.js";
import { chooseWeights, type OriginErrors, type Weights } from "./weights.js";

/** Latest observations of a series that are looked at. */
const MAX_OBSERVATIONS = 4096;
/** Weight, mean over the series, from which a candidate is worth its fit. */
const MIN_WEIGHT = 0.015;
/**
 * How much better candidates with columns must do than those without, as a share of the loss: so much with
 * many origins, and so much more with a single one, falling with the root of their number.
 */
const COLUMNS_MUST_SAVE = 0.02;
const COLUMNS_MUST_SAVE_ONCE = 0.3;
/**
 * Parameters that the choice of weights counts as, in the final prediction error. Found on M1, whose test
 * parts are somewhat harder than what came before.
 */
const CHOSEN_BY_ERRORS = 4;
/**
 * Rise of the deviation since an origin beyond which the errors of a series by itself are measured by the
 * deviation of today: not to see the end of a quiet time is no error of thousands of deviations. In a
 * panel it is one of many events, which may come again in other series.
 */
const MAX_RISE = 3;
/** Level of the members' intervals that give their deviations. */
const OWN_LEVEL = 80;

/** Series of one kind, and the members whose forecasts are combined. */
export interface Group {
  readonly state: GroupState;
  readonly fitted: readonly { readonly id: string }[];
  readonly members: readonly {
    readonly name: string;
    readonly weight: number;
    readonly fitted: FittedModel;
  }[];
  readonly selection: Selection;
  forecast(horizon: number, levels: readonly number[]): SeriesForecast[];
}

/** What is remembered of a group, as plain data. */
export interface GroupState {
  readonly ids: readonly string[];
  readonly members: readonly {
    readonly spec: string;
    readonly columns: boolean;
    readonly state: State;
  }[];
  /** [members], of all series together. */
  readonly pooled: Float64Array;
  /** [ids][members] */
  readonly weights: readonly Float64Array[];
  readonly calibration: Calibration;
  /** Whether forecasts may fall below 0 though nothing observed does. */
  readonly unfloored?: boolean | undefined;
  readonly selection: Omit<Selection, "candidates"> & {
    readonly candidates: readonly Omit<CandidateSelection, "seconds">[];
  };
}

/** How a group is fitted. */
export interface GroupOptions {
  readonly named: readonly string[];
  readonly budget: number;
  readonly intermittent: boolean;
  /** What came of series that candidates see without their outliers, by id. */
  readonly observed: ReadonlyMap<string, Float64Array>;
}

/** A candidate's forecasts from the origins, [series][origins]. */
interface Trial {
  readonly candidate: Candidate;
  readonly forecasts: readonly (readonly OwnForecast[])[];
  readonly seconds: number;
}

/** A forecast, and the standard deviation that its model claims; NaN where it claims none. */
interface OwnForecast {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Judges the candidates, weighs them, and fits those with weight to everything. */
export async function fitGroup(
  whole: Panel,
  options: GroupOptions,
  context: FitContext,
  change: (member: Model, spec: string) => Model,
): Promise<Group> {
  const panel = recent(whole);
  const origins = chooseOrigins(panel, context.horizon);
  const failures = new Map<Candidate, string>();
  const candidates = chooseCandidates(panel, options, change);
  const trials = await judge(candidates, panel, origins, context, failures);
  const judged = trials.some(({ forecasts }) => forecasts.some((own) => own.length > 0));
  const helps = judged && columnsHelp(trials, panel, origins, options.intermittent);
  const kept = trials.filter(({ candidate }) => helps || !candidate.columns);
  const errors = errorsOf(kept, panel, origins);
  const weights = chooseWeights(kept.length, errors, origins.steps, options.intermittent);
  const average = meanWeights(weights, kept.length);

  const fits: { trial: Trial; place: number; fitted: FittedModel; seconds: number }[] = [];
  let problem: unknown;
  for (const [place, trial] of kept.entries()) {
    if (average[place] < MIN_WEIGHT) continue;
    await setImmediate();
    if (context.signal?.aborted && fits.length > 0) break;
    const { candidate } = trial;
    const started = performance.now();
    try {
      const fitted = await candidate.model.fit(seenBy(candidate, panel), quietly(context, true));
      fits.push({ trial, place, fitted, seconds: since(started) });
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
      failures.set(candidate, error.message);
      problem = error;
    }
  }
  if (fits.length === 0) throw problem ?? new FitError("auto: no candidate could be fitted");

  const narrowed = (all: Float64Array) => {
    const own = Float64Array.from(fits, ({ place }) => all[place]);
    const sum = own.reduce((total, weight) => total + weight, 0);
    return sum > 0 ? own.map((weight) => weight / sum) : own.fill(1 / own.length);
  };
  const pooled = narrowed(weights.pooled);
  const seriesWeights = weights.series.map(narrowed);
  const count = fits.reduce(
    (least, { fitted }) => Math.min(least, fitted.forecast(1, []).length),
    panel.series.length,
  );
  const calibration = calibrated(fits, seriesWeights, panel, origins, options.observed);
  const weighed = meanWeights({ series: seriesWeights }, fits.length);
  const selection: Selection = {
    series: panel.series.length,
    kind: options.intermittent ? "intermittent" : "regular",
    origins: origins.held.reduce((most, own) => Math.max(most, own.length), 0),
    columns: columnsOf(panel),
    columnsUsed: fits.some(({ trial }) => trial.candidate.columns),
    candidates: candidates.map((candidate): CandidateSelection => {
      const place = kept.findIndex((trial) => trial.candidate === candidate);
      const fit = fits.findIndex(({ trial }) => trial.candidate === candidate);
      const failure = failures.get(candidate);
      const trial = trials.find((one) => one.candidate === candidate);
      return {
        spec: candidate.spec,
        columns: candidate.columns,
        weight: fit < 0 ? 0 : weighed[fit],
        loss: place < 0 ? Number.NaN : weights.losses[place],
        steps: place < 0 ? new Float64Array() : weights.steps[place],
        ...(failure !== undefined && { failure }),
        seconds: (trial?.seconds ?? 0) + (fits[fit]?.seconds ?? 0),
      };
    }),
  };
  const state: GroupState = {
    ids: panel.series.slice(0, count).map(({ id }) => id),
    members: fits.map(({ trial: { candidate }, fitted }) => ({
      spec: candidate.spec,
      columns: candidate.columns,
      state: fitted.state,
    })),
    pooled,
    weights: seriesWeights.slice(0, count),
    calibration,
    ...(context.min !== undefined && { unfloored: true }),
    selection: {
      ...selection,
      candidates: selection.candidates.map(({ seconds: _, ...candidate }) => candidate),
    },
  };
  const members = fits.map(({ fitted }) => fitted);
  const done = { ...whole, series: whole.series.slice(0, count) };
  return groupOf(state, members, done, selection);
}

/** @throws InvalidState unless the state is what a fit to the group's series in the panel returns */
export function requireGroup(state: GroupState, panel: Panel): void {
  const ids = new Set(state.ids);
  const series = panel.series.filter(({ id }) => ids.has(id));
  if (series.length !== state.ids.length || series.some(({ id }, s) => id !== state.ids[s])) {
    throw new InvalidState("ids of a group are not those of the panel");
  }
  const bounded = recent({ ...panel, series });
  for (const { spec, columns, state: own } of state.members) {
    memberOf(spec).requireState(own, columns ? bounded : withoutColumns(bounded));
  }
}

/** The group that a state describes, ready to forecast what follows the panel. */
export function restoreGroup(state: GroupState, panel: Panel): Group {
  const bounded = recent(panel);
  const members = state.members.map(({ spec, columns, state: own }) =>
    memberOf(spec).restore(own, columns ? bounded : withoutColumns(bounded)),
  );
  return groupOf(state, members, panel, state.selection);
}

function groupOf(
  state: GroupState,
  members: readonly FittedModel[],
  panel: Panel,
  selection: Selection,
): Group {
  const places = new Map(state.ids.map((id, i) => [id, i]));
  const alone = panel.series.length === 1 && state.ids.length === 1;
  const weightsOf = (id: string) =>
    state.weights[alone ? 0 : (places.get(id) ?? -1)] ?? state.pooled;
  const average = meanWeights({ series: state.weights }, members.length);
  return {
    state,
    fitted: panel.series.map(({ id }) => ({ id })),
    members: members.map((fitted, m) => ({
      name: parseSpec(state.members[m].spec).name.text,
      fitted,
      weight: average[m],
    })),
    selection,
    forecast(horizon, levels) {
      const forecasts = members.map((fitted) => owned(fitted.forecast(horizon, [OWN_LEVEL])));
      return panel.series.map((series, s) => {
        const weights = weightsOf(series.id);
        const own = forecasts.map((all) => all[s]);
        const mean = combine(
          own.map((one) => one.mean),
          weights,
        );
        const deviation = deviationOf(own, weights, series, panel.season);
        const intervals = levels.map((level): Interval => {
          const reach = (side: 0 | 1) =>
            mean.map(
              (value, h) => value + deviation[h] * reachOf(state.calibration, level, h)[side],
            );
          return { level, lo: reach(0), hi: reach(1) };
        });
        return { id: series.id, mean, ...(levels.length > 0 && { intervals }) };
      });
    },
  };
}

/** Fits each candidate before the earliest origin of each series and forecasts from all of them. */
async function judge(
  candidates: readonly Candidate[],
  panel: Panel,
  { steps, held }: Origins,
  context: FitContext,
  failures: Map<Candidate, string>,
): Promise<Trial[]> {
  const places = panel.series.map((_, s) => s).filter((s) => held[s].length > 0);
  const rounds = held.reduce((most, own) => Math.max(most, own.length), 0);
  const known = (s: number, origin: number) => knownBefore(panel, panel.series[s], held[s][origin]);
  const before: Panel = {
    ...panel,
    series: places.map((s) => known(s, held[s].length - 1)),
  };
  const later = Array.from({ length: rounds }, (_, origin) => {
    const some = places.filter((s) => held[s].length > origin);
    return { some, panel: { ...panel, series: some.map((s) => known(s, origin)) } };
  });
  const trials: Trial[] = [];
  for (const candidate of candidates) {
    // Fits of few series hold this thread: between them a signal is heard.
    await setImmediate();
    const started = performance.now();
    const forecasts = panel.series.map((): OwnForecast[] => []);
    if (places.length > 0 && !context.signal?.aborted) {
      try {
        const fitted = await candidate.model.fit(
          seenBy(candidate, before),
          quietly(context, false),
        );
        for (const { some, panel: part } of later) {
          const own = owned(
            candidate.model
              .restore(fitted.state, seenBy(candidate, part))
              .forecast(steps, [OWN_LEVEL]),
          );
          for (const [i, s] of some.entries()) if (own[i]) forecasts[s].push(own[i]);
        }
      } catch (error) {
        if (!(error instanceof FitError)) throw error;
        failures.set(candidate, error.message);
        continue;
      }
    }
    trials.push({ candidate, forecasts, seconds: since(started) });
  }
  return trials;
}

/** Errors of each series and origin, [candidates][steps]. */
function errorsOf(trials: readonly Trial[], panel: Panel, { held, steps }: Origins) {
  return panel.series.map((series, s) => {
    const actual = observations(series);
    const origins = held[s].flatMap((back, origin): OriginErrors[] => {
      const from = actual.length - back;
      const errors = trials.map(({ forecasts }) => {
        const mean = forecasts[s][origin]?.mean;
        return Float64Array.from({ length: steps }, (_, h) =>
          mean === undefined ? Number.NaN : actual[from + h] - mean[h],
        );
      });
      return errors.every((own) => own.some((error) => !Number.isNaN(error))) ? [errors] : [];
    });
    return { origins };
  });
}

/** Whether the best candidate with columns does better than the best one without. */
function columnsHelp(
  trials: readonly Trial[],
  panel: Panel,
  origins: Origins,
  intermittent: boolean,
): boolean {
  if (!trials.some(({ candidate }) => candidate.columns)) return false;
  const errors = errorsOf(trials, panel, origins);
  const { losses } = chooseWeights(trials.length, errors, origins.steps, intermittent);
  const least = (columns: boolean) =>
    trials.reduce(
      (min, { candidate }, c) => (candidate.columns === columns ? Math.min(min, losses[c]) : min),
      Number.POSITIVE_INFINITY,
    );
  const pairs = errors.reduce((sum, { origins }) => sum + origins.length, 0);
  const share = COLUMNS_MUST_SAVE + COLUMNS_MUST_SAVE_ONCE / Math.sqrt(pairs);
  return least(true) < (1 - share) * least(false);
}

/** What the combination's errors from the origins were, in units of the deviations it claims. */
function calibrated(
  fits: readonly { readonly trial: Trial; readonly fitted: FittedModel }[],
  weights: readonly Float64Array[],
  panel: Panel,
  { held, steps }: Origins,
  observed: ReadonlyMap<string, Float64Array>,
): Calibration {
  const rows: Float64Array[] = [];
  let independent = 0;
  const present = fits.map(({ fitted }) => owned(fitted.forecast(steps, [OWN_LEVEL])));
  for (const [s, series] of panel.series.entries()) {
    const actual = observed.get(series.id) ?? observations(series);
    const now = present.flatMap((all) => all[s] ?? []);
    if (now.length < fits.length) continue;
    const least = panel.series.length > 1 ? 0 : 1 / MAX_RISE;
    const today = deviationOf(now, weights[s], series, panel.season);
    for (const [origin, back] of held[s].entries()) {
      const own = fits.flatMap(({ trial }) => trial.forecasts[s][origin] ?? []);
      if (own.length < fits.length) continue;
      const mean = combine(
        own.map((one) => one.mean),
        weights[s],
      );
      const known = knownBefore(panel, series, back);
      const claimed = deviationOf(own, weights[s], known, panel.season);
      const deviation = claimed.map((one, h) => Math.max(one, least * today[h]));
      const from = actual.length - back;
      // The weights were chosen by these very errors, which are therefore somewhat too small.
      const optimism = Math.sqrt(1 + CHOSEN_BY_ERRORS / actual.length);
      rows.push(mean.map((value, h) => (optimism * (actual[from + h] - value)) / deviation[h]));
      // Origins half a horizon apart share half of their steps.
      independent += origin === 0 ? 1 : 0.5;
    }
  }
  return calibrate(rows, steps, independent);
}

function owned(forecasts: readonly SeriesForecast[]): OwnForecast[] {
  const half = normalQuantile(0.5 + OWN_LEVEL / 200);
  return forecasts.map(({ mean, intervals }) => {
    const own = intervals?.[0];
    return {
      mean,
      deviation: own
        ? mean.map((_, h) => (own.hi[h] - own.lo[h]) / (2 * half))
        : mean.map(() => Number.NaN),
    };
  });
}

/**
 * The members' own deviations combined; where none claims any, as networks do not, those of a seasonal
 * random walk of the series' own spread.
 */
function deviationOf(
  own: readonly OwnForecast[],
  weights: Float64Array,
  { y }: Series,
  season: number,
): Float64Array {
  const claimed = own.map(({ deviation }) => deviation);
  if (claimed.some((one, m) => weights[m] > 0 && one.every(Number.isFinite))) {
    return combine(claimed, weights);
  }
  const scale = errorScale(y, season);
  return claimed[0].map((_, h) => scale * Math.sqrt(1 + Math.floor(h / season)));
}

function meanWeights({ series }: Pick<Weights, "series">, count: number): Float64Array {
  const mean = new Float64Array(count);
  for (const weights of series)
    for (let c = 0; c < count; c++) mean[c] += weights[c] / series.length;
  return mean;
}

function seenBy({ columns }: Candidate, panel: Panel): Panel {
  return columns ? panel : withoutColumns(panel);
}

/** Members say nothing of oddities: they are weighed. Only fits to everything show how gradients flow. */
function quietly({ onFlow, ...context }: FitContext, last: boolean): FitContext {
  return { ...context, levels: [OWN_LEVEL], warn: () => {}, ...(last && onFlow && { onFlow }) };
}

/** The latest observations of each series. */
function recent(panel: Panel): Panel {
  if (panel.series.every(({ y }) => y.length <= MAX_OBSERVATIONS)) return panel;
  return {
    ...panel,
    series: panel.series.map((one) =>
      one.y.length > MAX_OBSERVATIONS ? sliceSeries(one, one.y.length - MAX_OBSERVATIONS) : one,
    ),
  };
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
}
