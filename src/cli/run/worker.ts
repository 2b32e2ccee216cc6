import { ExitCode } from "../../errors.js";
import { openExchange } from "../../queue/exchange.js";
import { programName, thisProgram } from "../../queue/fingerprint.js";
import { startQueueWorker } from "../../queue/queue-worker.js";
import { counted } from "../../wording.js";
import { openConsole } from "../shared/console.js";
import type { GlobalOptions, ThreadOptions } from "../shared/options.js";
import type { QueueOptions } from "../shared/queue.js";
import { openConnection } from "../shared/queue-connection.js";

export interface WorkerOptions extends GlobalOptions, QueueOptions, ThreadOptions {
  readonly stalledAfter: number;
}

/**
 * `foretell worker`.
 *
 * @returns the exit code, once it was told to end and is done with its jobs
 */
export async function worker(options: WorkerOptions): Promise<number> {
  const { threads, stalledAfter, dataAt } = options;
  const { note: say, warn, progress } = await openConsole(options);
  const exchange = dataAt === undefined ? undefined : openExchange(dataAt);
  const connection = openConnection(options.on, say, warn);
  let done = 0;
  let failed = 0;
  const ended = toldToEnd();
  const server = await startQueueWorker({
    ...{ connection, exchange, threads, stalledAfter },
    listeners: {
      onReady() {
        progress.start("waiting for work");
        say(
          `worker of foretell ${programName(thisProgram())} waits for work at ${connection.address.shown}, ${counted(threads, "thread")}`,
        );
      },
      onOthers: (jobs) =>
        warn(`${jobs} wait there too, which only the same version can do: it must be installed`),
      onDone() {
        done++;
        progress.start(`${counted(done, "job")} done`);
      },
      onFailed(id, reason, again) {
        failed += again ? 0 : 1;
        warn(`job ${id} failed${again ? " and will be tried again" : " for good"}: ${reason}`);
      },
      onTakenOver: (id) => warn(`job ${id} was taken over by another worker, as this one was late`),
    },
  });
  const signal = await ended;
  say("ending after the jobs under way; again to end at once");
  await server.close();
  progress.done();
  say(`${counted(done, "job")} done${failed > 0 ? `, ${failed} failed` : ""}`);
  return signal === "SIGINT" ? ExitCode.interrupted : ExitCode.done;
}

const ENDINGS = ["SIGINT", "SIGTERM"] as const;

/** The first signal to end; after it, either of them ends the process at once. */
function toldToEnd(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const hear = (name: NodeJS.Signals) => {
      for (const ending of ENDINGS) process.off(ending, hear);
      resolve(name);
    };
    for (const ending of ENDINGS) process.on(ending, hear);
  });
}
