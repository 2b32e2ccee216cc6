import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { ForetellError } from "../../src/errors.js";
import { Random } from "../../src/numeric/random.js";
import { TARGETS } from "./targets.js";

/** What became of a case: read, refused as bad input, or neither. */
export interface Outcome {
  readonly run: number;
  readonly kind: "read" | "refused" | "bug";
  readonly message?: string;
  readonly rss: number;
}

const { name, seed, from, to, fixtures } = workerData;
const target = TARGETS[name];
const folder = mkdtempSync(join(tmpdir(), "foretell-fuzz-"));
const corpus = await target.corpus(fixtures);
const post = (outcome: Outcome) => parentPort?.postMessage(outcome);

for (let run = from; run < to; run++) {
  const bytes = target.mutate(corpus, new Random(seed * 1_000_003 + run));
  parentPort?.postMessage({ begins: run, bytes });
  try {
    await target.run(bytes, join(folder, "t"));
    post({ run, kind: "read", rss: process.memoryUsage.rss() });
  } catch (error) {
    const refused = error instanceof ForetellError && error.exitCode !== 70;
    const message = (error as Error).stack ?? String(error);
    post({ run, kind: refused ? "refused" : "bug", message, rss: process.memoryUsage.rss() });
  }
}
rmSync(folder, { recursive: true });
