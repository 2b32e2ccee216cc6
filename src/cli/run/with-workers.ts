import type { Queue } from "bullmq";
import type { Connection } from "../../queue/connect.js";
import { type Exchange, openExchange } from "../../queue/exchange.js";
import { queueName, thisProgram } from "../../queue/fingerprint.js";
import { announce } from "../../queue/programs.js";
import type { WorkerListeners } from "../../queue/watch-workers.js";
import type { Console } from "../shared/console.js";
import type { QueueOptions } from "../shared/queue.js";
import { openConnection } from "../shared/queue-connection.js";

/** The workers that `--on` names. */
export interface Workers {
  readonly queue: Queue;
  readonly connection: Connection;
  readonly exchange: Exchange | undefined;
  readonly listeners: WorkerListeners;
  /** Their address, for messages. */
  readonly where: string;
}

/**
 * Work with the workers that `--on` names. They are looked for before any data are read.
 *
 * @throws UsageError where the server cannot be used
 */
export async function withWorkers<T>(
  { on, dataAt }: QueueOptions,
  { note: say, warn }: Console,
  work: (workers: Workers) => Promise<T>,
): Promise<T> {
  const exchange = dataAt === undefined ? undefined : openExchange(dataAt);
  const connection = openConnection(on, say, warn);
  const where = connection.address.shown;
  const queue = await connection.open(queueName(thisProgram()));
  const listeners: WorkerListeners = {
    onNoWorkers: (others) =>
      say(
        `no worker of this version is waiting at ${where}${others && `, but ${others}`}: start foretell worker --on with the same address`,
      ),
  };
  try {
    await announce(queue);
    return await work({ queue, connection, exchange, listeners, where });
  } finally {
    connection.end();
    await queue.close();
  }
}
