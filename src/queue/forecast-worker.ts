import { existsSync } from "node:fs";
import type { PartAnswer } from "../bulk/part-work.js";
import type { Connection } from "./connect.js";
import type { Exchange } from "./exchange.js";
import { queueName, thisProgram } from "./fingerprint.js";
import { ANSWER_SCHEMA, packed, requireJob, type SentAnswer, unpacked } from "./job.js";
import type { PartOrder } from "./part-thread.js";
import { announce, describeJobs, otherPrograms } from "./programs.js";
import { type ServiceListeners, serve, Unusable } from "./serve.js";
import { ThreadPool } from "./thread-pool.js";

export interface ForecastWorker {
  readonly connection: Connection;
  readonly exchange: Exchange | undefined;
  readonly threads: number;
  /** Seconds without a sign of life after which another worker takes a part over. */
  readonly stalledAfter: number;
  readonly listeners: ServiceListeners & {
    /** Ready for parts; in words, jobs that wait for other programs, empty where there are none. */
    readonly onReady: (others: string) => void;
  };
}

/** Exists only in the built package. */
const THREAD = new URL("./part-thread.js", import.meta.url);

/**
 * Forecasts parts of panels for planners on other machines.
 *
 * @returns how to end it: the parts under way are finished first
 * @throws UsageError when the server cannot be used
 */
export async function startForecastWorker({
  connection,
  exchange,
  threads,
  stalledAfter,
  listeners,
}: ForecastWorker): Promise<{ close(): Promise<void> }> {
  const program = thisProgram();
  const queue = await connection.open(queueName(program));
  if (!existsSync(THREAD)) throw new Error(`${THREAD.pathname} is missing`);
  const pool = new ThreadPool(THREAD, threads);
  const work = async (data: unknown, id: string): Promise<SentAnswer> => {
    const job = requireJob(data, program);
    const order: PartOrder = {
      task: Buffer.from(await unpacked(job.task, exchange)).toString(),
      series: await unpacked(job.series, exchange),
    };
    const answer = await pool.run(order);
    if ("failure" in answer) {
      throw answer.unusable ? new Unusable(answer.failure) : new Error(answer.failure);
    }
    const { bytes, rows, ...others } = answer.result as PartAnswer;
    return {
      schema: ANSWER_SCHEMA,
      ...others,
      rows: [...rows],
      bytes: await packed(bytes, exchange, `${id}.rows`),
    };
  };
  await announce(queue);
  const server = await serve({
    ...{ connection, queue: queue.name, concurrency: threads, stalledAfter, work, listeners },
  });
  listeners.onReady(describeJobs(await otherPrograms(queue)));
  return {
    async close() {
      await server.close();
      await pool.close();
      await queue.close();
    },
  };
}
