import { expect, it } from "vitest";
import type { Panel, Series } from "../../src/data/panel/from-table.js";
import { DataError } from "../../src/errors.js";
import { createModel, models } from "../../src/models/index.js";
import { conformal } from "../../src/models/intervals/intervals.js";

const context = { horizon: 2, seed: 1, warn: () => {} };
const one: Series = { id: "a", ds: Float64Array.of(0, 1, 2, 3), y: Float64Array.of(1, 3, 2, 4) };
const panel: Panel = {
  source: "test",
  frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
  season: 1,
  series: [one],
};

it("a model of models is checked too when its members are changed, as threads do", async () => {
  const spread = createModel("auto").spread!((member) => member);
  await expect(spread.fit({ ...panel, series: [] }, context)).rejects.toThrow(
    "the panel has no series",
  );
});

it.each<[string, Partial<Panel>]>([
  ["the panel has no series", { series: [] }],
  ["the panel's season must be a whole number ≥ 1, got 0", { season: 0 }],
  ['two series have the id "a"', { series: [one, one] }],
  [
    'series "a" has no observations',
    { series: [{ ...one, ds: one.ds.subarray(4), y: one.y.subarray(4) }] },
  ],
  ['series "a" has 3 dates but 4 observations', { series: [{ ...one, ds: one.ds.subarray(1) }] }],
])("%s: a panel made by hand is refused", async (message, odd) => {
  await expect(createModel("theta").fit({ ...panel, ...odd }, context)).rejects.toThrow(message);
});

it.each(models.filter(({ missing }) => !missing))(
  "$name names the series and row of a missing value",
  async ({ name }) => {
    const gappy = { ...panel, series: [{ ...one, y: Float64Array.of(1, 3, NaN, 4) }] };
    const fit = createModel(name).fit(gappy, context);
    await expect(fit).rejects.toThrow(DataError);
    await expect(fit).rejects.toThrow(`series "a" has NaN in row 3, and ${name} takes no missing`);
  },
);

it.each([
  [Infinity, "naive", 'series "a" has Infinity in row 3'],
  [-Infinity, "cfc", 'series "a" has -Infinity in row 3'],
])("%d among the values is refused by %s", async (value, spec, message) => {
  const gappy = { ...panel, series: [{ ...one, y: Float64Array.of(1, 3, value, 4) }] };
  await expect(createModel(spec).fit(gappy, context)).rejects.toThrow(message);
});

it("missing observations pass where a model takes them", async () => {
  const gappy = { ...panel, series: [{ ...one, y: Float64Array.of(1, 3, NaN, 4) }] };
  const fitted = await createModel("arima:order=0-1-0").fit(gappy, context);
  expect(fitted.forecast(1)[0].mean[0]).toBeCloseTo(4, 12);
});

it.each([
  [{ horizon: 1.5 }, "the horizon must be a whole number ≥ 1, got 1.5"],
  [{ horizon: 0 }, "the horizon must be a whole number ≥ 1, got 0"],
  [{ seed: -1 }, "the seed must be a whole number from 0 to 4294967295, got -1"],
  [{ levels: [80, 100] }, "a level must be a percentage from 1 to below 100, got 100"],
  [{ levels: [0.95] }, "got 0.95; did you mean 95?"],
])("a fit with %j is refused", async (odd, message) => {
  await expect(createModel("drift").fit(panel, { ...context, ...odd })).rejects.toThrow(message);
});

it("forecasts are of a whole number of steps, at levels between 0 and 100 percent", async () => {
  const fitted = await createModel("drift").fit(panel, context);
  expect(() => fitted.forecast(Number.NaN)).toThrow("got NaN");
  expect(() => fitted.forecast(1, [0])).toThrow("got 0");
});

it("the same holds for intervals from past errors", async () => {
  const fitted = await conformal(createModel("drift")).fit(panel, context);
  expect(() => fitted.forecast(1, [0.8])).toThrow("got 0.8");
});
