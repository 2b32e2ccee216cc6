import { describe, expect, it } from "vitest";
import { panelFromArrays } from "../../../src/data/read/from-arrays.js";
import { createModel } from "../../../src/models/index.js";
import { samplePaths } from "../../../src/models/intervals/sample-paths.js";
import { totalsOf } from "../../../src/models/intervals/totals.js";
import { withLimits } from "../../../src/models/limits.js";
import type { FittedModel } from "../../../src/models/model.js";
import { nonNegative, nonNegativeFit } from "../../../src/models/transforms/non-negative.js";
import { Random } from "../../../src/numeric/random.js";

const quiet = () => {};
const Z80 = 1.2815515655446004;

async function totalOf(spec: string, horizon: number, y: readonly number[]) {
  const panel = panelFromArrays({ y }, { season: 1 }, quiet);
  const fitted = await createModel(spec).fit(panel, { horizon, seed: 1, warn: quiet });
  const [total] = totalsOf(fitted, horizon, [80, 95], { seed: 1 });
  return { total: total!, forecast: fitted.forecast(horizon, [80])[0]! };
}

const random = new Random(3);
const steps = Array.from({ length: 300 }, () => random.normal());
const walk: number[] = [];
for (const step of steps) walk.push((walk.at(-1) ?? 50) + step);

describe("totals over the horizon", () => {
  it("are the sums of the steps", async () => {
    const { total, forecast } = await totalOf("ets", 6, walk);
    expect(total.mean).toBeCloseTo(
      forecast.mean.reduce((sum, value) => sum + value, 0),
      9,
    );
  });

  it("of a random walk have the variance σ²·h(h + 1)(2h + 1)/6", async () => {
    const { total, forecast } = await totalOf("naive", 8, walk);
    const [one] = forecast.intervals!;
    const deviation = (one!.hi[0]! - one!.lo[0]!) / (2 * Z80);
    const expected = deviation * Math.sqrt((8 * 9 * 17) / 6);
    const { lo, hi } = total.intervals[0]!;
    expect((hi - lo) / (2 * Z80) / expected).toBeGreaterThan(0.95);
    expect((hi - lo) / (2 * Z80) / expected).toBeLessThan(1.05);
  });

  const outlierLast = Array.from({ length: 60 }, (_, t) => 100 + 5 * Math.sin(t) + ((t * 13) % 7));
  outlierLast[59] = 260;
  const counts = Array.from({ length: 60 }, (_, t) => Math.max(0, ((t * 7919) % 13) - 8));
  const spiked = outlierLast.map((value, t) => (t === 30 ? 900 : t === 59 ? 101 : value));
  it.each(["naive", "mean", "drift", "theta", "ets", "ar", "croston", "seasonal-naive", "auto"])(
    "of %s lie within the sums of the steps' ends",
    async (spec) => {
      const levels = [10, 50, 80, 95, 99];
      const probabilities = [0.05, 0.25, 0.5, 0.75, 0.95];
      for (const y of [outlierLast, spiked, counts, walk.map(Math.abs)]) {
        const panel = panelFromArrays({ y }, { season: 12 }, quiet);
        const model = nonNegative(createModel(spec));
        const fitted = await model.fit(panel, { horizon: 12, seed: 1, warn: quiet });
        const [{ intervals = [] }] = fitted.forecast(12, levels);
        const [total] = totalsOf(fitted, 12, levels, { seed: 1, quantiles: probabilities });
        const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
        for (const [l, { lo, hi }] of total!.intervals.entries()) {
          expect(lo).toBeGreaterThanOrEqual(Math.min(sum(intervals[l]!.lo), total!.mean) - 1e-9);
          // At most steps of demand that is mostly none even high quantiles are 0.
          if (spec === "croston" && y === counts) continue;
          expect(hi).toBeLessThanOrEqual(Math.max(sum(intervals[l]!.hi), total!.mean) + 1e-9);
        }
        const { quantiles = [] } = total!;
        expect([...quantiles].sort((a, b) => a - b)).toEqual(quantiles);
      }
    },
  );

  it("of demand that is mostly none have the quantiles of the sums of sample paths", async () => {
    const demand = Array.from({ length: 120 }, (_, t) => ((t * 7919) % 17 < 4 ? 1 + (t % 3) : 0));
    const panel = panelFromArrays({ y: demand }, { season: 1 }, quiet);
    const model = nonNegative(createModel("croston"));
    const fitted = await model.fit(panel, { horizon: 14, seed: 1, warn: quiet });
    const quantiles = [0.1, 0.3, 0.5, 0.7, 0.9];
    const [total] = totalsOf(fitted, 14, [80], { seed: 1, quantiles });
    const [{ paths }] = samplePaths(fitted, 14, { count: 2000, seed: 7 })!;
    const sums = Float64Array.from(paths, (path) => path.reduce((a, b) => a + b, 0)).sort();
    const deviation = Math.sqrt(sums.reduce((a, sum) => a + (sum - total!.mean) ** 2, 0) / 2000);
    for (const [q, p] of quantiles.entries()) {
      const error = total!.quantiles![q]! - sums[Math.floor(p * 2000)]!;
      expect(Math.abs(error)).toBeLessThan(0.15 * deviation);
    }
    expect(total!.intervals[0]!.lo).toBeCloseTo(total!.quantiles![0]!, 9);
  });

  it("of independent errors have the variance h·σ²", async () => {
    const { total, forecast } = await totalOf("mean", 8, steps);
    const [one] = forecast.intervals!;
    const deviation = (one!.hi[0]! - one!.lo[0]!) / (2 * Z80);
    const { lo, hi } = total.intervals[0]!;
    const ratio = (hi - lo) / (2 * Z80) / (deviation * Math.sqrt(8));
    expect(ratio).toBeGreaterThan(0.93);
    expect(ratio).toBeLessThan(1.07);
  });

  it("hold their mean, and wider levels narrower ones", async () => {
    const { total } = await totalOf("ets", 5, walk.map(Math.abs));
    const [narrow, wide] = total.intervals;
    expect(wide!.lo).toBeLessThan(narrow!.lo);
    expect(narrow!.lo).toBeLessThan(total.mean);
    expect(total.mean).toBeLessThan(narrow!.hi);
    expect(narrow!.hi).toBeLessThan(wide!.hi);
  });

  it("have no intervals of a model that gives none", async () => {
    const { total, forecast } = await totalOf("naive", 2, walk);
    const bare: FittedModel = {
      state: null,
      forecast: () => [{ id: "a", mean: forecast.mean }],
    };
    expect(totalsOf(bare, 2, [80], { seed: 1 })).toEqual([
      { id: "a", mean: total.mean, intervals: [] },
    ]);
  });

  it("held at 0 are the sums of what each step is held to, in intervals that move with them", async () => {
    const falling = Array.from({ length: 60 }, (_, t) => 61 - t + ((t * 7) % 5));
    const panel = panelFromArrays({ y: falling }, { season: 1 }, quiet);
    const own = await createModel("drift").fit(panel, { horizon: 12, seed: 1, warn: quiet });
    const fitted = nonNegativeFit("drift", own, panel);
    const [free] = totalsOf(own, 12, [80, 95], { seed: 1 });
    const [total] = totalsOf(fitted, 12, [80, 95], { seed: 1 });
    const [{ mean, intervals = [] }] = fitted.forecast(12, [80, 95]);
    const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
    expect(free!.mean).toBeLessThan(0);
    expect(total!.mean).toBe(mean.reduce((sum, value) => sum + value, 0));
    for (const [i, { lo, hi }] of total!.intervals.entries()) {
      const of = free!.intervals[i]!;
      const least = sum(intervals[i]!.lo);
      expect(lo).toBeCloseTo(Math.max(least, total!.mean + (of.lo - free!.mean)), 9);
      expect(hi - total!.mean).toBeCloseTo(of.hi - free!.mean, 9);
    }
  });

  it.each([{ min: 0 }, { max: 60 }, { min: 48, max: 55 }, { min: 48.5, integer: true }])(
    "within %j over one step are the forecast of that step",
    async (limits) => {
      const panel = panelFromArrays({ y: walk }, { season: 1 }, quiet);
      const model = withLimits(createModel("naive"), limits);
      const fitted = await model.fit(panel, { horizon: 1, seed: 1, warn: quiet });
      const [{ mean, intervals = [] }] = fitted.forecast(1, [80, 95]);
      const [total] = totalsOf(fitted, 1, [80, 95], { seed: 1 });
      expect(total!.mean).toBe(mean[0]);
      for (const [i, { lo, hi }] of intervals.entries()) {
        const ends = [total!.intervals[i]!.lo, total!.intervals[i]!.hi];
        const [low, high] = limits.integer ? ends.map(Math.round) : ends;
        expect(Math.abs(low! - lo[0]!)).toBeLessThan(0.05);
        expect(Math.abs(high! - hi[0]!)).toBeLessThan(0.05);
      }
    },
  );
});
