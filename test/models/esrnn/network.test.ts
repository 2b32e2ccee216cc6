import { expect, it } from "vitest";
import { Arena } from "../../../src/engine/memory.js";
import { add, mul, reshape, sum } from "../../../src/engine/ops/index.js";
import { Parameters } from "../../../src/engine/parameters.js";
import { bind, Tape } from "../../../src/engine/tape.js";
import type { Tensor } from "../../../src/engine/tensor.js";
import { declareDilatedStack } from "../../../src/models/esrnn/dilated-stack.js";
import { declareEsrnn } from "../../../src/models/esrnn/network.js";
import { smooth } from "../../../src/models/esrnn/smoothing.js";
import { Random } from "../../../src/numeric/random.js";

const random = new Random(7);
const filled = (arena: Arena, { at, size }: Tensor, low = -1, high = 1) => {
  const values = arena.view(at, size);
  values.forEach((_, i) => (values[i] = random.uniform(low, high)));
  return values;
};

it("smooths level and season by the recursions of Holt and Winters, from where a series begins", () => {
  const [time, rows, season] = [11, 2, 3];
  const arena = new Arena();
  const tape = new Tape(arena);
  const input = {
    z: tape.input([time, rows]),
    level: tape.input([rows]),
    seasonal: tape.input([season, rows]),
    alpha: tape.input([time, rows]),
    gamma: tape.input([time, rows]),
  };
  const { adjusted, levels, seasons } = smooth(tape, input);
  const [z, level, seasonal] = [input.z, input.level, input.seasonal].map((t) => filled(arena, t));
  const [alpha, gamma] = [input.alpha, input.gamma].map((t) => arena.view(t.at, t.size));
  const [own, share] = [
    [0.3, 0.8],
    [0.1, 0.4],
  ];
  const begins = [0, 4];
  for (let t = 0; t < time; t++) {
    for (let row = 0; row < rows; row++) {
      alpha[t * rows + row] = t >= begins[row] ? own[row] : 0;
      gamma[t * rows + row] = t >= begins[row] ? share[row] : 0;
    }
  }
  bind(tape.finish().forward, arena.kernels)();
  const view = ({ at, size }: Tensor) => arena.view(at, size);
  for (let row = 0; row < rows; row++) {
    let l = level[row];
    const s = Array.from({ length: season }, (_, t) => seasonal[t * rows + row]);
    for (let t = 0; t < time; t++) {
      const value = z[t * rows + row];
      const begun = t >= begins[row] ? 1 : 0;
      expect(view(adjusted)[t * rows + row]).toBeCloseTo(value - s[t], 5);
      l = begun ? own[row] * (value - s[t]) + (1 - own[row]) * l : l;
      s.push(begun ? share[row] * (value - l) + (1 - share[row]) * s[t] : s[t]);
      expect(view(levels)[t * rows + row]).toBeCloseTo(l, 5);
    }
    s.forEach((value, t) => expect(view(seasons!)[t * rows + row]).toBeCloseTo(value, 5));
  }
});

it("lets a layer see its own state of a dilation before, and no later input", () => {
  const parameters = new Parameters();
  const stack = declareDilatedStack(parameters, 2, 3, [3]);
  const arena = new Arena();
  const weights = arena.allocate(parameters.size);
  parameters.initialize(arena, weights, new Random(1));
  const tape = new Tape(arena, { weights });
  const x = tape.input([8, 1, 2]);
  const { states } = stack.run(tape, x, false);
  const run = bind(tape.finish().forward, arena.kernels);
  const inputs = filled(arena, x);
  const at = () => Array.from({ length: 8 }, (_, t) => arena.view(states.at + 12 * t, 3).join());
  run();
  const before = at();
  inputs[2 * 2] += 1;
  run();
  const changed = at().flatMap((state, t) => (state === before[t] ? [] : [t]));
  expect(changed).toEqual([2, 5]);
});

it.each([
  ["with a season, quantiles and padding", { season: 4, dilations: [1, 2, 4], outputs: 3 }],
  ["without a season", { season: 1, dilations: [1, 3], outputs: 1 }],
])("has gradients that are the slopes of its loss, %s", (_, own) => {
  const shape = { steps: 9, window: 3, horizon: 5, series: 2, hidden: 4, ...own };
  const network = declareEsrnn(shape);
  const [time, rows] = [shape.steps + shape.window - 1, 3];
  const arena = new Arena();
  const { size } = network.parameters;
  const weights = arena.allocate(size);
  const gradients = arena.allocate(size);
  const tape = new Tape(arena, { weights, gradients, training: true });
  const seasonal = shape.season > 1;
  const input = {
    z: tape.input([time, rows]),
    level: tape.input([rows]),
    begun: tape.input([time, rows]),
    index: tape.input([rows]),
    ...(seasonal && {
      seasonal: tape.input([shape.season, rows]),
      seasonBegun: tape.input([time, rows]),
    }),
  };
  const { forecast, wiggle } = network.forward(tape, input, false);
  const probe = tape.input([forecast.size]);
  const scored = sum(tape, mul(tape, reshape(forecast, [forecast.size]), probe));
  const loss = add(tape, reshape(scored, [1]), reshape(wiggle(), [1]));
  const { forward, backward } = tape.finish(loss);
  network.parameters.initialize(arena, weights, new Random(2));
  const values = arena.view(weights, size);
  for (let i = 0; i < size; i++) values[i] += random.uniform(-0.2, 0.2);
  for (const t of [input.z, input.level, input.seasonal, probe]) if (t) filled(arena, t);
  // The last row is of a series that was not trained on, and the second one begins late.
  arena.view(input.index.at, rows).set([0, 1, 2]);
  for (const flags of [input.begun, input.seasonBegun]) {
    if (!flags) continue;
    arena.view(flags.at, flags.size).forEach((_, i, all) => {
      all[i] = i % rows === 1 && i < 5 * rows ? 0 : 1;
    });
  }
  const run = bind(forward, arena.kernels);
  const at = () => {
    run();
    return arena.view(loss.at, 1)[0];
  };
  at();
  bind(backward, arena.kernels)();
  for (const { name, offset, size: count } of network.parameters.list) {
    const gradient = arena.view(gradients + 4 * offset, count).slice();
    const largest = Math.max(0.05, ...gradient.map(Math.abs));
    expect(gradient.some((g) => g !== 0)).toBe(true);
    for (let k = 0; k < count; k += Math.ceil(count / 20)) {
      const held = values[offset + k];
      const slope = [2 ** -8, -(2 ** -8)].map((step) => {
        values[offset + k] = held + step;
        return at();
      });
      values[offset + k] = held;
      const found = (slope[0] - slope[1]) / 2 ** -7;
      expect(Math.abs(gradient[k] - found) / largest, `${name}[${k}]`).toBeLessThan(1e-2);
    }
  }
});
