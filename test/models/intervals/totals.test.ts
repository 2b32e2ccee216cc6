import { describe, expect, it } from "vitest";
import { panelFromArrays } from "../../../src/data/read/from-arrays.js";
import { createModel } from "../../../src/models/index.js";
import { samplePaths } from "../../../src/models/intervals/sample-paths.js";
import { TOTAL_PATHS, totalsOf } from "../../../src/models/intervals/totals.js";
import { Random } from "../../../src/numeric/random.js";

const quiet = () => {};
const Z80 = 1.2815515655446004;

async function totalOf(spec: string, horizon: number, y: readonly number[]) {
  const panel = panelFromArrays({ y }, { season: 1 }, quiet);
  const fitted = await createModel(spec).fit(panel, { horizon, seed: 1, warn: quiet });
  const paths = samplePaths(fitted, horizon, { count: TOTAL_PATHS, seed: 1 });
  const forecasts = fitted.forecast(horizon, [80]);
  const [total] = totalsOf(
    forecasts,
    paths?.map((one) => one.paths),
    [80, 95],
  );
  return { total: total!, forecast: forecasts[0]! };
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

  it("have no intervals without paths", () => {
    const mean = Float64Array.of(1, 2);
    expect(totalsOf([{ id: "a", mean }], undefined, [80])).toEqual([
      { id: "a", mean: 3, intervals: [] },
    ]);
  });
});
