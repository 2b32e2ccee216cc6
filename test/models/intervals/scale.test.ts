import fc from "fast-check";
import { expect, it } from "vitest";
import { errorScale } from "../../../src/models/intervals/scale.js";

it("is the mean absolute difference of a series whose differences do not grow", () => {
  const y = Float64Array.from({ length: 40 }, (_, t) => 100 + t + (t % 2));
  // Differences are 2 and 0 in turn, the first and the last 2.
  expect(errorScale(y, 1)).toBeCloseTo(40 / 39, 12);
});

it("is a share of the last level when differences grow with it", () => {
  const growing = Float64Array.from({ length: 40 }, (_, t) => (10 + t) * (t % 2 ? 1.1 : 0.9));
  const mean = growing.reduce((sum, value) => sum + value, 0) / 40;
  const last = growing.subarray(36).reduce((sum, value) => sum + value, 0) / 4;
  let steps = 0;
  for (let t = 1; t < 40; t++) steps += Math.abs(growing[t] - growing[t - 1]) / 39;
  expect(errorScale(growing, 1)).toBeCloseTo((steps * last) / mean, 10);
});

it("is measured against the season before where that differs less than the neighbour", () => {
  const y = Float64Array.from({ length: 24 }, (_, t) => 10 * (t % 4) + t / 4);
  expect(errorScale(y, 4)).toBeCloseTo(1, 12);
});

it("is at the level before the end asked for when differences grow with it", () => {
  const growing = Float64Array.from({ length: 40 }, (_, t) => (10 + t) * (t % 2 ? 1.1 : 0.9));
  const level = (end: number) =>
    growing.subarray(end - 4, end).reduce((sum, value) => sum + value, 0);
  expect(errorScale(growing, 1, 20) / errorScale(growing, 1)).toBeCloseTo(
    level(20) / level(40),
    10,
  );
});

it("is 0 for a series that never changes, and leaves gaps out", () => {
  expect(errorScale(Float64Array.of(3, 3, 3), 1)).toBe(0);
  expect(errorScale(Float64Array.of(1, Number.NaN, 5, 7), 1)).toBe(2);
});

it("of k·y is k times that of y", () => {
  const series = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(series, fc.integer({ min: 1, max: 12 }), (y, season) => {
      const once = errorScale(Float64Array.from(y), season);
      const twice = errorScale(
        Float64Array.from(y, (value) => 2 * value),
        season,
      );
      expect(twice).toBe(2 * once);
    }),
  );
});

it("does not follow a level that rises from next to nothing, as where zeros were written as 0.0005", () => {
  const y = Float64Array.from({ length: 72 }, (_, t) => (t % 5 === 0 && t < 60 ? 300 + t : 0.0005));
  const all = errorScale(y, 12);
  expect(errorScale(y, 12, 59)).toBe(all);
  expect(all).toBeGreaterThan(50);
});
