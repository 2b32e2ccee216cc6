import { existsSync } from "node:fs";
import type { PartAnswer } from "../bulk/part-work.js";
import { type Bytes, fieldsOf, packed, unpacked } from "./bytes.js";
import type { Connection } from "./connect.js";
import type { Exchange } from "./exchange.js";
import { queueName, thisProgram } from "./fingerprint.js";
import { FIT_ANSWER, FIT_JOB, type FitAnswer, requireFitJob } from "./fit-job.js";
import type { FitOutcome } from "./fit-work.js";
import { PART_ANSWER, PART_JOB, requirePartJob, type SentAnswer } from "./part-job.js";
import { announce } from "./programs.js";
import type { ThreadOrder } from "./queue-thread.js";
import { type ServiceListeners, serve } from "./serve.js";
import { storesOf } from "./stores.js";
import { ThreadPool } from "./thread-pool.js";
import { Unusable } from "./unusable.js";
import { watchOthers } from "./watch-others.js";

export interface QueueWorker {
  readonly connection: Connection;
  readonly exchange: Exchange | undefined;
  readonly threads: number;
  /** Seconds without a sign of life after which another worker takes a job over. */
  readonly stalledAfter: number;
  readonly listeners: ServiceListeners & {
    readonly onReady: () => void;
    /** Jobs that wait for other programs, in words. */
    readonly onOthers: (jobs: string) => void;
  };
}

/** Exists only in the built package. */
const THREAD = new URL("./queue-thread.js", import.meta.url);

/**
 * Forecasts parts of panels, and fits models to whole ones, for planners on other machines.
 *
 * @returns how to end it: the jobs under way are finished first
 * @throws UsageError when the server cannot be used
 */
export async function startQueueWorker({
  connection,
  exchange,
  threads,
  stalledAfter,
  listeners,
}: QueueWorker): Promise<{ close(): Promise<void> }> {
  const program = thisProgram();
  const queue = await connection.open(queueName(program));
  if (!existsSync(THREAD)) throw new Error(`${THREAD.pathname} is missing`);
  const pool = new ThreadPool(THREAD, threads);
  const stores = storesOf(queue, exchange);
  const run = async <Result>(order: ThreadOrder): Promise<Result> => {
    const answer = await pool.run(order);
    if ("result" in answer) return answer.result as Result;
    throw answer.unusable ? new Unusable(answer.failure) : new Error(answer.failure);
  };
  const textOf = async (bytes: Bytes) => Buffer.from(await unpacked(bytes, stores)).toString();
  const work = async (data: unknown, id: string): Promise<SentAnswer | FitAnswer> => {
    const { schema } = fieldsOf(data);
    switch (schema) {
      case PART_JOB: {
        const job = requirePartJob(data, program);
        const series = await unpacked(job.series, stores);
        const { bytes, rows, ...others } = await run<PartAnswer>({
          task: await textOf(job.task),
          series,
        });
        const sent = await packed(bytes, stores, `${id}.rows`);
        return { schema: PART_ANSWER, ...others, rows: [...rows], bytes: sent };
      }
      case FIT_JOB: {
        const job = requireFitJob(data, program);
        const series = await unpacked(job.series, stores);
        const outcome = await run<FitOutcome>({ order: await textOf(job.order), series });
        if ("failure" in outcome) return { schema: FIT_ANSWER, ...outcome };
        const { state, warnings } = outcome;
        return { schema: FIT_ANSWER, warnings, state: await packed(state, stores, `${id}.fit`) };
      }
      default:
        throw new Unusable(
          `this is no job of foretell: it lacks the schema ${PART_JOB} or ${FIT_JOB}`,
        );
    }
  };
  await announce(queue);
  const server = await serve({
    ...{ connection, queue: queue.name, concurrency: threads, stalledAfter, work, listeners },
  });
  listeners.onReady();
  const stopWatching = watchOthers(queue, listeners.onOthers);
  return {
    async close() {
      stopWatching();
      await server.close();
      connection.end();
      await pool.close();
      await queue.close();
    },
  };
}
