import type { Queue } from "bullmq";
import { programName } from "./fingerprint.js";
import { describeJobs, otherPrograms } from "./programs.js";

/** Milliseconds from one look for the work of others to the next. */
const LOOK_MS = 10_000;

/**
 * Looks for jobs of programs that have no worker, now and every few seconds, and tells of each program once:
 * whoever started this worker may have meant it for them.
 *
 * @param tell hears of them in words
 * @returns how to end it
 */
export function watchOthers(queue: Queue, tell: (jobs: string) => void): () => void {
  const told = new Set<string>();
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      const found = (await otherPrograms(queue)).filter(
        ({ program, workers, waiting }) =>
          workers === 0 && waiting > 0 && !told.has(programName(program)),
      );
      for (const { program } of found) told.add(programName(program));
      if (found.length > 0) tell(describeJobs(found));
    } catch {
      // The connection is watched elsewhere.
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(look, LOOK_MS);
  void look();
  return () => clearInterval(timer);
}
