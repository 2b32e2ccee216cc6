import { existsSync } from "node:fs";
import type { Panel } from "../data/panel/panel.js";
import { copySeries } from "../data/panel/series.js";
import { FitError } from "../errors.js";
import type { FitContext, FittedModel, SeriesProgress, State } from "../models/model.js";

/** A part of a panel to fit. */
export interface FitOrder {
  readonly spec: string;
  /** Of a member that the model of this spec makes, what it is made of. */
  readonly part?: State | undefined;
  readonly panel: Panel;
  readonly context: Pick<FitContext, "horizon" | "seed" | "levels" | "holdout">;
  /** [1] in shared memory: 1 once the fit should end with the best so far. */
  readonly aborted: Int32Array;
}

export type FitMessage = FitAnswer | FitFailure | SeriesProgress;

export interface FitAnswer extends Pick<FittedModel, "training" | "selection"> {
  readonly state: State;
  readonly warnings: readonly string[];
}

/** A {@link FitError} of another thread. */
export interface FitFailure {
  readonly failure: string;
  readonly hint: string | undefined;
}

/** Milliseconds that a fit has to end with its best so far once it was interrupted. */
const GRACE_MS = 1000;

/** Exists only in the built package, beside the bundle; run from source, everything is fitted here. */
const worker = new URL("./fit-worker.js", import.meta.url);

/** Whether there are workers to fit on. */
export function hasWorkers(): boolean {
  return existsSync(worker);
}

/**
 * Fits parts of a panel on other threads, so that this one hears of signals. Once interrupted, a fit may
 * end with its best so far; its thread is ended when that takes too long.
 *
 * @param onSeries hears of each part how many of its series are fitted
 * @returns answers in the order of the parts, with the warnings that were not passed on yet; undefined for
 *   parts that no thread fitted
 * @throws FitError of the first part, if that cannot be fitted
 */
export async function fitOnWorkers(
  parts: readonly Panel[],
  { spec, part }: Pick<FitOrder, "spec" | "part">,
  threads: number,
  { horizon, seed, levels, holdout, signal, warn }: FitContext,
  onSeries: (part: number, progress: SeriesProgress) => void,
): Promise<(FitAnswer | undefined)[]> {
  const { Worker } = await import("node:worker_threads");
  const answers = parts.map((): FitAnswer | undefined => undefined);
  const failures = new Map<number, FitError>();
  const aborted = new Int32Array(new SharedArrayBuffer(4));
  const context = {
    ...{ horizon, seed },
    ...(levels && { levels }),
    ...(holdout !== undefined && { holdout }),
  };
  let next = 0;
  let delivered = 0;
  /** Passes on warnings in the order of the parts, as soon as it is known. */
  const deliver = () => {
    for (let answer = answers[delivered]; answer; answer = answers[++delivered]) {
      answer.warnings.forEach(warn);
      answers[delivered] = { ...answer, warnings: [] };
    }
  };
  const thread = () =>
    new Promise<void>((resolve) => {
      const fitter = new Worker(worker);
      let grace: NodeJS.Timeout | undefined;
      const end = () => {
        clearTimeout(grace);
        signal?.removeEventListener("abort", abort);
        fitter.terminate().then(() => resolve(), resolve);
      };
      const abort = () => {
        Atomics.store(aborted, 0, 1);
        grace = setTimeout(end, GRACE_MS);
      };
      let current = -1;
      const order = () => {
        current = next++;
        if (current >= parts.length || signal?.aborted) return end();
        const panel = copied(parts[current]);
        fitter.postMessage({ spec, part, panel, context, aborted } satisfies FitOrder);
      };
      fitter.on("message", (message: FitMessage) => {
        if ("done" in message) return onSeries(current, message);
        if ("failure" in message)
          failures.set(current, new FitError(message.failure, message.hint));
        else answers[current] = message;
        deliver();
        order();
      });
      fitter.on("error", end);
      signal?.addEventListener("abort", abort);
      order();
    });
  const count = Math.min(threads, parts.length);
  await Promise.allSettled(Array.from({ length: count }, thread));
  const first = parts.findIndex((_, k) => failures.has(k));
  if (first >= 0) throw failures.get(first)!;
  return answers;
}

/** The panel in memory of its own: a message would take along all that its arrays are views of. */
function copied(panel: Panel): Panel {
  return { ...panel, series: panel.series.map(copySeries) };
}
