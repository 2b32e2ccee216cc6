import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { samplePaths } from "../../../src/models/intervals/sample-paths.js";
import { totalsOf } from "../../../src/models/intervals/totals.js";
import { type Limits, withLimits } from "../../../src/models/limits.js";
import type { FittedModel } from "../../../src/models/model.js";
import { nonNegative } from "../../../src/models/transforms/non-negative.js";
import { normalQuantile } from "../../../src/numeric/normal.js";
import { quantileOfSorted } from "../../../src/numeric/quantile.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const values = Array.from({ length: 60 }, (_, t) => 20 + ((t * 7) % 11) + t / 5);
const context = { horizon: 6, seed: 1, levels: [80], warn: () => {} };

/** A fit whose errors are normal with these deviations. */
function normalFit(...deviations: number[]): FittedModel {
  return {
    state: null,
    forecast: (_, levels = []) => {
      const end = (level: number, side: number) =>
        Float64Array.from(deviations, (sd) => side * sd * normalQuantile(0.5 + level / 200));
      const intervals = levels.map((level) => ({ level, lo: end(level, -1), hi: end(level, 1) }));
      return [{ id: "a", mean: new Float64Array(deviations.length), intervals }];
    },
  };
}

/** Correlation of the paths' values at two steps. */
function correlation(paths: readonly Float64Array[], h: number, k: number): number {
  const product = (i: number, j: number) => paths.reduce((sum, path) => sum + path[i] * path[j], 0);
  return product(h, k) / Math.sqrt(product(h, h) * product(k, k));
}

describe("sample paths", () => {
  it("lie within intervals as often as these say, at each step", async () => {
    const count = 1000;
    for (const spec of ["theta", "ets", "auto"]) {
      const fitted = await createModel(spec).fit(panelOf(values), context);
      const [{ paths }] = samplePaths(fitted, 6, { count, seed: 3 })!;
      const [{ intervals }] = fitted.forecast(6, [50, 80, 95]);
      for (const { level, lo, hi } of intervals!) {
        for (let h = 0; h < 6; h++) {
          const within = paths.filter((path) => path[h] >= lo[h] && path[h] <= hi[h]).length;
          // One value lies in each thousandth of the distribution.
          expect(Math.abs(within - (count * level) / 100)).toBeLessThanOrEqual(2);
        }
      }
    }
  });

  it("are random walks where intervals grow with the root of the steps", () => {
    const fitted = normalFit(...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(Math.sqrt));
    const [{ paths }] = samplePaths(fitted, 9, { count: 4000, seed: 1 })!;
    expect(correlation(paths, 0, 1)).toBeCloseTo(Math.sqrt(1 / 2), 1);
    expect(correlation(paths, 3, 8)).toBeCloseTo(Math.sqrt(4 / 9), 1);
  });

  it("are independent from step to step where intervals do not grow", () => {
    const [{ paths }] = samplePaths(normalFit(2, 2, 2), 3, { count: 4000, seed: 1 })!;
    expect(correlation(paths, 0, 1)).toBeCloseTo(0, 1);
    expect(correlation(paths, 1, 2)).toBeCloseTo(0, 1);
  });

  it("follow the seed and the id, not the other series", async () => {
    const a = panelOf(values);
    const [one] = a.series;
    const both = { ...a, series: [{ ...one, id: "b" }, one] };
    const draw = async (panel: typeof a, seed: number) => {
      const fitted = await createModel("theta").fit(panel, context);
      return samplePaths(fitted, 6, { count: 3, seed })!;
    };
    const [alone] = await draw(a, 1);
    const [other, again] = await draw(both, 1);
    expect(again).toEqual(alone);
    expect(other.paths).not.toEqual(alone.paths);
    expect((await draw(a, 2))[0].paths).not.toEqual(alone.paths);
  });

  it.each<[string, Limits]>([
    ["as counts near 0", {}],
    ["in whole numbers", { integer: true }],
    ["below a limit", { max: 2 }],
  ])("have the sums that totals are read from, %s", async (_, limits) => {
    const random = new Random(4);
    const counts = Array.from({ length: 90 }, () => Math.max(0, random.below(7) - 3));
    const model = withLimits(nonNegative(createModel("ets")), limits);
    const fitted = await model.fit(panelOf(counts), { ...context, horizon: 7 });
    const [{ paths }] = samplePaths(fitted, 7, { count: 2000, seed: 1 })!;
    const sums = Float64Array.from(paths, (path) => path.reduce((a, b) => a + b, 0)).sort();
    const [{ intervals }] = totalsOf(fitted, 7, [80], { seed: 1 });
    const { lo, hi } = intervals[0]!;
    expect(Math.abs(quantileOfSorted(sums, 0.1) - lo)).toBeLessThan(0.6);
    expect(Math.abs(quantileOfSorted(sums, 0.9) - hi)).toBeLessThan(0.6);
    for (const path of paths) {
      for (const value of path) {
        expect(value).toBeGreaterThanOrEqual(0);
        if (limits.max) expect(value).toBeLessThanOrEqual(limits.max + 1e-12);
        if (limits.integer) expect(Number.isInteger(value)).toBe(true);
      }
    }
  });

  it("refuse a number of paths that none can have", () => {
    for (const count of [0, -1, 2.5, Number.NaN]) {
      expect(() => samplePaths(normalFit(1), 1, { count, seed: 1 })).toThrow(/number of paths/);
    }
  });

  it("are not made up for a model that gives no intervals", async () => {
    const fitted = await createModel("linear:epochs=2").fit(panelOf(values), context);
    expect(samplePaths(fitted, 6, { count: 3, seed: 1 })).toBeUndefined();
  });
});
