import { describe, expect, it } from "vitest";
import { gradientFlow } from "../../../src/engine/gradient-flow.js";
import { readLayer, readSteps, type Watched } from "../../../src/engine/layer-gradients.js";
import { bind } from "../../../src/engine/tape.js";
import type { FlowReading } from "../../../src/models/gradient-readings.js";
import { findModel } from "../../../src/models/index.js";
import { isNetwork } from "../../../src/models/neural/definition.js";
import { learnLongLag } from "../../../src/models/recurrent/long-lag-task.js";
import { parseSpec } from "../../../src/spec/grammar.js";
import { bindOptions } from "../../../src/spec/options.js";
import { recordNetwork, tiny } from "./check-network.js";

function networkOf(text: string) {
  const spec = parseSpec(text);
  const definition = findModel(spec.name.text);
  if (!isNetwork(definition)) throw new Error(`${text} is no network`);
  const options = bindOptions(spec, definition.options);
  return { definition, options };
}

const STEP = 2 ** -8;

/**
 * Slope of the loss along the gradient of one place on a tensor's axis: the tensor is changed in the
 * midst of the forward pass, and what comes after it is computed anew.
 */
function slopes(run: ReturnType<typeof recordNetwork>, { output, time }: Watched): number[] {
  const { arena, program } = run;
  const calls = program.forward.map((call) => bind([call], arena.kernels));
  const values = arena.view(output.at, output.size);
  let after = 0;
  if (output !== run.inputs) {
    values.fill(Number.NaN);
    let held = "";
    calls.forEach((call, i) => {
      call();
      const now = values.join();
      if (now !== held) after = i + 1;
      held = now;
    });
  }
  const loss = () => {
    for (const call of calls.slice(after)) call();
    return run.outcome();
  };
  loss();
  const before = values.slice();
  const gradient = arena.view(output.grad, output.size).slice();
  const places = time === undefined ? 1 : output.shape[time];
  const each =
    time === undefined ? output.size : output.shape.slice(time + 1).reduce((a, n) => a * n, 1);
  return Array.from({ length: places }, (_, place) => {
    const along = gradient.map((g, i) => (Math.floor(i / each) % places === place ? g : 0));
    const norm = Math.sqrt(along.reduce((sum, g) => sum + g * g, 0));
    if (norm === 0) return 0;
    const [above, below] = [STEP, -STEP].map((step) => {
      values.set(before.map((value, i) => value + (step * along[i]) / norm));
      return loss();
    });
    values.set(before);
    loss();
    return (above - below) / (2 * STEP);
  });
}

describe.each([
  "linear:kind=dlinear",
  "cnn:filters=4,layers=3,activation=tanh,pool=average",
  "cnn:filters=4,layers=3,activation=sigmoid,pool=none,connection=residual",
  "tcn:filters=4,blocks=3",
  "tcn:filters=4,blocks=3,connection=none",
  "transformer:width=4,heads=2,inner=6,patch=2,dropout=0",
  "transformer:width=4,heads=2,inner=6,patch=2,dropout=0,architecture=encoder-decoder",
  "neural-ode:hidden=4,field=5,segment=2",
  "neural-ode:hidden=4,field=5,segment=1,gradient=adjoint,steps=4",
  "cfc:hidden=4,backbone=5,segment=1",
])("the norms of %s", (text) => {
  const { definition, options } = networkOf(text);
  const run = recordNetwork(definition.network(options, tiny), tiny, { tap: true });
  run.backward();
  const { arena, passage, inputs } = run;
  const states =
    passage.recurrence && "states" in passage.recurrence ? passage.recurrence : undefined;

  it.each([
    { name: "inputs", output: inputs, time: 0 },
    ...(passage.layers ?? []),
    ...(states?.states ?? []).map((output, i) => ({ name: `state ${i}`, output })),
  ])("of $name are the slopes of the loss", (watched: Watched) => {
    const { norm, steps } = readLayer(arena, watched);
    const found = slopes(run, watched);
    const read = watched.time === undefined ? [norm] : steps;
    expect(read).toHaveLength(found.length);
    expect(norm).toBeGreaterThan(0);
    found.forEach((slope, t) => {
      expect(Math.abs(slope - read[t]) / norm, `place ${t}`).toBeLessThan(0.01);
    });
  });

  if (!states) return;
  it("of its states stand side by side, oldest first", () => {
    const { steps, norm } = readSteps(arena, "states", states.states);
    expect(steps).toEqual(
      states.states.map((output) => readLayer(arena, { name: "", output }).norm),
    );
    expect(norm).toBeCloseTo(Math.sqrt(steps.reduce((sum, one) => sum + one * one, 0)), 12);
  });
});

describe("a gradient that passes through layers", () => {
  async function untrained(text: string, steps = 10) {
    const { definition, options } = networkOf(text);
    const readings: FlowReading[] = [];
    const build = (shape: typeof tiny) => definition.network(options, shape);
    await learnLongLag(build, { ...options, epochs: 1 }, steps, {
      seed: 1,
      warn: () => {},
      onFlow: (reading) => readings.push(reading),
    });
    return readings[0].flow;
  }

  it.each([
    "cnn:filters=8,layers=8,pool=none,activation=sigmoid,linear=false",
    "tcn:filters=8,blocks=8,linear=false",
  ])("of %s vanishes on its way down, unless they are joined by the identity", async (text) => {
    const plain = await untrained(`${text},connection=none`);
    const residual = await untrained(`${text},connection=residual`);
    expect(plain.layers).toHaveLength(8);
    expect(plain.layers[0].norm / plain.layers[7].norm).toBeLessThan(1e-3);
    expect(residual.layers[0].norm / residual.layers[7].norm).toBeGreaterThan(0.5);
    expect([plain.verdict, residual.verdict]).toEqual(["vanishing", "stable"]);
  });

  it("of dilated convolutions reaches the inputs that they see and no others", async () => {
    const flow = await untrained("tcn:filters=8,kernel=2,blocks=2,linear=false", 20);
    // 1 + 2·(2 − 1)·(2² − 1) = 7 steps, see receptiveField.
    expect(flow.hidden.map((norm) => norm > 0)).toEqual([
      ...Array(13).fill(false),
      ...Array(7).fill(true),
    ]);
    expect(flow).toMatchObject({ of: "inputs", reach: 7, verdict: "vanishing" });
  });
});

describe("what is told of a flow", () => {
  it("counts in steps of the window where states lie several apart", () => {
    const flow = gradientFlow([1e-5, 0.25, 0.5, 1], [], { stride: 4 });
    expect(flow).toMatchObject({ reach: 12, verdict: "vanishing" });
    expect(gradientFlow([0.25, 0.5, 1], [], { stride: 4 }).halfLife).toBeCloseTo(4, 12);
  });

  it("does not take an input that matters little for the end of the way", () => {
    const inputs = { of: "inputs" } as const;
    expect(gradientFlow([1, 1e-9, 0.5], [], inputs)).toMatchObject({ reach: 3, verdict: "stable" });
    expect(gradientFlow([1, 1e-9, 0.5]).verdict).toBe("vanishing");
  });
});
