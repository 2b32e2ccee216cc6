import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combine, weightedMedian } from "../../../src/models/auto/combine.js";
import { chooseWeights } from "../../../src/models/auto/weights.js";
import { calibrate, reachOf } from "../../../src/models/intervals/calibration.js";
import { Random } from "../../../src/numeric/random.js";

const rows = (...values: number[][]) => values.map((row) => Float64Array.from(row));

describe("chooseWeights", () => {
  it("gives equal weights without evidence", () => {
    const { pooled, series } = chooseWeights(4, [{ origins: [] }], 3, false);
    expect(Array.from(pooled)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(series[0]).toEqual(pooled);
  });

  it("leaves out what errs half as much again as the best", () => {
    const origins = [rows([1, -1], [1.6, 1.6], [1.1, 1])];
    const { pooled, series } = chooseWeights(3, [{ origins }], 2, false);
    expect(pooled[1]).toBe(0);
    expect(series[0][0]).toBeGreaterThan(series[0][2]);
  });

  it("hardly follows greedy selection on the origins of one series, and does in a large panel", () => {
    // The first two make up for each other, so that greedy selection takes no third.
    const errors = rows([1, 1], [-1, -1], [1.2, 1.2]);
    const thirdOf = (series: number, origins: number) => {
      const each = { origins: Array.from({ length: origins }, () => errors) };
      return chooseWeights(3, Array(series).fill(each), 2, false).pooled[2];
    };
    expect(thirdOf(1, 12)).toBeGreaterThan(0.31);
    expect(thirdOf(200, 5)).toBeLessThan(0.19);
  });

  it("does not depend on the unit of a series", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (unit) => {
        const errors = rows([1, -2, 1], [2, 1, -1], [0.5, 1, -2]);
        const of = (scale: number) =>
          chooseWeights(
            3,
            [{ origins: [errors.map((row) => row.map((e) => e * scale))] }],
            3,
            false,
          );
        of(unit).series[0].forEach((weight, c) =>
          expect(weight).toBeCloseTo(of(1).series[0][c], 9),
        );
      }),
    );
  });
});

describe("combine", () => {
  it("is the weighted mean of forecasts that lie together", () => {
    const mean = combine(rows([1], [2], [3]), Float64Array.of(0.25, 0.5, 0.25));
    expect(mean[0]).toBeCloseTo(2, 12);
  });

  it("is hardly moved by one that runs away", () => {
    const mean = combine(rows([10], [11], [12], [1e9]), Float64Array.of(0.25, 0.25, 0.25, 0.25));
    expect(mean[0]).toBeLessThan(14);
  });

  it("leaves out what is not finite", () => {
    const mean = combine(rows([4], [Number.NaN]), Float64Array.of(0.5, 0.5));
    expect(mean[0]).toBe(4);
  });
});

it("the weighted median of equal weights is the median", () => {
  const of = (...values: number[]) => weightedMedian(values.map((value) => ({ value, weight: 1 })));
  expect(of(3, 1, 2)).toBe(2);
  expect(of(4, 1, 2, 3)).toBe(2.5);
  expect(of(5)).toBe(5);
});

describe("calibrate", () => {
  const normal = (count: number, deviation: number) => {
    const random = new Random(3);
    return Array.from({ length: count }, () =>
      Float64Array.from({ length: 4 }, () => deviation * random.normal()),
    );
  };

  it("stretches intervals to what was seen, where much was", () => {
    const [lo, hi] = reachOf(calibrate(normal(2000, 3), 4, 2000), 80, 0);
    expect(hi).toBeGreaterThan(3 * 1.2);
    expect(hi).toBeLessThan(3 * 1.2816 * 1.2);
    expect(lo).toBeLessThan(-3 * 1.2);
  });

  it("tells the sides apart", () => {
    const skewed = normal(2000, 1).map((row) => row.map((z) => (z > 0 ? 4 * z : z)));
    const [lo, hi] = reachOf(calibrate(skewed, 4, 2000), 80, 0);
    expect(hi).toBeGreaterThan(-2.5 * lo);
  });

  it("expects as much of the errors' common bias again as it is told, and keeps their skew", () => {
    const biased = normal(2000, 1).map((row) => row.map((z) => 2 + (z > 0 ? 4 * z : z)));
    const reach = (lasting: number) => reachOf(calibrate(biased, 4, 2000, lasting), 80, 0);
    const [whole, half, none] = [1, 0.5, 0].map(reach);
    expect(half[1]).toBeCloseTo(whole[1] - 1, 1);
    expect(none[1]).toBeCloseTo(whole[1] - 2, 1);
    expect(none[1]).toBeGreaterThan(-2.5 * none[0]);
    expect(half[0]).toBeGreaterThan(none[0]);
  });

  it("draws the few errors of one series to neither side", () => {
    const biased = normal(6, 1).map((row) => row.map((z) => 2 + z));
    expect(calibrate(biased, 4, 6, 0.5)).toEqual(calibrate(biased, 4, 6));
  });

  it("is wider than normal where nothing was seen", () => {
    const [lo, hi] = reachOf(calibrate([], 4, 0), 80, 0);
    expect(hi).toBeGreaterThan(1.2816);
    expect(lo).toBe(-hi);
  });
});
