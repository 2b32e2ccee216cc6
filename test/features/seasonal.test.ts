import { expect, it } from "vitest";
import { Random } from "../../src/engine/random.js";
import { autocorrelation, isSeasonal, seasonalIndices } from "../../src/features/seasonal.js";

const wave = [3, 1, -4, 0];

it("recovers additive seasonal indices under a linear trend exactly", () => {
  const y = Float64Array.from({ length: 26 }, (_, t) => 10 + 0.5 * t + wave[t % 4]!);
  seasonalIndices(y, 4).forEach((index, k) => expect(index).toBeCloseTo(wave[k]!, 10));
});

it("finds a season of odd length too", () => {
  const y = Float64Array.from({ length: 20 }, (_, t) => t + [1, 0, -1][t % 3]!);
  expect(Array.from(seasonalIndices(y, 3), (v) => Number(v.toFixed(10)))).toEqual([1, 0, -1]);
});

it("sees a season where there is one and, at 90 %, seldom where there is none", () => {
  const random = new Random(4);
  const noise = () => Float64Array.from({ length: 96 }, () => random.normal());
  const seasonal = noise().map((e, t) => 2 * wave[t % 4]! + e);
  expect(isSeasonal(seasonal, 4)).toBe(true);
  let found = 0;
  for (let i = 0; i < 400; i++) if (isSeasonal(noise(), 4)) found++;
  expect(found / 400).toBeLessThan(0.15);
});

it("claims no season from fewer than three of them", () => {
  expect(isSeasonal(Float64Array.from([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3]), 4)).toBe(false);
});

it("autocorrelation of an alternating series alternates", () => {
  const r = autocorrelation([1, -1, 1, -1, 1, -1, 1, -1], 2);
  expect(Array.from(r)).toEqual([1, -7 / 8, 6 / 8]);
});
