import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Panel } from "../data/panel/panel.js";
import { copySeries } from "../data/panel/series.js";
import type { FitContext, Model, State } from "../models/model.js";

/** A part of a panel to fit. */
export interface FitOrder {
  readonly spec: string;
  readonly panel: Panel;
  readonly context: Pick<FitContext, "horizon" | "seed" | "levels">;
}

export interface FitAnswer {
  readonly state: State;
  readonly warnings: readonly string[];
}

/** Progress of a part: how many of its series are fitted. */
export interface FitCount {
  readonly done: number;
}

/** Series fitted on this thread first: their time decides whether threads are worth starting. */
const TIMED_SERIES = 8;
/** Series in a part: few, so that all threads end at about the same time. */
const PART_SIZE = 16;
/** Expected milliseconds of the remaining fits above which threads are started. */
const MIN_PARALLEL_MS = 300;

/** Exists only in the built package, beside the bundle; run from source, everything is fitted here. */
const worker = new URL("./fit-worker.js", import.meta.url);

/**
 * A model that computes on several threads: a local one fits the series of a panel on them, a network is
 * trained on them. What is learned does not depend on their number, nor on which of them fitted what:
 * parts are joined in the panel's order. A part that fails on another thread, or finds none, is fitted
 * here.
 *
 * @param spec    what `model` was created from, so that others can create it
 * @param threads how many may compute at once
 */
export function threaded(model: Model, spec: string, threads: number): Model {
  if (model.spread && threads > 1) return model.spread((one, own) => threaded(one, own, threads));
  if (!model.local || threads < 2 || !existsSync(worker)) {
    return { ...model, fit: (panel, context) => model.fit(panel, { ...context, threads }) };
  }
  return {
    ...model,
    async fit(panel, context) {
      const { series } = panel;
      if (series.length < TIMED_SERIES + PART_SIZE) return model.fit(panel, context);
      const part = (from: number, to: number): Panel => ({
        ...panel,
        series: series.slice(from, to),
      });
      const start = performance.now();
      const counts = counting(series.length, context.onSeries);
      const first = await model.fit(part(0, TIMED_SERIES), { ...context, onSeries: counts(0) });
      const expected =
        ((performance.now() - start) / TIMED_SERIES) * (series.length - TIMED_SERIES);
      if (context.signal?.aborted) return first;
      const parts =
        expected < MIN_PARALLEL_MS
          ? [part(TIMED_SERIES, series.length)]
          : Array.from({ length: Math.ceil((series.length - TIMED_SERIES) / PART_SIZE) }, (_, k) =>
              part(TIMED_SERIES + k * PART_SIZE, TIMED_SERIES + (k + 1) * PART_SIZE),
            );
      const answers =
        parts.length > 1 ? await fitOnWorkers(parts, spec, threads, context, counts) : [];
      const states = [first.state];
      for (const [k, one] of parts.entries()) {
        if (context.signal?.aborted && !answers[k]) break;
        const { state, warnings } = answers[k] ?? {
          state: (await model.fit(one, { ...context, onSeries: counts(k + 1) })).state,
          warnings: [],
        };
        warnings.forEach(context.warn);
        states.push(state);
      }
      const state = joined(states);
      const done = part(0, countOf(state));
      const fitted = model.restore(state, done);
      const { horizon: _, levels: defaults } = context;
      return {
        ...fitted,
        forecast: (horizon, levels = defaults ?? []) => fitted.forecast(horizon, levels),
      };
    },
  };
}

/** Answers in the order of the parts; undefined for those that no thread fitted. */
async function fitOnWorkers(
  parts: readonly Panel[],
  spec: string,
  threads: number,
  { horizon, seed, levels, signal }: FitContext,
  counts: Counts,
): Promise<(FitAnswer | undefined)[]> {
  const answers = parts.map((): FitAnswer | undefined => undefined);
  const context = { horizon, seed, ...(levels && { levels }) };
  let next = 0;
  const thread = () =>
    new Promise<void>((resolve) => {
      const fitter = new Worker(worker);
      const stop = () => {
        signal?.removeEventListener("abort", stop);
        fitter.terminate().then(() => resolve(), resolve);
      };
      let current = -1;
      const order = () => {
        current = next++;
        if (current >= parts.length) return stop();
        fitter.postMessage({ spec, panel: copied(parts[current]), context } satisfies FitOrder);
      };
      fitter.on("message", (message: FitAnswer | FitCount) => {
        if ("done" in message) return counts(current + 1)(message);
        answers[current] = message;
        order();
      });
      fitter.on("error", stop);
      signal?.addEventListener("abort", stop);
      order();
    });
  const count = Math.min(threads, parts.length);
  await Promise.allSettled(Array.from({ length: count }, thread));
  return answers;
}

/** The listener of each part, part 0 being the one fitted on this thread first. */
type Counts = (part: number) => (count: FitCount) => void;

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

/** The panel in memory of its own: a message would take along all that its arrays are views of. */
function copied(panel: Panel): Panel {
  return { ...panel, series: panel.series.map(copySeries) };
}

interface Fits {
  readonly ids: readonly string[];
  readonly fits: readonly State[];
}

/** Joins the states of parts, of a local model or of a list of them. */
function joined(states: readonly State[]): State {
  const [first] = states;
  if (Array.isArray(first)) {
    return first.map((_, i) => joined(states.map((state) => (state as readonly State[])[i]!)));
  }
  const parts = states as unknown as readonly Fits[];
  return { ids: parts.flatMap(({ ids }) => ids), fits: parts.flatMap(({ fits }) => fits) };
}

/** Number of series that a state has fits of. */
function countOf(state: State): number {
  if (!Array.isArray(state)) return (state as unknown as Fits).ids.length;
  return state.reduce((count, part) => Math.min(count, countOf(part)), Number.POSITIVE_INFINITY);
}
