import fc from "fast-check";
import { expect, it } from "vitest";
import {
  autocorrelation,
  isSeasonal,
  seasonalIndices,
} from "../../src/analysis/seasonal-indices.js";
import { readPanel } from "../../src/data/read/read-panel.js";
import { Random } from "../../src/numeric/random.js";

const wave = [3, 1, -4, 0];

it("recovers additive seasonal indices under a linear trend exactly", () => {
  const y = Float64Array.from({ length: 26 }, (_, t) => 10 + 0.5 * t + wave[t % 4]);
  seasonalIndices(y, 4).forEach((index, k) => expect(index).toBeCloseTo(wave[k], 10));
});

it("finds a season of odd length too", () => {
  const y = Float64Array.from({ length: 20 }, (_, t) => t + [1, 0, -1][t % 3]);
  expect(Array.from(seasonalIndices(y, 3), (v) => Number(v.toFixed(10)))).toEqual([1, 0, -1]);
});

it("sees a season where there is one and, at 90 %, seldom where there is none", () => {
  const random = new Random(4);
  const noise = () => Float64Array.from({ length: 96 }, () => random.normal());
  const seasonal = noise().map((e, t) => 2 * wave[t % 4] + e);
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

it("autocorrelation is the same by the Fourier transform, which long series take", () => {
  const random = new Random(9);
  const y = Float64Array.from({ length: 70_000 }, (_, t) => 50 + wave[t % 4] + random.normal());
  // Few lags are summed directly, and are a part of the many.
  const few = autocorrelation(y, 100);
  const many = autocorrelation(y, 1000);
  expect(many).toHaveLength(1001);
  few.forEach((r, lag) => expect(many[lag]).toBeCloseTo(r, 12));
});

it("seasons of any length have the moving average that is summed at every step", () => {
  const random = new Random(2);
  for (const season of [4, 5, 255, 256, 257]) {
    const y = Array.from({ length: 4 * season }, () => random.normal());
    const half = season >> 1;
    const found: number[][] = Array.from({ length: season }, () => []);
    for (let t = half; t < y.length - half; t++) {
      const around = y.slice(t - half, t + half + 1);
      if (season % 2 === 0) {
        around[0] /= 2;
        around[season] /= 2;
      }
      found[t % season].push(y[t] - around.reduce((a, b) => a + b, 0) / season);
    }
    const raw = found.map((d) => d.reduce((a, b) => a + b, 0) / d.length);
    const mean = raw.reduce((a, b) => a + b, 0) / season;
    const indices = seasonalIndices(y, season);
    indices.forEach((index, k) => expect(index).toBeCloseTo(raw[k] - mean, 10));
  }
});

it("recovers multiplicative seasonal indices of a level exactly", () => {
  const factors = [1.5, 0.5, 1.25, 0.75];
  const y = Float64Array.from({ length: 22 }, (_, t) => 40 * factors[t % 4]);
  expect(Array.from(seasonalIndices(y, 4, "multiplicative"))).toEqual(factors);
});

it("multiplicative indices have mean 1 and know nothing of the unit", () => {
  const positive = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), {
    minLength: 8,
    maxLength: 40,
  });
  fc.assert(
    fc.property(positive, fc.integer({ min: 2, max: 4 }), (y, season) => {
      const indices = seasonalIndices(y, season, "multiplicative");
      expect(indices.reduce((a, b) => a + b, 0) / season).toBeCloseTo(1, 12);
      // Powers of two scale without rounding.
      expect(
        seasonalIndices(
          y.map((v) => 8 * v),
          season,
          "multiplicative",
        ),
      ).toEqual(indices);
    }),
  );
});

// decompose(AirPassengers, "multiplicative")$figure in R 4.
it("agrees with R on the airline passengers", async () => {
  const panel = await readPanel("air-passengers", {}, () => {});
  const indices = seasonalIndices(panel.series[0].y, 12, "multiplicative");
  const published = [
    0.9102304, 0.8836253, 1.0073663, 0.975906, 0.981378, 1.1127758, 1.2265555, 1.219911, 1.0604919,
    0.9217572, 0.8011781, 0.8988244,
  ];
  published.forEach((value, k) => expect(indices[k]).toBeCloseTo(value, 7));
});
