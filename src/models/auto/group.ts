import { setImmediate } from "node:timers/promises";
import type { Panel } from "../../data/panel/from-table.js";
import { FitError } from "../../errors.js";
import { parseSpec } from "../../spec/grammar.js";
import { type Calibration, reachOf } from "../intervals/calibration.js";
import { chooseOrigins } from "../intervals/origins.js";
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
import { calibrated, deviationOf } from "./claims.js";
import { combine } from "./combine.js";
import { ShareDone } from "./share-done.js";
import { toldSeasons } from "./told-seasons.js";
import { columnsOf, withoutColumns } from "./traits.js";
import {
  columnsHelp,
  errorsOf,
  judge,
  OWN_LEVEL,
  owned,
  quietly,
  recent,
  seenBy,
  since,
  type Trial,
} from "./trials.js";
import { chooseWeights, meanWeights, narrowed } from "./weights.js";

/** Weight, mean over the series, from which a candidate is worth its fit. */
export const MIN_WEIGHT = 0.015;

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

/** Judges the candidates, weighs them, and fits those with weight to everything. */
export async function fitGroup(
  whole: Panel,
  options: GroupOptions,
  context: FitContext,
  change: (member: Model, spec: string) => Model,
): Promise<Group> {
  const panel = recent(whole);
  const { told, rule } = toldSeasons(panel, context.horizon, options);
  const origins = chooseOrigins(panel, context.horizon, rule);
  const failures = new Map<Candidate, string>();
  const candidates = chooseCandidates(panel, { ...options, told }, change);
  // Each is fitted before its origins, and those with weight to everything.
  const share = new ShareDone([...candidates, ...candidates], context.onShare);
  const trials = await judge(candidates, panel, origins, context, failures, share);
  const judged = trials.some(({ forecasts }) => forecasts.some((own) => own.length > 0));
  const helps = judged && columnsHelp(trials, panel, origins, options.intermittent);
  const kept = trials.filter(({ candidate }) => helps || !candidate.columns);
  const errors = errorsOf(kept, panel, origins);
  const weights = chooseWeights(kept.length, errors, origins.steps, options.intermittent);
  const average = meanWeights(weights, kept.length);

  const fits: { trial: Trial; place: number; fitted: FittedModel; seconds: number }[] = [];
  let problem: unknown;
  for (const [place, trial] of kept.entries()) {
    if (average[place] < MIN_WEIGHT) {
      share.add(trial.candidate);
      continue;
    }
    await setImmediate();
    if (context.signal?.aborted && fits.length > 0) break;
    const { candidate } = trial;
    const started = performance.now();
    try {
      const fitted = await candidate.model.fit(
        seenBy(candidate, panel),
        quietly(share.within(candidate, context), true),
      );
      fits.push({ trial, place, fitted, seconds: since(started) });
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
      failures.set(candidate, error.message);
      problem = error;
    } finally {
      share.add(candidate);
    }
  }
  if (fits.length === 0) throw problem ?? new FitError("auto: no candidate could be fitted");

  const places = fits.map(({ place }) => place);
  const pooled = narrowed(weights.pooled, places);
  const seriesWeights = weights.series.map((own) => narrowed(own, places));
  const count = fits.reduce(
    (least, { fitted }) => Math.min(least, fitted.forecast(1, []).length),
    panel.series.length,
  );
  const calibration = calibrated(
    fits,
    seriesWeights,
    panel,
    origins,
    options.observed,
    options.intermittent,
  );
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

/** Members and what is remembered of them, ready to forecast what follows the panel. */
export function groupOf(
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
