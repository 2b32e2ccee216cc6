import { describe, expect, it } from "vitest";
import type { Panel } from "../../src/data/panel.js";
import { backtest, lastFold } from "../../src/evaluation/backtest.js";
import { leaks, withOtherFuture } from "../../src/evaluation/leak.js";
import { measure } from "../../src/evaluation/measurement.js";
import { naive2 } from "../../src/models/baseline/naive2.js";
import { createModel, models } from "../../src/models/index.js";
import { localModel } from "../../src/models/local.js";

const y = Float64Array.from({ length: 48 }, (_, t) => 100 + 3 * t + 20 * ((t * 5) % 12));
const panel: Panel = {
  source: "test",
  frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
  season: 12,
  series: [{ id: "a", ds: y.map((_, t) => t), y, past: new Map([["x", y.map((v) => -v)]]) }],
};

describe("another future", () => {
  it("differs in every held-back value and nowhere else, and shares no memory", () => {
    const [{ y: other, past }] = withOtherFuture(panel, 6).series as [Panel["series"][number]];
    const x = panel.series[0]!.past!.get("x")!;
    for (let t = 0; t < y.length; t++) {
      expect(other[t] === y[t]).toBe(t < 42);
      expect(past!.get("x")![t] === x[t]).toBe(t < 42);
    }
    expect(other.every((value) => value > 0)).toBe(true);
    expect(other.buffer).not.toBe(y.buffer);
  });

  it("gives a model away that looks behind the end of its series", async () => {
    const peeking = localModel({
      name: "peeking",
      fit: () => null,
      forecast: (_, series, __, { horizon }) => ({
        mean: new Float64Array(series.y.buffer, series.y.byteOffset + series.y.byteLength, horizon),
      }),
    });
    const found = async (model: typeof peeking) => {
      const context = { seed: 1, warn: () => {} };
      const [before, after] = await Promise.all(
        [panel, withOtherFuture(panel, 6)].map(async (given) => {
          const fold = lastFold(given, 6);
          const reference = await backtest([fold], naive2.create({}), context);
          return (await measure(fold, model, reference, context)).forecasts;
        }),
      );
      return leaks(before!, after!).map(({ message }) => message);
    };
    expect(await found(peeking)).toEqual([
      "forecast of a changes with values after the cutoff: it looks ahead",
    ]);
    expect(await found(createModel("naive2"))).toEqual([]);
  });

  it.each(models.map(({ name, options }) => ("epochs" in options ? `${name}:epochs=1` : name)))(
    "is not seen by %s",
    async (spec) => {
      const context = { horizon: 6, seed: 1, levels: [80], warn: () => {} };
      const forecasts = [panel, withOtherFuture(panel, 6)].map(async (given) => {
        const fitted = await createModel(spec).fit(lastFold(given, 6).training, context);
        return fitted.forecast(6, [80]);
      });
      const [one, other] = await Promise.all(forecasts);
      expect(other).toEqual(one);
    },
  );
});
