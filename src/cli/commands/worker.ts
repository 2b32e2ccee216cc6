import { Command, Option } from "commander";
import type { WorkerOptions } from "../run/worker.js";
import { below } from "../shared/help.js";
import { threadsOption, whole } from "../shared/options.js";
import { dataAtOption, onOption } from "../shared/queue.js";

/** Seconds that BullMQ waits by default, too. */
const STALLED_AFTER = 30;

export function workerCommand(done: (code: number) => void): Command {
  return new Command("worker")
    .description("do the work of forecast --on and backtest --on, on this machine")
    .addOption(onOption("Redis or Valkey server with the work (default: FORETELL_REDIS)"))
    .addOption(threadsOption("jobs to work on at once"))
    .addOption(dataAtOption())
    .addOption(
      new Option(
        "--stalled-after <seconds>",
        "seconds without a sign of life after which another worker takes a job over",
      )
        .argParser(whole("--stalled-after", 1, 3600))
        .default(STALLED_AFTER),
    )
    .addHelpText("after", below(NOTES))
    .action(async (_options, self: Command) => {
      const { worker } = await import("../run/index.js");
      done(await worker(self.optsWithGlobals<WorkerOptions>()));
    });
}

const NOTES = `
It needs bullmq: npm install bullmq. SIGTERM or Ctrl-C ends it after the jobs under way, a second
one at once; other workers then take those jobs over. A password belongs in the environment, as FORETELL_REDIS
or FORETELL_REDIS_PASSWORD.

Examples:
  foretell worker --on redis://queue.example:6379
  foretell worker --on rediss://queue.example:6380 --threads 4
  foretell forecast panel.csv -m ets -H 28 --on redis://queue.example:6379 -o out.csv
  foretell backtest panel.csv -m lstm -m auto --folds 5 --on redis://queue.example:6379`;
