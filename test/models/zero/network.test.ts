import { expect, it } from "vitest";
import { Arena } from "../../../src/engine/memory.js";
import { quantile } from "../../../src/engine/ops/index.js";
import { bind, Tape } from "../../../src/engine/tape.js";
import { interleave, loadInstances, recordInputs } from "../../../src/models/zero/forecaster.js";
import { describeInstance, PATCH } from "../../../src/models/zero/instance.js";
import { zeroNetwork } from "../../../src/models/zero/network.js";
import { QUANTILES } from "../../../src/models/zero/quantiles.js";
import { Random } from "../../../src/numeric/random.js";

it("the gradient is the slope of the loss", () => {
  const arena = new Arena();
  const random = new Random(4);
  const network = zeroNetwork({ hidden: 6, blocks: 2 });
  const { size } = network.parameters;
  const [weights, gradients] = [arena.allocate(size), arena.allocate(size)];
  network.parameters.initialize(arena, weights, random);
  const series = Array.from({ length: 3 }, () =>
    Float64Array.from({ length: 20 }, (_, t) => 5 * random.normal() + t + 3 * (t % 4)),
  );
  const tape = new Tape(arena, { weights, gradients });
  const inputs = recordInputs(tape, 3, 2, 3);
  const target = tape.input([2, 3, PATCH]);
  const loss = quantile(tape, network.forward(tape, inputs), target, QUANTILES);
  const { forward, backward } = tape.finish(loss);
  loadInstances(
    arena,
    inputs,
    series.map((y) => describeInstance(y, 4, 2)),
  );
  const values = arena.view(target.at, target.size);
  for (let row = 0; row < 3; row++) {
    interleave(
      Float32Array.from({ length: 2 * PATCH }, () => 20 * random.normal()),
      values,
      PATCH,
      row,
      3,
    );
  }
  const run = bind(forward, arena.kernels);
  const value = () => {
    run();
    return arena.view(loss.at, 1)[0];
  };
  value();
  bind(backward, arena.kernels)();
  const gradient = arena.view(gradients, size).slice();
  const all = arena.view(weights, size);
  for (const { name, offset, size: count } of network.parameters.list) {
    const step = 2 ** -6;
    const compared = Array.from({ length: Math.min(count, 6) }, () => {
      const i = offset + random.below(count);
      const held = all[i];
      all[i] = held + step;
      const above = value();
      all[i] = held - step;
      const slope = (above - value()) / (2 * step);
      all[i] = held;
      return [gradient[i], slope];
    });
    const largest = Math.max(0.03, ...compared.map(([, slope]) => Math.abs(slope)));
    for (const [actual, slope] of compared) {
      expect(Math.abs(actual - slope) / largest, `${name}: ${actual}, not ${slope}`).toBeLessThan(
        0.03,
      );
    }
  }
});
