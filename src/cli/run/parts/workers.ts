import type { PartRunner } from "../../../bulk/run-parts.js";
import { openExchange } from "../../../queue/exchange.js";
import { queueName, thisProgram } from "../../../queue/fingerprint.js";
import { announce } from "../../../queue/programs.js";
import { partsOnQueue } from "../../../queue/run-parts.js";
import { counted } from "../../../wording.js";
import type { Console } from "../../shared/console.js";
import type { QueueOptions } from "../../shared/queue.js";
import { openConnection } from "../../shared/queue-connection.js";

/**
 * Work with the workers that `--on` names. They are looked for before any data are read.
 *
 * @param work is given what forecasts parts on them, and their address for messages
 * @throws UsageError where the server cannot be used
 */
export async function withWorkers<T>(
  { on, dataAt }: QueueOptions,
  { note: say, warn }: Console,
  work: (run: PartRunner, address: string) => Promise<T>,
): Promise<T> {
  const exchange = dataAt === undefined ? undefined : openExchange(dataAt);
  const connection = openConnection(on, say, warn);
  const queue = await connection.open(queueName(thisProgram()));
  try {
    await announce(queue);
    const run = partsOnQueue(queue, {
      ...{ connection, exchange },
      listeners: {
        onNoWorkers: (others) =>
          say(
            `no worker of this version waits at ${connection.address.shown}${others && `, but ${others}`}: start foretell worker --on with the same address`,
          ),
        onDivided: (series, { reason, tries }) =>
          warn(
            `a part of ${series} series failed ${counted(tries, "time")} (${reason}): its series are tried one by one`,
          ),
      },
    });
    return await work(run, connection.address.shown);
  } finally {
    await queue.close();
  }
}
