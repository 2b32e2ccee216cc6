import { describe, expect, it } from "vitest";
import { sin } from "../../../src/engine/float64.js";
import { Random } from "../../../src/engine/random.js";
import { declareCfc } from "../../../src/models/continuous/cfc.js";
import { declareNeuralOde } from "../../../src/models/continuous/neural-ode.js";
import { createModel } from "../../../src/models/index.js";
import { checkNetwork, recordNetwork, tiny } from "../neural/check-network.js";
import { panelOf } from "../panel-of.js";

const ode = { hidden: 4, field: 5, steps: 2, gradient: "discrete" } as const;

describe.each([1, 3])("in segments of %i, the gradient is the slope of the loss", (segment) => {
  it.each(["discrete", "adjoint"] as const)("of neural-ode: gradient=%s", (gradient) => {
    checkNetwork(declareNeuralOde({ ...ode, gradient, segment }, tiny), tiny);
  });

  it("of cfc", () => {
    checkNetwork(declareCfc({ hidden: 4, backbone: 5, segment }, tiny), tiny);
  });
});

it.each([
  ["neural-ode", declareNeuralOde({ ...ode, segment: 1 }, tiny)],
  ["cfc", declareCfc({ hidden: 4, backbone: 5, segment: 1 }, tiny)],
])("%s does not see what was not observed", (_, network) => {
  const run = recordNetwork(network, tiny);
  const before = run.forecast();
  // The first value of every step and row; each third of them is missing.
  for (let i = 2; i < run.steps.length / 3; i += 3) run.steps[i * 3] = 100;
  expect(run.forecast()).toEqual(before);
  run.steps[0] = 100;
  expect(run.forecast()).not.toEqual(before);
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
      own += Math.abs(forecast!.mean[h]! - truth(600 + h));
      naive += Math.abs(truth(599) - truth(600 + h));
    }
    expect(own / naive).toBeLessThan(0.5);
    expect(model.restore(structuredClone(fitted.state), panel).forecast(12)).toEqual([forecast]);
  });
});
