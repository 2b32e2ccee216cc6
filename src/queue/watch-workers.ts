import type { Queue, RedisOptions } from "bullmq";
import { describeWorkers, otherPrograms } from "./programs.js";
import { threadsOf } from "./worker-name.js";

export interface WorkerListeners {
  /** Nobody works. What others there are, in words; empty when there are none. */
  readonly onNoWorkers: (others: string) => void;
}

/** Milliseconds from one look at the workers to the next. */
const LOOK_MS = 2000;
/** Parts on their way for each thread of a worker: one at work, others so that it need not wait. */
const PARTS_PER_THREAD = 4;
const MIN_IN_FLIGHT = 32;
const MAX_IN_FLIGHT = 4096;
/** Where the server does not tell who works, as some hosts of Redis do not. */
const UNTOLD_IN_FLIGHT = 256;

/** Counts who works, so that enough parts are on their way and people hear when nobody does. */
export function watchWorkers(
  queue: Queue,
  { onNoWorkers }: WorkerListeners,
): { readonly inFlight: () => number; readonly stop: () => void } {
  const own = String((queue.opts.connection as RedisOptions).db ?? 0);
  let inFlight = MIN_IN_FLIGHT;
  let looks = 0;
  let missed = false;
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      // The server tells of clients in all of its databases.
      const names = (await queue.getWorkers())
        .filter(({ db = own }) => db === own)
        .map(({ rawname = "" }) => rawname);
      looks++;
      const told = names.length > 0 && names.every((name) => threadsOf(name) !== undefined);
      const threads = names.reduce((sum, name) => sum + (threadsOf(name) ?? 0), 0);
      inFlight =
        names.length > 0 && !told
          ? UNTOLD_IN_FLIGHT
          : Math.min(Math.max(PARTS_PER_THREAD * threads, MIN_IN_FLIGHT), MAX_IN_FLIGHT);
      if (names.length > 0) missed = false;
      else if (looks > 1 && !missed) {
        missed = true;
        onNoWorkers(describeWorkers(await otherPrograms(queue)));
      }
    } catch {
      // The connection is watched elsewhere.
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(look, LOOK_MS);
  void look();
  return { inFlight: () => inFlight, stop: () => clearInterval(timer) };
}
