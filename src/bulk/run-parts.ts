import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Series } from "../data/panel/panel.js";
import { copySeries } from "../data/panel/series.js";
import { type PartAnswer, type PartTask, partWorker } from "./part-work.js";
import type { PartMessage, PartOrder } from "./part-worker.js";

/** Parts that are read ahead of the one that is written next, for each thread. */
const AHEAD = 4;

/** Exists only in the built package, beside the bundle; run from source, parts are forecast here. */
const worker = new URL("./part-worker.js", import.meta.url);

/** How parts are forecast. */
export interface PartRun {
  readonly task: PartTask;
  readonly threads: number;
  /** Once aborted no further part is begun; those at work are waited for. */
  readonly signal?: AbortSignal;
}

/**
 * Forecasts parts and delivers what came of them in their order.
 *
 * @param deliver is waited for; `forget` is to be called once the answer is safe, where there is one
 */
export type PartRunner = (
  parts: AsyncIterable<readonly Series[]> | Iterable<readonly Series[]>,
  run: PartRun,
  deliver: (answer: PartAnswer, forget?: () => Promise<void>) => Promise<void>,
) => Promise<void>;

/**
 * Forecasts parts on several threads and delivers what came of them in their order. Only as many parts are
 * read as are at work or wait for an earlier one, so that memory does not grow with the panel.
 *
 * @param deliver is waited for; when it throws, no further part is begun
 * @throws what reading, forecasting or delivering throws
 */
export async function runParts(
  parts: AsyncIterable<readonly Series[]> | Iterable<readonly Series[]>,
  { task, threads, signal }: PartRun,
  deliver: (answer: PartAnswer) => Promise<void>,
): Promise<void> {
  const forecasters = existsSync(worker)
    ? Array.from({ length: threads }, () => onThread(task))
    : [await here(task)];
  const free = [...forecasters];
  /** What is to be delivered, in order; the first may still be at work. */
  const queue: Promise<PartAnswer>[] = [];
  let waiting: (() => void) | undefined;
  const failed = new AbortController();
  const deliverNext = async () => {
    const answer = await queue[0];
    queue.shift();
    await deliver(answer);
  };
  const freed = () => new Promise<void>((resolve) => (waiting = resolve));
  try {
    let part = 0;
    for await (const series of parts) {
      if (signal?.aborted || failed.signal.aborted) break;
      while (queue.length >= AHEAD * forecasters.length) await deliverNext();
      while (free.length === 0) await freed();
      const forecaster = free.pop()!;
      const answer = forecaster.forecast(part++, series).finally(() => {
        free.push(forecaster);
        waiting?.();
      });
      // Whoever delivers hears of errors; until then they are no unhandled ones.
      answer.catch(() => failed.abort());
      queue.push(answer);
    }
    while (queue.length > 0) await deliverNext();
  } finally {
    await Promise.all(forecasters.map(({ end }) => end()));
  }
}

interface Forecaster {
  forecast(part: number, series: readonly Series[]): Promise<PartAnswer>;
  end(): Promise<unknown>;
}

function onThread(task: PartTask): Forecaster {
  const thread = new Worker(worker, { workerData: task });
  return {
    forecast: (part, series) =>
      new Promise((resolve, reject) => {
        const settle = () => {
          thread.off("message", hear);
          thread.off("error", fail);
          thread.off("exit", leave);
        };
        const hear = (answer: PartMessage) => {
          settle();
          resolve(answer);
        };
        const fail = (error: unknown) => {
          settle();
          reject(error);
        };
        const leave = () => fail(new Error(`the thread of part ${part} ended`));
        thread.on("message", hear);
        thread.on("error", fail);
        thread.on("exit", leave);
        // A message would take along all that the arrays are views of.
        thread.postMessage({ part, series: series.map(copySeries) } satisfies PartOrder);
      }),
    end: () => thread.terminate(),
  };
}

async function here(task: PartTask): Promise<Forecaster> {
  const work = await partWorker(task);
  return { forecast: (_, series) => work(series), end: async () => {} };
}
