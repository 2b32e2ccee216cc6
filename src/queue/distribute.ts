import { setTimeout as pause } from "node:timers/promises";
import type { Job, Queue, QueueEvents } from "bullmq";
import { loadBullmq } from "./bullmq.js";
import { type Connection, KEPT_SECONDS, KEY_PREFIX } from "./connect.js";

/** A piece of work for any worker. */
export interface Parcel {
  /** The same for the same work: who asks for it again gets what was done. */
  readonly id: string;
  /** Plain data. */
  readonly data: unknown;
}

/** A parcel with what a worker made of it, or why none could. */
export type Delivery<P extends Parcel, R> =
  | { readonly parcel: P; readonly result: R; readonly failure?: undefined }
  | { readonly parcel: P; readonly failure: Failure };

/** Has Redis forget what was done, once it is safe elsewhere. */
export type Forget = () => Promise<void>;

export interface Failure {
  readonly reason: string;
  /** How often it was tried. */
  readonly tries: number;
  /** Whether a worker would have none of it, however often it were tried. */
  readonly refused: boolean;
  /** Name of the worker that tried last, where it is known. */
  readonly worker: string | undefined;
}

/** `worker node7/4711/8`, or `a worker` where its name is not known. */
export function describeWorker({ worker }: Failure): string {
  return worker === undefined ? "a worker" : `worker ${worker}`;
}

export interface Distribution<P extends Parcel, R> {
  readonly connection: Connection;
  /** Parcels that may be on their way at once, so that neither we nor Redis hold the whole panel. */
  readonly inFlight: () => number;
  /** Reads what a worker answered; what it throws, such as that a file is gone, has the work done again. */
  readonly read: (answer: unknown, parcel: P) => Promise<R>;
  readonly signal: AbortSignal;
}

/** How often a parcel is tried before it is given up. */
const TRIES = 3;

/** Milliseconds before the first retry; each further one waits twice as long. */
const FIRST_BACKOFF_MS = 1000;
/** Milliseconds after which we look ourselves, in case that Redis forgot to tell us. */
const LOOK_MS = 1000;

/**
 * Has workers do the work of parcels, and gives the results in the order of the parcels. What was done
 * stays in Redis for a week or until it is forgotten, so that whoever asks for the same work again finds
 * it done.
 *
 * Nothing is lost when Redis restarts or forgets: a parcel that is no longer there is sent again.
 */
export async function* distribute<P extends Parcel, R>(
  queue: Queue,
  parcels: AsyncIterable<P>,
  { connection, inFlight, read, signal }: Distribution<P, R>,
): AsyncGenerator<Delivery<P, R>> {
  const events = await listen(queue, connection);
  const source = parcels[Symbol.asyncIterator]();
  const sent: P[] = [];
  let more = true;
  let unread = 0;
  try {
    while (!signal.aborted) {
      while (more && sent.length < inFlight() && !signal.aborted) {
        const { done, value } = await source.next();
        if (done) {
          more = false;
          break;
        }
        await send(queue, value);
        sent.push(value);
      }
      const [parcel] = sent;
      if (parcel === undefined) return;
      const job = await finished(queue, events, parcel, signal);
      if (job === undefined) return;
      connection.answered();
      let delivery: Delivery<P, R>;
      try {
        delivery = await deliveryOf(parcel, job, read);
        unread = 0;
      } catch (error) {
        if (++unread >= TRIES) throw error;
        await queue.remove(parcel.id);
        continue;
      }
      yield delivery;
      sent.shift();
    }
  } finally {
    await source.return?.();
    await events.close();
  }
}

async function listen(queue: Queue, connection: Connection): Promise<QueueEvents> {
  const { QueueEvents } = await loadBullmq();
  const events = new QueueEvents(queue.name, {
    connection: connection.options,
    prefix: KEY_PREFIX,
  });
  connection.watch(events);
  await events.waitUntilReady();
  return events;
}

/** Sends a parcel unless it is under way or done already; one that failed before is tried anew. */
async function send(queue: Queue, { id, data }: Parcel): Promise<void> {
  if ((await queue.getJobState(id)) === "failed") await queue.remove(id);
  await queue.add("part", data, {
    jobId: id,
    attempts: TRIES,
    backoff: { type: "exponential", delay: FIRST_BACKOFF_MS },
    removeOnComplete: { age: KEPT_SECONDS },
    removeOnFail: { age: KEPT_SECONDS },
    stackTraceLimit: 1,
  });
}

/** The job of a parcel once it is done or has failed for good; undefined when we are interrupted. */
async function finished(
  queue: Queue,
  events: QueueEvents,
  parcel: Parcel,
  signal: AbortSignal,
): Promise<Job | undefined> {
  while (!signal.aborted) {
    const heard = new AbortController();
    const wake = () => heard.abort();
    const names = [`completed:${parcel.id}`, `failed:${parcel.id}`] as const;
    for (const name of names) events.on(name as "completed", wake);
    signal.addEventListener("abort", wake);
    try {
      const state = await queue.getJobState(parcel.id);
      if (state === "completed" || state === "failed") {
        const job: Job | undefined = await queue.getJob(parcel.id);
        if (job?.finishedOn !== undefined) return job;
      }
      if (state === "unknown") await send(queue, parcel);
      await pause(LOOK_MS, undefined, { signal: heard.signal }).catch(() => {});
    } finally {
      for (const name of names) events.off(name as "completed", wake);
      signal.removeEventListener("abort", wake);
    }
  }
  return undefined;
}

async function deliveryOf<P extends Parcel, R>(
  parcel: P,
  { failedReason, returnvalue, attemptsMade, stalledCounter, processedBy }: Job,
  read: Distribution<P, R>["read"],
): Promise<Delivery<P, R>> {
  if (failedReason === undefined) return { parcel, result: await read(returnvalue, parcel) };
  return {
    parcel,
    failure: {
      reason: reasonOf(failedReason),
      tries: Math.max(attemptsMade, stalledCounter),
      refused: attemptsMade < TRIES && stalledCounter === 0,
      worker: processedBy,
    },
  };
}

/** Why a job failed, in our words. */
export function reasonOf(failedReason: string): string {
  return /stalled more than/.test(failedReason)
    ? "the workers that had it ended or went silent"
    : failedReason;
}
