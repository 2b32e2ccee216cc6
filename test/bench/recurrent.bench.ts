import { engineStep } from "./engine-recurrent.js";
import { milliseconds, race, repeated } from "./measure.js";
import { plainStep } from "./plain-recurrent.js";
import { tensorflowStep } from "./tensorflow-recurrent.js";
import { cellNames, gateCounts, workloads } from "./workloads.js";

/** One training step of each cell at each size: ours on one and two threads, plain JavaScript, tfjs. */
export async function recurrentSteps(print: (line: string) => void): Promise<void> {
  print("training step         1 thread   2 threads    plain JS    tfjs wasm   GFLOP/s");
  for (const workload of workloads) {
    for (const cell of cellNames) {
      const { input, hidden, time, batch } = workload;
      const flop = 6 * time * batch * hidden * (hidden + input) * gateCounts[cell];
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
