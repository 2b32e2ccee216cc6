import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Series } from "../data/panel/panel.js";
import { copySeries } from "../data/panel/series.js";
import { DataError } from "../errors.js";
import { type Doer, inOrder } from "./ordered.js";
import { type PartJob, type PartResult, partDoer, type WorkerTask } from "./part-jobs.js";
import type { PartAnswer, PartTask } from "./part-work.js";
import type { PartColumns } from "./table/column-file.js";
import type { RowsPart } from "./table/cut-rows.js";
import type { RowsReading } from "./table/rows-part.js";
import type { RowsSurvey } from "./table/survey-rows.js";

/** Exists only in the built package, beside the bundle; run from source, all is done on this thread. */
const worker = new URL("./part-worker.js", import.meta.url);

/** How parts are forecast. */
export interface PartRun {
  readonly task: PartTask;
  /** How rows are read, where parts are rows. */
  readonly reading?: RowsReading | undefined;
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
  parts: Iterable<readonly Series[]>,
  run: PartRun,
  deliver: (answer: PartAnswer, forget?: () => Promise<void>) => Promise<void>,
) => Promise<void>;

/**
 * Forecasts parts on several threads and delivers what came of them in their order. Only as many parts are
 * read as are at work or wait for an earlier one, so that memory does not grow with the panel.
 *
 * @throws what reading, forecasting or delivering throws
 */
export async function runParts(
  parts: Iterable<PartJob>,
  { task, reading, threads, signal }: PartRun,
  deliver: (answer: PartAnswer) => Promise<void>,
): Promise<void> {
  const doers = await doersOf<PartAnswer>({ forecast: task, reading }, threads);
  await inOrder(parts, doers, signal, deliver);
}

/**
 * Surveys rows on several threads.
 *
 * @param limit as of {@link surveyRows}, asked for when a part is begun
 */
export async function surveyParts(
  parts: Iterable<RowsPart>,
  {
    reading,
    threads,
    signal,
  }: Required<Pick<PartRun, "reading" | "threads">> & Pick<PartRun, "signal">,
  limit: () => number,
  deliver: (survey: RowsSurvey) => void,
): Promise<void> {
  const doers = await doersOf<RowsSurvey>({ reading }, threads);
  await inOrder(jobs(), doers, signal, deliver);

  function* jobs(): Generator<PartJob> {
    for (const part of parts) yield { survey: part, limit: limit() };
  }
}

/** The numbers of rows, in their order. */
export async function columnsOfParts(
  parts: readonly RowsPart[],
  run: Required<Pick<PartRun, "reading" | "threads">> & Pick<PartRun, "signal">,
  deliver: (columns: PartColumns) => void,
): Promise<void> {
  const doers = await doersOf<PartColumns>({ reading: run.reading }, run.threads);
  const jobs = parts.map((columns): PartJob => ({ columns }));
  await inOrder(jobs, doers, run.signal, deliver);
}

async function doersOf<Answer extends PartResult>(
  task: WorkerTask,
  threads: number,
): Promise<Doer<PartJob, Answer>[]> {
  if (!existsSync(worker)) {
    const work = await partDoer(task);
    return [{ do: (job) => work(job) as Promise<Answer>, end: async () => {} }];
  }
  const doers = Array.from({ length: threads }, () => onThread<Answer>(task));
  return Array.from({ length: ORDERS_OF_THREAD }, () => doers).flat();
}

/** Orders of a thread at once, so that it has the next one while this one writes to the disk. */
const ORDERS_OF_THREAD = 2;

/** Does orders one after the other on a thread of its own. */
function onThread<Answer>(task: WorkerTask): Doer<PartJob, Answer> {
  const thread = new Worker(worker, { workerData: task });
  const waiting: { resolve(answer: Answer): void; reject(error: unknown): void }[] = [];
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  thread.on("message", (answer: Answer) => waiting.shift()!.resolve(answer));
  thread.on("error", (error) => fail(revived(error)));
  thread.on("exit", () => fail(new Error("a thread ended amid its work")));
  return {
    do: (job) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        waiting.push({ resolve, reject });
        // A message would take along all that arrays are views of.
        thread.postMessage("series" in job ? { series: job.series.map(copySeries) } : job);
      }),
    end: () => thread.terminate(),
  };
}

/** An error of another thread, which has lost its class on the way. */
function revived(error: unknown): unknown {
  const { name, message, hint } = error as DataError;
  return name === "DataError" ? new DataError(message, hint === undefined ? {} : { hint }) : error;
}
