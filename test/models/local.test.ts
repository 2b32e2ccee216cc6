import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Panel } from "../../src/data/panel/from-table.js";
import { naive2 } from "../../src/models/baseline/naive2.js";
import { seasonalNaive } from "../../src/models/baseline/seasonal-naive.js";
import { createModel } from "../../src/models/index.js";

const context = { horizon: 3, seed: 1, levels: [80, 95], warn: () => {} };

function panel(series: Record<string, readonly number[]>, season = 2): Panel {
  return {
    source: "test.csv",
    frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
    season,
    series: Object.entries(series).map(([id, y]) => ({
      id,
      ds: Float64Array.from(y, (_, t) => t),
      y: Float64Array.from(y),
    })),
  };
}

it.each([
  ["naive", [1, 2, 3]],
  ["ensemble", [1, 2, 3]],
  ["lstm:scope=local,epochs=1,hidden=2,context=2", [1, 2, 3]],
])("%s tells how many series are fitted", async (spec, counts) => {
  const told: number[] = [];
  const onSeries = ({ done, all }: { done: number; all: number }) => {
    expect(all).toBe(3);
    told.push(done);
  };
  const y = [1, 4, 2, 5, 3, 6, 4, 7, 5, 8, 6, 9];
  await createModel(spec).fit(panel({ a: y, b: y, c: y }), { ...context, onSeries });
  expect(told).toEqual(counts);
});

describe("a fit restored from its state", () => {
  it("forecasts the same", async () => {
    const values = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), {
      minLength: 2,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(values, values, async (a, b) => {
        const data = panel({ a, b });
        for (const model of [naive2.create({}), seasonalNaive.create({})]) {
          const fitted = await model.fit(data, context);
          const state = structuredClone(fitted.state);
          const again = model.restore(state, data).forecast(7, context.levels);
          expect(again).toEqual(fitted.forecast(7));
        }
      }),
    );
  });

  it("goes by the series' names, whatever their order", async () => {
    const model = seasonalNaive.create({});
    const { state } = await model.fit(panel({ calm: [1, 1, 1, 1], wild: [1, 9, 3, 2] }), context);
    const [wild, calm] = model
      .restore(state, panel({ wild: [1, 9, 3, 2], calm: [1, 1, 1, 1] }))
      .forecast(1, [80]);
    expect(calm.intervals![0].lo[0]).toBe(1);
    expect(wild.intervals![0].lo[0]).toBeLessThan(2);
  });

  it("takes an only series under any name", async () => {
    const model = seasonalNaive.create({});
    const { state } = await model.fit(panel({ a: [1, 2, 3] }), context);
    expect(model.restore(state, panel({ b: [4, 5] })).forecast(2)[0].mean).toEqual(
      Float64Array.of(4, 5),
    );
  });

  it("names a series it was not fitted to", async () => {
    const model = seasonalNaive.create({});
    const { state } = await model.fit(panel({ a: [1, 2], b: [1, 2] }), context);
    expect(() => model.restore(state, panel({ a: [1, 2], c: [1, 2] }))).toThrow(
      /not fitted to a series "c"/,
    );
  });
});
