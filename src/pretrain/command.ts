import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Arena } from "../engine/memory.js";
import { Learner } from "../models/zero/learner.js";
import { zeroNetwork } from "../models/zero/network.js";
import { cos } from "../numeric/elementary.js";
import { Random } from "../numeric/random.js";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.js";
import { DrawnBatches } from "./drawn-batches.js";
import { CHOOSING, judge, readBenchmarks } from "./judge.js";
import { readTables, type TableSource } from "./table-series.js";
import { writeWeights } from "./write-weights.js";

const WARM_UP = 200;
const REPORT_EVERY = 200;

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "pretrained" },
    seed: { type: "string", default: "1" },
    hidden: { type: "string", default: "64" },
    blocks: { type: "string", default: "2" },
    rate: { type: "string", default: "0.003" },
    /** Steps of the whole run, and how many of the last ones the rate takes to fall to 0. */
    steps: { type: "string", default: "20000" },
    decay: { type: "string", default: "8000" },
    /** Folder of benchmarks by which the run is watched. */
    data: { type: "string", default: process.env.FORETELL_DATA ?? "../shared/data" },
    /** Folder of tables of your own to learn of, and the share of windows that are theirs. */
    tables: { type: "string" },
    "tables-share": { type: "string", default: "0.5" },
    /** Writes the averaged weights of the checkpoint, in half precision, as the source file of the package. */
    export: { type: "string" },
    "judge-every": { type: "string", default: "2000" },
  },
});
const settings = {
  seed: Number(values.seed),
  hidden: Number(values.hidden),
  blocks: Number(values.blocks),
};
const [steps, decay, rate, judgeEvery] = [
  values.steps,
  values.decay,
  values.rate,
  values["judge-every"],
].map(Number);
mkdirSync(values.out, { recursive: true });
const checkpoint = join(values.out, "checkpoint.bin");
const arena = new Arena();
const network = zeroNetwork(settings);
const learner = new Learner(arena, network, (at) => {
  network.parameters.initialize(arena, at, new Random(settings.seed));
});
if (existsSync(checkpoint)) learner.state = readCheckpoint(checkpoint, settings);
const benchmarks = await readBenchmarks(values.data, CHOOSING);
console.log(
  `${network.parameters.count} weights, from step ${learner.done} to ${steps}, checkpoints in ${checkpoint}`,
);

/** Constant after a short warm-up, then half a cosine down to 0: what was learned before can be kept and decayed later. */
function rateAt(step: number): number {
  const left = (steps - step) / decay;
  const fall = left >= 1 ? 1 : 0.5 * (1 - cos(Math.PI * left));
  return rate * Math.min(1, (step + 1) / WARM_UP) * fall;
}

let [loss, series, seen] = [0, 0, 0];
let started = performance.now();
let stop = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stop = true;
  });
}
const tables = values.tables === undefined ? undefined : await tablesIn(values.tables);
const batches = new DrawnBatches(settings.seed, learner.done, tables);
while (learner.done < steps && !stop) {
  const { done } = learner;
  // Before the rate falls, so that a longer run can go on from here.
  if (done === steps - decay) save("stable.bin");
  const batch = await batches.next(done);
  loss += learner.learn(batch, rateAt(done));
  series += batch.instances.length;
  seen++;
  if (learner.done % REPORT_EVERY === 0) report();
  await new Promise((resolve) => setImmediate(resolve));
}
await batches.stop();
if (seen > 0) save("checkpoint.bin");
if (values.export !== undefined) {
  writeWeights(values.export, settings, learner.averagedWeights);
}

async function tablesIn(folder: string): Promise<TableSource> {
  const share = Number(values["tables-share"]);
  if (!(share >= 0 && share <= 1)) {
    throw new Error(`--tables-share ${values["tables-share"]} is not a share from 0 to 1`);
  }
  const series = await readTables(folder);
  console.log(`${series.length} series of ${folder}, for ${share} of the windows`);
  return { series, share };
}

function save(name: string): void {
  writeCheckpoint(join(values.out, name), settings, learner.state);
}

function report(): void {
  const seconds = (performance.now() - started) / 1000;
  const line: Record<string, unknown> = {
    step: learner.done,
    loss: round(loss / seen),
    rate: round(rateAt(learner.done), 6),
    seriesPerSecond: Math.round(series / seconds),
    stepsPerSecond: round(seen / seconds, 2),
  };
  if (learner.done % judgeEvery === 0 || learner.done === steps) {
    for (const benchmark of benchmarks) {
      const { name, relative, coverage } = judge(arena, network, learner.averaged, benchmark);
      line[name] = [round(relative), ...coverage.map((share) => round(share, 3))];
    }
  }
  save("checkpoint.bin");
  console.log(JSON.stringify(line));
  appendFileSync(join(values.out, "curve.ndjson"), `${JSON.stringify(line)}\n`);
  [loss, series, seen] = [0, 0, 0];
  started = performance.now();
}

function round(value: number, digits = 4): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
