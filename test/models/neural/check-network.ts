import { expect } from "vitest";
import { Arena } from "../../../src/engine/memory.js";
import { mul, reshape, sum } from "../../../src/engine/ops/index.js";
import { bind, Tape } from "../../../src/engine/tape.js";
import type { Network, NetworkShape } from "../../../src/models/neural/network.js";
import { regularSteps } from "../../../src/models/neural/resample.js";
import { Random } from "../../../src/numeric/random.js";

/** Two quantiles, one column past and one ahead: everything a network may be asked for. */
export const tiny: NetworkShape = { context: 8, horizon: 3, inputs: 3, ahead: 1, outputs: 2 };

const ROWS = 3;
const STEP = 2 ** -9;

/** The network's forecast for windows from a seed, with random weights, and the way to the gradient. */
export function recordNetwork(
  network: Network,
  shape: NetworkShape,
  { training = true, tap = false } = {},
) {
  const { context, horizon, inputs, ahead, outputs, series: count } = shape;
  const arena = new Arena();
  const { size } = network.parameters;
  const weights = arena.allocate(size);
  const gradients = arena.allocate(size);
  const tape = new Tape(arena, { weights, gradients, training });
  const sizes = [context, ROWS, inputs];
  const steps = tap ? tape.tensor(sizes) : tape.input(sizes);
  const observed = tape.input([context, ROWS, 1]);
  const elapsed = tape.input([context + horizon, ROWS, 1]);
  const window = tape.input([ROWS, context]);
  const between = shape.interval ? tape.input([ROWS, horizon, regularSteps(horizon)]) : undefined;
  const known = ahead > 0 ? tape.input([ROWS, horizon * ahead]) : undefined;
  const series = count === undefined ? undefined : tape.input([ROWS]);
  const probe = tape.input([ROWS, horizon * outputs]);
  const passage = network.forward(
    tape,
    {
      ...{ steps, observed, elapsed, window },
      ...(between && { between }),
      ...(known && { ahead: known }),
      ...(series && { series }),
    },
    { tap, seed: 1 },
  );
  const { forecast } = passage;
  expect(forecast.size).toBe(probe.size);
  const loss = sum(tape, mul(tape, reshape(forecast, probe.shape), probe));
  const program = tape.finish(loss);
  const random = new Random(5);
  network.parameters.initialize(arena, weights, random);
  const values = arena.view(weights, size);
  for (let i = 0; i < size; i++) values[i] += random.uniform(-0.3, 0.3);
  const fill = (view: Float32Array) => view.forEach((_, i) => (view[i] = random.uniform(-1, 1)));
  for (const t of [steps, probe, known, between]) if (t) fill(arena.view(t.at, t.size));
  if (series) arena.view(series.at, ROWS).forEach((_, i, which) => (which[i] = i % count!));
  // Every third step is missing.
  arena.view(observed.at, observed.size).forEach((_, i, flags) => (flags[i] = i % 3 < 2 ? 1 : 0));
  const times = arena.view(elapsed.at, elapsed.size);
  times.forEach((_, i) => (times[i] = 0.8 + (0.4 * ((i * 5) % 7)) / 7));
  const [all, own] = [arena.view(steps.at, steps.size), arena.view(window.at, window.size)];
  for (let row = 0; row < ROWS; row++) {
    for (let t = 0; t < context; t++) own[row * context + t] = all[(t * ROWS + row) * inputs];
  }
  const forward = bind(program.forward, arena.kernels);
  const backward = bind(program.backward, arena.kernels);
  const outcome = arena.view(forecast.at, forecast.size);
  const probes = arena.view(probe.at, probe.size);
  return {
    arena,
    program,
    passage,
    inputs: steps,
    values,
    gradients: arena.view(gradients, size),
    /** [context, rows, inputs] */
    steps: all,
    window: own,
    /** [rows, horizon · ahead] */
    ahead: known ? arena.view(known.at, known.size) : new Float32Array(0),
    /** [context + horizon, rows] */
    elapsed: times,
    forecast() {
      forward();
      return Array.from(outcome);
    },
    loss() {
      forward();
      return outcome.reduce((total, y, i) => total + y * probes[i], 0);
    },
    /** The loss of the forecast as it stands. */
    outcome: () => outcome.reduce((total, y, i) => total + y * probes[i], 0),
    backward() {
      forward();
      backward();
    },
  };
}

/**
 * Holds the gradient of every weight against central differences. Where the slopes on either side
 * differ, a kink (of a ReLU or a maximum) lies within the step and the weight is passed over: at most a
 * tenth of all.
 */
export function checkNetwork(network: Network, shape: NetworkShape = tiny): void {
  const run = recordNetwork(network, shape);
  run.backward();
  const { values } = run;
  const at = run.loss();
  let [tried, kinks] = [0, 0];
  for (const { name, offset, size } of network.parameters.list) {
    const gradient = run.gradients.slice(offset, offset + size);
    const largest = Math.max(0.05, ...gradient.map(Math.abs));
    expect(
      gradient.some((g) => g !== 0),
      `${name} has a gradient`,
    ).toBe(true);
    for (let k = 0; k < size; k += Math.ceil(size / 40)) {
      const held = values[offset + k];
      values[offset + k] = held + STEP;
      const above = run.loss();
      values[offset + k] = held - STEP;
      const below = run.loss();
      values[offset + k] = held;
      tried++;
      if (Math.abs(above - 2 * at + below) / STEP > 0.008 * largest) kinks++;
      else {
        const slope = (above - below) / (2 * STEP);
        const error = Math.abs(gradient[k] - slope) / largest;
        expect(error, `${name}[${k}]: ${gradient[k]}, not ${slope}`).toBeLessThan(5e-3);
      }
    }
  }
  expect(kinks / tried).toBeLessThan(0.1);
}
