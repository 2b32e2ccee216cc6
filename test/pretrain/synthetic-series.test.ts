import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/numeric/random.js";
import { arimaProcess } from "../../src/pretrain/processes/arima.js";
import { countSeries } from "../../src/pretrain/processes/counts.js";
import { cosines, seasonProfile } from "../../src/pretrain/processes/draws.js";
import { exponentialSmoothing } from "../../src/pretrain/processes/exponential-smoothing.js";
import { kernelSynthesis } from "../../src/pretrain/processes/kernel-synthesis.js";
import { regimeSwitching } from "../../src/pretrain/processes/regimes.js";
import { structuralSeries } from "../../src/pretrain/processes/structural.js";
import { syntheticSeries } from "../../src/pretrain/synthetic-series.js";

describe("synthetic series", () => {
  it("the same seed draws the same series on every machine", () => {
    const random = new Random(1);
    const hash = createHash("sha256");
    for (let i = 0; i < 300; i++) hash.update(syntheticSeries(random, 60, 16).y);
    expect(hash.digest("hex").slice(0, 16)).toMatchInlineSnapshot(`"053b7e1757f85a4e"`);
  });

  it("values are missing before the origin only", () => {
    const random = new Random(2);
    const all = Array.from({ length: 400 }, () => syntheticSeries(random, 40, 8).y);
    expect(all.some((y) => y.subarray(0, 40).some(Number.isNaN))).toBe(true);
    expect(all.every((y) => y.subarray(40).every(Number.isFinite))).toBe(true);
  });

  it("the context holds two seasons or there is none", () => {
    const random = new Random(3);
    const seasons = Array.from({ length: 300 }, () => syntheticSeries(random, 30, 8).season);
    expect(Math.max(...seasons)).toBeLessThan(16);
    expect(Math.max(...seasons)).toBeGreaterThan(11);
    expect(seasons.filter((season) => season === 12).length).toBeGreaterThan(30);
  });

  it.each([
    ["exponential smoothing", exponentialSmoothing],
    ["ARIMA", arimaProcess],
    ["structure", structuralSeries],
    ["kernels", kernelSynthesis],
    ["regimes", regimeSwitching],
    ["counts", countSeries],
  ])("%s: finite, moving, and most seasons visible in some", (_, process) => {
    const random = new Random(4);
    let visible = 0;
    for (let i = 0; i < 200; i++) {
      const y = process(random, 96, 12);
      expect(y).toHaveLength(96);
      expect(y.every(Number.isFinite)).toBe(true);
      const change = (lag: number) =>
        y.slice(lag).reduce((sum, value, t) => sum + Math.abs(value - y[t]), 0) / (96 - lag);
      if (change(12) < 0.7 * change(6)) visible++;
    }
    expect(visible).toBeGreaterThan(10);
  });

  it("cosines by rotation are cosines", () => {
    cosines(0.37, 1.2, 500).forEach((value, t) => {
      expect(value).toBeCloseTo(Math.cos(1.2 + 0.37 * t), 10);
    });
  });

  it("a season's profile has mean 0 and size 1", () => {
    const profile = seasonProfile(new Random(5), 12);
    expect(profile.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10);
    expect(profile.reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(12, 10);
  });
});
