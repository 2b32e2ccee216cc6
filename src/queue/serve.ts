import type { Job, Worker } from "bullmq";
import { loadBullmq } from "./bullmq.js";
import { type Connection, KEY_PREFIX } from "./connect.js";
import { reasonOf } from "./distribute.js";
import { Unusable } from "./unusable.js";
import { workerName } from "./worker-name.js";

export interface Service {
  readonly connection: Connection;
  readonly queue: string;
  /** Jobs that are worked on at once. */
  readonly concurrency: number;
  /** Seconds without a sign of life after which another worker takes a job over. */
  readonly stalledAfter: number;
  /** Does the work of a job. What it throws is tried again, unless it is an {@link Unusable} job. */
  readonly work: (data: unknown, id: string) => Promise<unknown>;
  readonly listeners: ServiceListeners;
}

export interface ServiceListeners {
  readonly onDone: (id: string) => void;
  readonly onFailed: (id: string, reason: string, again: boolean) => void;
  /** A job that is another worker's by now: what was computed is thrown away. */
  readonly onTakenOver: (id: string) => void;
}

/** How often a job may lose its worker before it is taken for what kills them. */
const MAX_LOST_WORKERS = 2;

/** Takes jobs from a queue until it is closed. */
export interface Server {
  /** Waits for the jobs under way, and takes no more. */
  close(): Promise<void>;
}

/** Takes jobs of a queue, several at once; each is some worker's until that says nothing for a while. */
export async function serve(service: Service): Promise<Server> {
  const { connection, concurrency, stalledAfter, work, listeners } = service;
  const { UnrecoverableError, Worker } = await loadBullmq();
  const process = async ({ data, id }: Job) => {
    connection.answered();
    try {
      return await work(data, id!);
    } catch (error) {
      throw error instanceof Unusable ? new UnrecoverableError(error.message) : error;
    }
  };
  const milliseconds = 1000 * stalledAfter;
  const worker: Worker = new Worker(service.queue, process, {
    connection: connection.options,
    prefix: KEY_PREFIX,
    name: workerName(concurrency),
    concurrency,
    lockDuration: milliseconds,
    stalledInterval: milliseconds,
    maxStalledCount: MAX_LOST_WORKERS,
  });
  connection.watch(worker, (error) => {
    const [, id] = /job (\S+)/i.exec(error.message) ?? [];
    if (/lock/i.test(error.message) && id !== undefined) listeners.onTakenOver(id);
  });
  worker.on("ready", () => connection.answered());
  worker.on("completed", ({ id }) => listeners.onDone(id!));
  worker.on("failed", (job, error) => {
    if (job) listeners.onFailed(job.id!, reasonOf(error.message), job.finishedOn === undefined);
  });
  await worker.waitUntilReady();
  return { close: () => worker.close() };
}
