import { milliseconds, repeated } from "../measure.js";
import { engineStep } from "./engine-recurrent.js";
import { cellNames, gateCounts, workloads } from "./workloads.js";

/**
 * What the taps that record ‖∂L/∂hₜ‖ and ‖∂L/∂cₜ‖ add to one training step. Off, they are one branch a
 * time step: the second column is a second run without them, the noise of the machine. The fastest of
 * many rounds count, as whatever slows others down is not the taps' doing.
 */
export async function taps(print: (line: string) => void): Promise<void> {
  print("training step      taps off   off again    taps on");
  for (const workload of workloads) {
    for (const cell of cellNames) {
      const { input, hidden, time, batch } = workload;
      const flop = 6 * time * batch * hidden * (hidden + input) * gateCounts[cell];
      const times = Math.max(1, Math.round(5e7 / flop));
      const runs = [false, false, true].map((tap) =>
        repeated(times, engineStep(cell, workload, 1, tap).run),
      );
      const fastest = runs.map(() => Number.POSITIVE_INFINITY);
      const rounds = flop > 1e9 ? 9 : 45;
      for (let round = -1; round < rounds; round++) {
        // Each goes first, second and last equally often.
        for (let i = 0; i < runs.length; i++) {
          const place = (i + round + 1) % runs.length;
          const start = performance.now();
          runs[place]();
          if (round >= 0) fastest[place] = Math.min(fastest[place], performance.now() - start);
        }
      }
      const added = (place: number) => `${((fastest[place] / fastest[0] - 1) * 100).toFixed(1)} %`;
      const off = milliseconds(fastest[0] / times);
      const cells = [off, added(1), added(2)].map((text) => text.padStart(11));
      print(`${workload.name} ${cell.padEnd(5)} ${cells.join("")}`);
    }
  }
}
