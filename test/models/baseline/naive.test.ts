import { expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { FitError } from "../../../src/errors.js";
import { naive } from "../../../src/models/baseline/naive.js";
import { seasonalNaive } from "../../../src/models/baseline/seasonal-naive.js";

const context = { horizon: 5, seed: 1, warn: () => {} };
const gap = Number.NaN;

async function forecast(model: typeof naive | typeof seasonalNaive, y: number[], season: number) {
  const panel: Panel = {
    source: "test",
    frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
    season,
    series: [{ id: "a", ds: Float64Array.from(y, (_, t) => t), y: Float64Array.from(y) }],
  };
  const [series] = (await model.create({}).fit(panel, context)).forecast(5);
  expect(series.id).toBe("a");
  return Array.from(series.mean);
}

it("naive repeats the last observation", async () => {
  expect(await forecast(naive, [1, 2, 3], 1)).toEqual([3, 3, 3, 3, 3]);
});

it("naive repeats the last one that is not missing", async () => {
  expect(await forecast(naive, [1, 2, gap], 1)).toEqual([2, 2, 2, 2, 2]);
});

it("seasonal naive repeats the last season from its start", async () => {
  expect(await forecast(seasonalNaive, [9, 1, 2, 3], 3)).toEqual([1, 2, 3, 1, 2]);
});

it("seasonal naive looks a season further back for a missing observation", async () => {
  expect(await forecast(seasonalNaive, [7, 8, 9, 1, gap, 3], 3)).toEqual([1, 8, 3, 1, 8]);
});

it("seasonal naive of a series shorter than a season repeats what it has not seen by its last value", async () => {
  expect(await forecast(seasonalNaive, [4, 5], 4)).toEqual([5, 5, 4, 5, 5]);
});

it("seasonal naive without a season is naive", async () => {
  expect(await forecast(seasonalNaive, [4, 6], 1)).toEqual([6, 6, 6, 6, 6]);
});

it("a series with nothing observed cannot be fitted", async () => {
  await expect(forecast(naive, [gap, gap], 1)).rejects.toThrow(FitError);
  await expect(forecast(seasonalNaive, [gap, gap], 2)).rejects.toThrow(/no observation/);
});

// forecast::naive(c(1, 3, 2, 5, 4), h = 2, level = 95) and snaive with frequency 2, in R: the residuals'
// root mean square, times the root of the steps (the seasons).
it("the intervals widen with the root of the steps, or of the seasons", async () => {
  const half = async (model: typeof naive | typeof seasonalNaive) => {
    const panel: Panel = {
      source: "test",
      frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
      season: 2,
      series: [{ id: "a", ds: Float64Array.of(0, 1, 2, 3, 4), y: Float64Array.of(1, 3, 2, 5, 4) }],
    };
    const fitted = await model.create({}).fit(panel, { ...context, levels: [95] });
    const { mean, intervals } = fitted.forecast(3)[0];
    return Array.from(intervals![0].hi, (hi, h) => (hi - mean[h]) / 1.959963984540054);
  };
  const steps = Math.sqrt((4 + 1 + 9 + 1) / 4);
  const seasons = Math.sqrt((1 + 4 + 4) / 3);
  const expected = [1, Math.sqrt(2), Math.sqrt(3)].map((f) => f * steps);
  (await half(naive)).forEach((value, h) => expect(value).toBeCloseTo(expected[h], 12));
  const seasonal = [1, 1, Math.sqrt(2)].map((f) => f * seasons);
  (await half(seasonalNaive)).forEach((value, h) => expect(value).toBeCloseTo(seasonal[h], 12));
});
