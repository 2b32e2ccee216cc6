import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import type { FitContext } from "../../../src/models/model.js";
import { panelOf } from "../../panels.js";

const context: FitContext = { horizon: 4, seed: 1, warn: () => {} };
/** A triangle of period 8 between 100 and 140. */
const triangle = Array.from({ length: 120 }, (_, t) => 100 + 10 * Math.abs((t % 8) - 4));

describe.each(["rnn", "lstm97", "lstm", "gru"])("%s learning step by step", (cell) => {
  it.each(["tbptt", "rtrl", "hybrid", "snap1"])(
    "by %s forecasts turns that the last value does not, and the same when restored",
    async (rule) => {
      const model = createModel(`${cell}:learn=${rule},hidden=6,rate=0.01,deseason=no,epochs=60`);
      const panel = panelOf(triangle);
      const fitted = await model.fit(panel, context);
      const { mean } = fitted.forecast(4)[0];
      const truth = [120, 121, 122, 123].map((t) => 100 + 10 * Math.abs((t % 8) - 4));
      const error = (of: (h: number) => number) =>
        truth.reduce((sum, y, h) => sum + Math.abs(y - of(h)), 0);
      expect(error((h) => mean[h])).toBeLessThan(0.6 * error(() => triangle.at(-1)!));
      const [again] = model.restore(fitted.state, panel).forecast(4);
      expect(again.mean).toEqual(mean);
    },
  );
});

describe("learning step by step", () => {
  it("refuses what it cannot do, and exact sensitivities that need too much memory", async () => {
    expect(() => createModel("lstm:learn=rtrl,layers=2")).toThrow("layers=2 is for learn=bptt");
    expect(() => createModel("slstm:learn=rtrl")).toThrow("not by learn=rtrl");
    const large = createModel("lstm:learn=rtrl,hidden=512");
    await expect(large.fit(panelOf(triangle), context)).rejects.toThrow("needs 8240 MiB");
  });

  it("forecasts the last value of a series too short to learn from, and says so", async () => {
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    const fitted = await createModel("gru:learn=snap1,hidden=4").fit(panelOf([3, 4, 5]), {
      ...context,
      warn,
    });
    expect(fitted.forecast(2)[0].mean[1]).toBeCloseTo(5, 9);
    expect(warnings[0]).toContain("too short to train on");
  });
});
