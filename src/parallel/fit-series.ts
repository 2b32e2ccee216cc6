import type { Panel } from "../data/panel/panel.js";
import type { WidePanel } from "../data/wide/wide-panel.js";
import { FitError } from "../errors.js";
import type { FitContext, FittedModel, Model, SeriesProgress, State } from "../models/model.js";
import { isWrapped } from "../models/own-units.js";
import { type FitAnswer, type FitOrder, fitOnWorkers, hasWorkers } from "./fit-on-workers.js";
import { fitWork } from "./fit-work.js";

/** Series fitted on this thread first: their time decides whether threads are worth starting. */
const TIMED_SERIES = 8;
/** Series in a part: few, so that all threads end at about the same time. */
const PART_SIZE = 16;
/** Expected milliseconds of the remaining fits above which threads are started. */
const MIN_PARALLEL_MS = 300;
/** Expected microseconds of a fit above which this thread is kept free for signals. */
const MIN_WORK = 300_000;

/**
 * A model that computes on other threads: a local one fits the series of a panel on several, a network is
 * trained on them, and any fit that would hold this thread for long is made on another, so that Ctrl-C is
 * heard. What is learned does not depend on their number, nor on which of them fitted what: parts are
 * joined in the panel's order. A part that fails on another thread, or finds none, is fitted here.
 *
 * @param spec    what `model` was created from, so that others can create it
 * @param threads how many may compute at once
 */
export function threaded(model: Model, spec: string, threads: number): Model {
  return threadedMember(model, { spec }, threads);
}

/** What others create the model from, a member of another one or a model of its own. */
type Origin = Pick<FitOrder, "spec" | "part">;

function threadedMember(model: Model, origin: Origin, threads: number): Model {
  if (model.spread) {
    return model.spread((one, spec, part) => threadedMember(one, { spec, part }, threads));
  }
  const here = (panel: Panel, context: FitContext) => model.fit(panel, { ...context, threads });
  const { shared } = model;
  const sharing = shared && {
    shared: {
      ...shared,
      learn: (panel: WidePanel, context: FitContext) =>
        shared.learn(panel, { ...context, threads }),
    },
  };
  if (!hasWorkers()) return { ...model, ...sharing, fit: here };
  return {
    ...model,
    ...sharing,
    async fit(panel, context) {
      const long = fitWork(origin.spec, panel) >= MIN_WORK;
      if (!model.local)
        return long ? fitWhole(model, origin, panel, context) : here(panel, context);
      const few = panel.series.length < TIMED_SERIES + PART_SIZE;
      if (long) {
        const size = few ? 1 : PART_SIZE;
        return fitParts(model, origin, threads, partsOf(panel, size), panel, context);
      }
      if (threads < 2 || few) return here(panel, context);
      return fitTimed(model, origin, threads, panel, context);
    },
  };
}

/** Fits all series of a panel on one other thread. */
async function fitWhole(
  model: Model,
  origin: Origin,
  panel: Panel,
  context: FitContext,
): Promise<FittedModel> {
  const [answer] = await fitOnWorkers([panel], origin, 1, context, (_, progress) =>
    context.onSeries?.(progress),
  );
  if (!answer) return fitHere(model, panel, context);
  answer.warnings.forEach(context.warn);
  const { state, training, selection } = answer;
  return {
    ...withDefaults(model.restore(state, panel), context),
    ...(training && { training }),
    ...(selection && { selection }),
  };
}

/** Fits the first series here, and the others on several threads where that saves time. */
async function fitTimed(
  model: Model,
  origin: Origin,
  threads: number,
  panel: Panel,
  context: FitContext,
): Promise<FittedModel> {
  const { series } = panel;
  const counts = counting(series.length, context.onSeries);
  const start = performance.now();
  const timed = slice(panel, 0, TIMED_SERIES);
  const first = await model.fit(timed, { ...context, onSeries: counts(0) });
  const rest = slice(panel, TIMED_SERIES, series.length);
  const expected = ((performance.now() - start) / TIMED_SERIES) * rest.series.length;
  if (context.signal?.aborted) return first;
  const parts = expected < MIN_PARALLEL_MS ? [rest] : partsOf(rest, PART_SIZE);
  return fitParts(model, origin, threads, parts, panel, context, { state: first.state, counts });
}

/** Fits parts of a panel on other threads, those that none of them fitted here, and joins them. */
async function fitParts(
  model: Model,
  origin: Origin,
  threads: number,
  parts: readonly Panel[],
  panel: Panel,
  context: FitContext,
  first?: { readonly state: State; readonly counts: Counts },
): Promise<FittedModel> {
  const counts = first?.counts ?? counting(panel.series.length, context.onSeries);
  const answers: readonly (FitAnswer | undefined)[] =
    first && parts.length === 1
      ? []
      : await fitOnWorkers(parts, origin, threads, context, (k, progress) =>
          counts(k + 1)(progress),
        );
  const states = first ? [first.state] : [];
  for (const [k, part] of parts.entries()) {
    const answer = answers[k];
    if (context.signal?.aborted && !answer && states.length > 0) break;
    const own = { ...context, onSeries: counts(k + 1) };
    const { state } = answer ?? (await fitHere(model, part, own));
    answer?.warnings.forEach(context.warn);
    states.push(state);
    // A part that was interrupted ends amid its series.
    if (countOf(state) < part.series.length) break;
  }
  const state = joined(states);
  return withDefaults(model.restore(state, slice(panel, 0, countOf(state))), context);
}

/** @throws FitError once interrupted: a fit that nothing can stop is not begun then */
function fitHere(model: Model, panel: Panel, context: FitContext): Promise<FittedModel> {
  if (context.signal?.aborted)
    throw new FitError("the fit was stopped before anything was learned");
  return model.fit(panel, context);
}

/** A restored fit that gives intervals at the levels it was fitted with, as every other fit does. */
function withDefaults(fitted: FittedModel, { levels: defaults = [] }: FitContext): FittedModel {
  return {
    ...fitted,
    forecast: (horizon, levels = defaults) => fitted.forecast(horizon, levels),
  };
}

function slice(panel: Panel, from: number, to: number): Panel {
  return { ...panel, series: panel.series.slice(from, to) };
}

function partsOf(panel: Panel, size: number): Panel[] {
  return Array.from({ length: Math.ceil(panel.series.length / size) }, (_, k) =>
    slice(panel, k * size, (k + 1) * size),
  );
}

/** The listener of each part, part 0 being the one fitted on this thread first. */
type Counts = (part: number) => (count: Pick<SeriesProgress, "done">) => void;

/** Adds up the progress of the parts and reports that of the whole. */
function counting(all: number, onSeries: FitContext["onSeries"]): Counts {
  const parts = new Map<number, number>();
  let sum = 0;
  return (part) =>
    ({ done }) => {
      sum += done - (parts.get(part) ?? 0);
      parts.set(part, done);
      onSeries?.({ done: sum, all });
    };
}

/**
 * Fields of a local model's state: lists over its series, which are `ids`, `fits` and what else is kept of them,
 * and what is no list, which is the same for all parts.
 */
type Fits = Readonly<Record<string, State>>;

/** Joins the states of parts, of a local model or of a list of them. */
function joined(states: readonly State[]): State {
  const [first] = states;
  if (states.every(Array.isArray)) {
    return (first as readonly State[]).map((_, i) =>
      joined(states.map((state) => (state as readonly State[])[i]!)),
    );
  }
  if (states.some(isWrapped)) {
    const inner = states.map((state) => (isWrapped(state) ? state.of : state));
    const units = states.flatMap((state) => (isWrapped(state) ? state.ownUnits : []));
    return { ownUnits: units, of: joined(inner) };
  }
  const parts = states as readonly Fits[];
  const names = new Set(parts.flatMap((part) => Object.keys(part)));
  return Object.fromEntries(
    [...names].map((name) => {
      const own = parts.map((part) => part[name]);
      return [name, own.some(Array.isArray) ? own.flatMap((one) => one ?? []) : own[0]!];
    }),
  );
}

/** Number of series that a state has fits of. */
function countOf(state: State): number {
  if (isWrapped(state)) return countOf(state.of);
  if (!Array.isArray(state)) return ((state as Fits).ids as readonly State[]).length;
  return state.reduce((count, part) => Math.min(count, countOf(part)), Number.POSITIVE_INFINITY);
}
