import { learner, onlineRules } from "../../../src/engine/online/learner.js";
import { Random } from "../../../src/numeric/random.js";

const SIZES = [4, 8, 16, 32, 64];
/** What a step with a loss should grow by when there are twice as many units, in the limit. */
const THEORY = { rtrl: 16, hybrid: 4, snap1: 4, immediate: 4, tbptt: 4 };

/** Processor time and memory of a step with a loss, by rule, for plain units. */
export async function onlineSteps(print: (line: string) => void): Promise<void> {
  print("rule       units    µs a step   growth   theory        bytes   growth");
  for (const rule of onlineRules) {
    let before: { each: number; bytes: number } | undefined;
    for (const units of SIZES) {
      const settings = { cell: "rnn", inputs: 1, units, outputs: 1, rule, seed: 1 } as const;
      const network = learner({ ...settings, descent: { kind: "sgd", rate: 0.001 } });
      const random = new Random(1);
      const steps = rule === "rtrl" ? Math.ceil(4e7 / units ** 4) : Math.ceil(2e6 / units ** 2);
      const run = () => {
        for (let t = 0; t < steps; t++) {
          network.step([random.uniform(-1, 1)]);
          network.learn([0.5]);
        }
      };
      run();
      const from = process.cpuUsage();
      run();
      const each = process.cpuUsage(from).user / steps;
      const { bytes } = network;
      const times = (now: number, then: number | undefined) =>
        (then ? `× ${(now / then).toFixed(1)}` : "").padStart(8);
      print(
        `${rule.padEnd(9)} ${String(units).padStart(6)} ${each.toFixed(2).padStart(12)} ${times(each, before?.each)} ${(before ? `× ${THEORY[rule]}` : "").padStart(8)} ${String(bytes).padStart(12)} ${times(bytes, before?.bytes)}`,
      );
      before = { each, bytes };
    }
  }
}
