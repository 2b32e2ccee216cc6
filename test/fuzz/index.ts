import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { TARGETS } from "./targets.js";

/** A case that takes longer is a hang, whatever it does. */
const MAX_MS = 10_000;
const MAX_RSS_BYTES = 2 ** 30;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(TARGETS);
const unknown = names.find((name) => !Object.hasOwn(TARGETS, name));
if (unknown !== undefined) {
  console.error(`no target "${unknown}"; targets: ${Object.keys(TARGETS).join(", ")}`);
  process.exit(2);
}
const seed = Number(values.seed);
const kept = fileURLToPath(new URL("../dist-fuzz/found", import.meta.url));
const fixtures = fileURLToPath(new URL("../test/fixtures", import.meta.url));
let faults = 0;
for (const name of names) {
  const counts = { read: 0, refused: 0, bug: 0, hang: 0, abort: 0 };
  let largest = 0;
  for (let from = Number(values.from); from < Number(values.runs); ) {
    from = await part(name, from, counts, (rss) => {
      largest = Math.max(largest, rss);
    });
  }
  if (largest > MAX_RSS_BYTES) faults++;
  faults += counts.bug + counts.hang + counts.abort;
  const memory = `${Math.round(largest / 2 ** 20)} MiB`;
  console.log(`${name}: ${JSON.stringify(counts).replaceAll('"', "")}, at most ${memory}`);
}
console.log(faults === 0 ? "no faults" : `${faults} faults; inputs in ${kept}`);
process.exitCode = faults === 0 ? 0 : 1;

/** Runs cases until one ends its worker, and returns the next to begin with. */
function part(
  name: string,
  from: number,
  counts: Record<string, number>,
  used: (rss: number) => void,
): Promise<number> {
  const to = Number(values.runs);
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData: { name, seed, from, to, fixtures },
    resourceLimits: { maxOldGenerationSizeMb: 900 },
  });
  return new Promise((resolve) => {
    let run = from - 1;
    let bytes = new Uint8Array(0);
    let timer: NodeJS.Timeout | undefined;
    const keep = (kind: string, message: string) => {
      counts[kind]++;
      mkdirSync(kept, { recursive: true });
      writeFileSync(join(kept, `${name}-${seed}-${run}`), bytes);
      console.log(`${name}, seed ${seed}, run ${run}: ${kind}: ${message}`);
    };
    worker.on("message", (message) => {
      clearTimeout(timer);
      if ("begins" in message) {
        ({ begins: run, bytes } = message);
        timer = setTimeout(() => {
          keep("hang", `more than ${MAX_MS / 1000} s`);
          void worker.terminate();
        }, MAX_MS);
        return;
      }
      used(message.rss);
      if (message.kind === "bug") keep("bug", message.message);
      else counts[message.kind]++;
    });
    worker.on("error", (error) => keep("abort", String(error)));
    worker.on("exit", () => {
      clearTimeout(timer);
      resolve(run + 1);
    });
  });
}
