import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createModel } from "../../src/models/index.js";
import { forecastQuantiles } from "../../src/models/intervals/quantiles.js";
import { samplePaths } from "../../src/models/intervals/sample-paths.js";
import { totalsOf } from "../../src/models/intervals/totals.js";
import { limited, limitedFit, withLimits } from "../../src/models/limits.js";
import type { Model } from "../../src/models/model.js";
import { nonNegative } from "../../src/models/transforms/non-negative.js";
import { panelOf } from "../panels.js";

const said: string[] = [];
const context = {
  ...{ horizon: 6, seed: 1, levels: [50, 95] },
  warn: (message: string) => void said.push(message),
};
const counts = Array.from({ length: 40 }, (_, t) => (t * 7) % 5);

describe("limits", () => {
  it.each(["naive", "theta", "ets", "ar", "croston", "auto"])(
    "hold forecasts and intervals of %s, in whole numbers where these are wanted",
    async (spec) => {
      const limits = { min: 1.2, max: 3.9, integer: true };
      const fitted = await withLimits(createModel(spec), limits).fit(panelOf(counts), context);
      const [{ mean, intervals = [] }] = fitted.forecast(6);
      for (const row of [mean, ...intervals.flatMap(({ lo, hi }) => [lo, hi])]) {
        expect(row.every((value) => value === 2 || value === 3)).toBe(true);
      }
      for (const { lo, hi } of intervals) {
        mean.forEach((value, h) => {
          expect(lo[h]).toBeLessThanOrEqual(value);
          expect(hi[h]).toBeGreaterThanOrEqual(value);
        });
      }
    },
  );

  it("hold a restored fit alike", async () => {
    const panel = panelOf(counts);
    const model = withLimits(createModel("theta"), { max: 2 });
    const fitted = await model.fit(panel, context);
    expect(model.restore(fitted.state, panel).forecast(6, [50, 95])).toEqual(fitted.forecast(6));
    expect(fitted.forecast(6)[0].mean.some((value) => value === 2)).toBe(true);
  });

  it("never change the order of two values, and allow what is within", () => {
    const value = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(value, value, value, value, fc.boolean(), (a, b, one, other, integer) => {
        const limits = { min: Math.min(one, other) - 1, max: Math.max(one, other) + 1, integer };
        const [x, y] = limited(Float64Array.of(Math.min(a, b), Math.max(a, b)), limits);
        return x <= y && x >= limits.min && y <= limits.max;
      }),
    );
    expect([...limited(Float64Array.of(-0.4, 0.5, 1.49), { integer: true })]).toEqual([0, 1, 1]);
  });

  it("are all that holds a saved auto: what it learned goes below 0 where the user allows it", async () => {
    const falling = panelOf(Array.from({ length: 40 }, (_, t) => 40 - t));
    const { state } = await nonNegative(createModel("auto")).fit(falling, context);
    const least = (model: Model) =>
      Math.min(...model.restore(state, falling).forecast(6, [95])[0].intervals![0].lo);
    expect(least(nonNegative(createModel("auto")))).toBe(0);
    expect(least(withLimits(createModel("auto"), { min: -100 }))).toBeLessThan(-1);
  });

  it.each(["mean", "drift", "theta", "ets"])(
    "of a max are held together with 0 where %s has seen nothing below, whenever they are given",
    async (spec) => {
      const panel = panelOf(Array.from({ length: 60 }, (_, t) => 90 - 1.4 * t + ((t * 7) % 11)));
      const inner = nonNegative(createModel(spec));
      const model = withLimits(inner, { max: 3, integer: true });
      const fitted = await model.fit(panel, context);
      const later = limitedFit(inner.restore((await inner.fit(panel, context)).state, panel), {
        max: 3,
        integer: true,
      });
      for (const fit of [fitted, later]) {
        const [{ mean, intervals = [] }] = fit.forecast(6, [50, 95, 99.9]);
        const quantiles = forecastQuantiles(fit, 6, [0.0001, 0.1, 0.5, 0.99])![0].values;
        const paths = samplePaths(fit, 6, { count: 20, seed: 1 })![0].paths;
        const ends = intervals.flatMap(({ lo, hi }) => [lo, hi]);
        for (const row of [mean, ...ends, ...quantiles, ...paths]) {
          expect(row.every((value) => value >= 0 && value <= 3)).toBe(true);
        }
        const [total] = totalsOf(fit, 6, [80, 99], { seed: 1, quantiles: [0.01, 0.1] });
        for (const { lo, hi } of total.intervals) {
          expect(lo).toBeGreaterThanOrEqual(0);
          expect(hi).toBeLessThanOrEqual(18);
        }
        expect(total.quantiles!.every((value) => value >= 0 && value <= 18)).toBe(true);
      }
    },
  );

  it("below 0 are kept to where they leave no room for 0", async () => {
    const model = withLimits(nonNegative(createModel("mean")), { max: -2 });
    const [{ mean, intervals = [] }] = (await model.fit(panelOf(counts), context)).forecast(
      3,
      [80],
    );
    expect([...mean]).toEqual([-2, -2, -2]);
    expect(intervals[0].lo[0]).toBeLessThanOrEqual(-2);
  });

  it("are refused where nothing lies within", () => {
    const model = createModel("naive");
    expect(() => withLimits(model, { min: 2, max: 1 })).toThrow(RangeError);
    expect(() => withLimits(model, { min: 1.2, max: 1.8, integer: true })).toThrow(
      "there is no whole number from min 1.2 to max 1.8",
    );
    expect(() => withLimits(model, { min: Number.NaN })).toThrow("min must be a number, got NaN");
  });

  it("say which observations they would not allow", async () => {
    said.length = 0;
    const model = withLimits(createModel("naive"), { min: 0, max: 3, integer: true });
    await model.fit(panelOf([1, -2, 2.5, 4, 1]), context);
    expect(said).toEqual([
      'series "a" has observed -2, below the min 0 that its forecasts are held to',
      'series "a" has observed 4, above the max 3 that its forecasts are held to',
      'series "a" has observed 2.5, and its forecasts are rounded to whole numbers all the same',
    ]);
  });
});
