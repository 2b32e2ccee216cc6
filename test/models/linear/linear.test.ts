import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { declareLinear } from "../../../src/models/linear/linear.js";
import { panelOf } from "../../panels.js";
import { checkNetwork, recordNetwork, tiny } from "../neural/check-network.js";

const kinds = ["linear", "nlinear", "dlinear"] as const;

it.each(kinds)("the gradient of %s is the slope of its loss", (kind) => {
  checkNetwork(declareLinear(kind, tiny));
});

it("the trend of DLinear is the mean over 25 steps, the window's ends repeated", () => {
  const shape = { context: 30, horizon: 1, inputs: 1, ahead: 0, outputs: 1 };
  const run = recordNetwork(declareLinear("dlinear", shape), shape);
  // Weights that read the trend of one step only: remainder first, trend after it.
  for (const t of [0, 15, 29]) {
    run.values.fill(0);
    run.values[30 + t] = 1;
    const x = Array.from({ length: 30 }, (_, s) => run.window[s]);
    let mean = 0;
    for (let s = t - 12; s <= t + 12; s++) mean += x[Math.min(29, Math.max(0, s))] / 25;
    expect(run.forecast()[0]).toBeCloseTo(mean, 5);
  }
});

describe("kind=linear is not NLinear in disguise", () => {
  /** Falls back to 10 whatever happened: the level itself says what comes next. */
  const y = Float64Array.from({ length: 240 }, (_, t) => (t % 4 === 3 ? 18 + ((t * 7) % 5) : 10));
  const told = "context=8,epochs=300,patience=300,rate=0.02,deseason=no,log=no,window-scale=no";

  it.each(["linear", "dlinear"])("%s learns a level to fall back to", async (kind) => {
    const model = createModel(`linear:kind=${kind},${told}`);
    const fitted = await model.fit(panelOf(y), { horizon: 3, seed: 1, warn() {} });
    for (const value of fitted.forecast(3)[0].mean) expect(Math.abs(value - 10)).toBeLessThan(1);
  });

  it.each(["linear", "dlinear"])("%s refuses to see differences only", (kind) => {
    expect(() => createModel(`linear:kind=${kind},difference=yes`)).toThrow("difference=yes");
  });

  it("after a shift of the whole window NLinear shifts its forecast as much, linear does not", async () => {
    const moved = y.map((value, t) => (t < 232 ? value : value + 0.5));
    const shift = async (kind: string) => {
      const model = createModel(`linear:kind=${kind},${told}`);
      const { state } = await model.fit(panelOf(y), { horizon: 3, seed: 1, warn() {} });
      const [before, after] = [y, moved].map(
        (values) => model.restore(state, panelOf(values)).forecast(1)[0].mean[0],
      );
      return after - before;
    };
    expect(await shift("nlinear")).toBeCloseTo(0.5, 1);
    expect(await shift("linear")).toBeLessThan(0.4);
  });
});
