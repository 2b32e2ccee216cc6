import type { Queue } from "bullmq";
import { counted, listed } from "../wording.js";
import { loadBullmq } from "./bullmq.js";
import { KEY_PREFIX } from "./connect.js";
import { type Program, programName, programOf } from "./fingerprint.js";

/** Names of the queues that were ever opened here, one for each kind of program. */
const QUEUES = `${KEY_PREFIX}:queues`;

/** Programs that share the server but not our queue. */
export interface OtherProgram {
  readonly program: Program;
  readonly workers: number;
  /** Jobs that none of them has taken yet. */
  readonly waiting: number;
}

/** Makes a queue known to programs of other versions. */
export async function announce(queue: Queue): Promise<void> {
  const client = await queue.client;
  await client.hset(QUEUES, { [queue.name]: Date.now() });
}

/** Programs of other versions, or with other models, that work here or have work. */
export async function otherPrograms(queue: Queue): Promise<OtherProgram[]> {
  const { Queue } = await loadBullmq();
  const client = await queue.client;
  const others: OtherProgram[] = [];
  for (const name of Object.keys(await client.hgetall(QUEUES)).sort()) {
    const program = name === queue.name ? undefined : programOf(name);
    if (program === undefined) continue;
    const other = new Queue(name, {
      connection: client,
      prefix: KEY_PREFIX,
      skipMetasUpdate: true,
    });
    other.on("error", () => {});
    const workers = await other.getWorkersCount();
    const waiting = await other.getWaitingCount();
    await other.close();
    if (workers + waiting > 0) others.push({ program, workers, waiting });
  }
  return others;
}

/** `2 workers of foretell 0.2.0 (models …)`: those that might do our work if they were as we are. */
export function describeWorkers(others: readonly OtherProgram[]): string {
  return described(others, ({ workers }) => workers, "worker", "of");
}

/** `12 jobs for foretell 0.2.0 (models …)`: what waits for other workers than us. */
export function describeJobs(others: readonly OtherProgram[]): string {
  return described(others, ({ waiting }) => waiting, "job", "for");
}

/** Empty where there are none. */
function described(
  others: readonly OtherProgram[],
  countOf: (other: OtherProgram) => number,
  what: string,
  relation: string,
): string {
  const told = others
    .filter((other) => countOf(other) > 0)
    .map(
      (other) =>
        `${counted(countOf(other), what)} ${relation} foretell ${programName(other.program)}`,
    );
  return told.length > 0 ? listed(told) : "";
}
