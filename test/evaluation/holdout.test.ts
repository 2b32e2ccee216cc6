import { expect, it } from "vitest";
import { canHoldBack } from "../../src/evaluation/folds.js";
import { holdout } from "../../src/evaluation/holdout.js";
import { naive } from "../../src/models/baseline/naive.js";
import type { Model } from "../../src/models/model.js";
import { panelOfMany } from "../panels.js";

const panel = (...series: number[][]) => panelOfMany(series);

const context = { horizon: 2, seed: 1, warn: () => {} };

it("the model never sees the observations held back", async () => {
  const seen: number[][] = [];
  const watching: Model = {
    ...naive.create({}),
    fit: (given, c) => {
      seen.push(...given.series.map((s) => Array.from(s.y)));
      return naive.create({}).fit(given, c);
    },
  };
  await holdout(panel([1, 2, 3, 4, 5]), watching, context);
  expect(seen).toEqual([[1, 2, 3]]);
});

it("scores against what was held back, scaled by what was not", async () => {
  const { h, mean } = await holdout(panel([1, 2, 4, 5, 8]), naive.create({}), context);
  expect(h).toBe(2);
  expect(mean.mae).toBe(2.5);
  expect(mean.mase).toBe(2.5 / 1.5);
});

it("averages the series' own metrics", async () => {
  const { series, mean } = await holdout(
    panel([1, 2, 4, 5, 8], [10, 20, 30, 50, 30]),
    naive.create({}),
    context,
  );
  expect(series.map((s) => s?.mae)).toEqual([2.5, 10]);
  expect(mean.mae).toBe(6.25);
});

it("a series shorter than twice the horizon is not judged and keeps its place", async () => {
  const { series } = await holdout(panel([1, 2, 3], [1, 2, 4, 5, 8]), naive.create({}), context);
  expect(series[0]).toBeUndefined();
  expect(series[1]?.mae).toBe(2.5);
});

it("twice the horizon is enough, one less is not", () => {
  expect(canHoldBack(24, 12)).toBe(true);
  expect(canHoldBack(23, 12)).toBe(false);
});

it("tells which metrics are not defined, and why", async () => {
  const { undefinedScores: gaps } = await holdout(
    panel([2, 2, 2, 2], [1, 2, 0, 3]),
    naive.create({}),
    context,
  );
  expect(gaps.filter(({ metric }) => metric === "mase" || metric === "mape")).toEqual([
    { metric: "mase", reason: "repeating", id: "a", forecasts: 1 },
    { metric: "mape", reason: "zero", id: "b", forecasts: 1 },
  ]);
});
