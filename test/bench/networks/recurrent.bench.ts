import { record } from "../figures.js";
import { type Candidate, milliseconds, race, repeated } from "../measure.js";
import { engineStep } from "./engine-recurrent.js";
import { plainStep } from "./plain-recurrent.js";
import { pytorchSteps } from "./pytorch-recurrent.js";
import { tensorflowStep } from "./tensorflow-recurrent.js";
import { type CellName, cellNames, gateCounts, type Workload, workloads } from "./workloads.js";

/** One training step of each cell at each size: ours on one and two threads, and those of others. */
export async function recurrentSteps(print: (line: string) => void): Promise<void> {
  print("training step         1 thread   2 threads    plain JS    tfjs wasm   GFLOP/s");
  for (const workload of workloads) {
    for (const cell of cellNames) {
      const flop = flopOf(cell, workload);
      const times = Math.max(1, Math.round(2e8 / flop));
      const [one, two] = [engineStep(cell, workload, 1), engineStep(cell, workload, 2)];
      await two.ready();
      const tensorflow = await tensorflowStep(cell, workload);
      const [single, double, plain, tf] = await race(
        [
          { name: "1 thread", run: repeated(times, one.run) },
          { name: "2 threads", run: repeated(times, two.run) },
          { name: "plain", run: plainStep(cell, workload) },
          ...("run" in tensorflow ? [{ name: "tfjs", run: tensorflow.run }] : []),
        ],
        flop > 1e9 ? 7 : 15,
      );
      await two.stop();
      const ours = single.median / times;
      const cells = [
        milliseconds(ours),
        `${milliseconds(double.median / times)} ${(ours / (double.median / times)).toFixed(2)}×`,
        `${(plain.median / ours).toFixed(1)}×`,
        tf ? `${(tf.median / ours).toFixed(1)}×` : "–",
        (flop / ours / 1e6).toFixed(1),
      ];
      print(`${workload.name} ${cell.padEnd(5)} ${cells.map((c) => c.padStart(15)).join("")}`);
      if ("reason" in tensorflow) print(`  tfjs: ${tensorflow.reason}`);
    }
  }
}

const ROUNDS = 2;

/** Steps of an LSTM in turn with PyTorch's, the quickest of many: others may use the cores meanwhile. */
export async function stepsBesidePytorch(print: (line: string) => void): Promise<void> {
  const rows: Record<string, (number | null)[]> = {};
  for (const workload of workloads) {
    const { name, input, hidden, time, batch } = workload;
    const [one, two] = [engineStep("lstm", workload, 1), engineStep("lstm", workload, 2)];
    await two.ready();
    const steps = Math.max(10, Math.round(2e9 / flopOf("lstm", workload)));
    const least = { one: Infinity, two: Infinity, one2: Infinity, two2: Infinity };
    for (let round = 0; round < ROUNDS; round++) {
      least.one = Math.min(least.one, quickest(one, steps));
      least.two = Math.min(least.two, quickest(two, steps));
      const theirs = pytorchSteps("lstm", workload, steps);
      if ("reason" in theirs) {
        if (round === 0) print(`PyTorch is skipped: ${theirs.reason}`);
        continue;
      }
      least.one2 = Math.min(least.one2, theirs[0]);
      least.two2 = Math.min(least.two2, theirs[1]);
    }
    await two.stop();
    const peers = Number.isFinite(least.one2)
      ? [least.one2, least.two2, least.one2 / least.one, least.two2 / least.two]
      : [null, null, null, null];
    rows[`${name}: ${hidden} units, ${input} in, ${time} steps, batch ${batch}`] = [
      ...[least.one, least.two],
      ...peers,
    ];
  }
  record(
    "steps",
    {
      title: "Training steps",
      what: `Milliseconds of one training step of an LSTM (forward, loss and all gradients) on one thread and on two, the quickest of many in ${ROUNDS} rounds; PyTorch in turn with it where it is installed, and its time as a multiple of ours.`,
      bench: "steps",
      columns: [
        ...["1 thread, ms", "2 threads, ms", "PyTorch, 1 thread, ms", "2 threads of it, ms"],
        ...["multiple, 1 thread", "2 threads"],
      ],
      rows,
    },
    print,
  );
}

function quickest({ run }: Pick<Candidate, "run">, steps: number): number {
  let least = Infinity;
  for (let step = 0; step < steps; step++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function flopOf(cell: CellName, { input, hidden, time, batch }: Workload): number {
  return 6 * time * batch * hidden * (hidden + input) * gateCounts[cell];
}
