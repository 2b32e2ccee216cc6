import { describe, expect, it } from "vitest";
import { gradientMethods } from "../../../src/engine/ops/index.js";
import { declareCfc } from "../../../src/models/continuous/cfc.js";
import { declareNeuralOde } from "../../../src/models/continuous/neural-ode.js";
import { createModel } from "../../../src/models/index.js";
import { sin } from "../../../src/numeric/elementary.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";
import { checkNetwork, recordNetwork, tiny } from "../neural/check-network.js";

const ode = {
  hidden: 4,
  field: 5,
  solver: "rk4",
  steps: 2,
  rtol: 1e-6,
  atol: 1e-6,
  limit: 100,
  gradient: "discrete",
  linear: true,
} as const;
const closed = { hidden: 4, backbone: 5, linear: true };

describe.each([
  [1, "regular", tiny],
  [3, "regular", tiny],
  [1, "irregular", { ...tiny, interval: 1 }],
  [3, "irregular", { ...tiny, interval: 1 }],
] as const)(
  "in segments of %i, dates %s, the gradient is the slope of the loss",
  (segment, _, shape) => {
    it.each(["rk4", "dopri5"] as const)("of neural-ode: solver=%s", (solver) => {
      for (const gradient of gradientMethods) {
        checkNetwork(declareNeuralOde({ ...ode, solver, gradient, segment }, shape), shape);
      }
    });

    it("of cfc", () => {
      checkNetwork(declareCfc({ ...closed, segment }, shape), shape);
    });
  },
);

it.each([
  ["neural-ode", declareNeuralOde({ ...ode, segment: 1 }, tiny)],
  ["cfc", declareCfc({ ...closed, segment: 1 }, tiny)],
])("%s does not see what was not observed", (_, network) => {
  const run = recordNetwork(network, tiny);
  const before = run.forecast();
  // The first value of every step and row; each third of them is missing.
  for (let i = 2; i < run.steps.length / 3; i += 3) run.steps[i * 3] = 100;
  expect(run.forecast()).toEqual(before);
  run.steps[0] = 100;
  expect(run.forecast()).not.toEqual(before);
});

it.each([
  ["neural-ode", declareNeuralOde({ ...ode, segment: 1 }, tiny)],
  ["cfc", declareCfc({ ...closed, segment: 1 }, tiny)],
])(
  "%s sees how long an interval was, in the window and ahead of it, and none before its first step",
  (_, network) => {
    const run = recordNetwork(network, tiny);
    const before = run.forecast();
    const doubled = (t: number) => {
      for (let row = 0; row < 3; row++) run.elapsed[t * 3 + row] *= 2;
      const after = run.forecast();
      for (let row = 0; row < 3; row++) run.elapsed[t * 3 + row] /= 2;
      return after;
    };
    expect(doubled(4)).not.toEqual(before);
    // Two values for each of three steps ahead.
    const later = doubled(tiny.context + 1);
    later.forEach((value, i) => {
      if (i % 6 < 2) expect(value).toBe(before[i]);
      else expect(value).not.toBe(before[i]);
    });
  },
);

it.each(["gradient=discrete", "gradient=adjoint"])(
  "neural-ode tells what to do when the solver gives up: %s",
  async (more) => {
    const y = Float64Array.from({ length: 60 }, (_, t) => (t * 7) % 12);
    const model = createModel(
      `neural-ode:solver=dopri5,limit=1,rtol=1e-7,atol=1e-9,epochs=2,${more}`,
    );
    const fit = model.fit(panelOf(y), { horizon: 4, seed: 1, warn() {} });
    await expect(fit).rejects.toThrow(/solver gave up after 1 steps?, 0 % of the way/);
    await expect(fit).rejects.toMatchObject({ hint: expect.stringContaining("limit=10") });
  },
);

it("neural-ode tells what its solver did while training", async () => {
  const y = Float64Array.from({ length: 60 }, (_, t) => (t * 7) % 12);
  const work = async (options: string) => {
    const plain = "log=no,deseason=no,difference=no,window-scale=no,context=12";
    const model = createModel(`neural-ode:epochs=2,${plain},${options}`);
    const fitted = await model.fit(panelOf(y), { horizon: 4, seed: 1, warn() {} });
    return fitted.training!.solver!;
  };
  const [once, twice] = [await work("steps=1"), await work("steps=2")];
  expect(twice.forward.accepted).toBe(2 * once.forward.accepted);
  expect(twice.forward.evaluations).toBe(4 * twice.forward.accepted);
  expect(once.forward.rejected).toBe(0);
  const adaptive = await work("solver=dopri5,rtol=1e-7,atol=1e-8");
  expect(adaptive.forward.accepted).toBeGreaterThan(once.forward.accepted);
  expect(adaptive).toEqual(await work("solver=dopri5,rtol=1e-7,atol=1e-8"));
});

describe.each(["neural-ode", "cfc"])("%s", (name) => {
  it("forecasts a sine of which 70 % are missing better than its last observation", async () => {
    const random = new Random(3);
    const truth = (t: number) => 10 + 5 * sin((2 * Math.PI * t) / 24);
    const y = Float64Array.from({ length: 600 }, (_, t) =>
      random.uniform(0, 1) < 0.7 && t > 0 && t < 599 ? Number.NaN : truth(t),
    );
    const panel = panelOf(y);
    const plain = "log=no,deseason=no,difference=no,window-scale=no";
    const model = createModel(`${name}:context=48,epochs=30,${plain}`);
    const fitted = await model.fit(panel, { horizon: 12, seed: 1, warn() {} });
    const [forecast] = fitted.forecast(12);
    let [own, naive] = [0, 0];
    for (let h = 0; h < 12; h++) {
      own += Math.abs(forecast.mean[h] - truth(600 + h));
      naive += Math.abs(truth(599) - truth(600 + h));
    }
    expect(own / naive).toBeLessThan(0.5);
    expect(model.restore(structuredClone(fitted.state), panel).forecast(12)).toEqual([forecast]);
  });
});
