import fc from "fast-check";
import { expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { FitError } from "../../../src/errors.js";
import { naive2 } from "../../../src/models/baseline/naive2.js";

async function forecast(y: readonly number[], season: number, horizon = 6, heard: string[] = []) {
  const panel: Panel = {
    source: "test",
    frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
    season,
    series: [{ id: "a", ds: Float64Array.from(y, (_, t) => t), y: Float64Array.from(y) }],
  };
  const fitted = await naive2.create({}).fit(panel, {
    horizon,
    seed: 1,
    warn: (message) => heard.push(message),
  });
  const [series] = fitted.forecast(horizon);
  expect(series.id).toBe("a");
  return Array.from(series.mean);
}

const factors = [1.5, 0.5, 1.25, 0.75];
const seasonal = (n: number) => Array.from({ length: n }, (_, t) => 40 * factors[t % 4]);

it("continues the season where it is, from any place in it", async () => {
  for (const n of [20, 21, 22, 23]) {
    expect(await forecast(seasonal(n), 4, 10)).toEqual(seasonal(n + 10).slice(n));
  }
});

it("keeps the last level and not the last season's", async () => {
  const y = [...seasonal(40), ...seasonal(4).map((v) => 2 * v)];
  const [first, second] = await forecast(y, 4);
  expect(first / second).toBeCloseTo(3, 1);
  expect(first).toBeGreaterThan(100);
});

it("is naive where the test finds no season", async () => {
  const y = [5, 3, 8, 1, 9, 2, 2, 7, 7, 4, 1, 8, 3, 6];
  expect(await forecast(y, 4)).toEqual(new Array(6).fill(6));
});

it("is naive for fewer than three seasons", async () => {
  expect(await forecast(seasonal(11), 4)).toEqual(new Array(6).fill(50));
});

it("is naive without a season", async () => {
  expect(await forecast(seasonal(20), 1)).toEqual(new Array(6).fill(30));
});

it("adds its season where values are not all positive, and says that this is no competition's", async () => {
  const offsets = [50, 10, -70, 10];
  const y = Array.from({ length: 24 }, (_, t) => 5 + offsets[t % 4]);
  const heard: string[] = [];
  expect(await forecast(y, 4, 6, heard)).toEqual(y.slice(0, 6));
  expect(heard).toEqual([
    'naive2: series "a" is not all positive: its season is additive, unlike that of the competitions',
  ]);
});

it.each([0, -1])("keeps the season where a single value is %i", async (value) => {
  const [first, second] = await forecast([...seasonal(20), ...seasonal(8).fill(value, 0, 1)], 4);
  expect(first - second).toBeGreaterThan(25);
});

it("is the last observed value where values are missing", async () => {
  const y = [...seasonal(20), 60, Number.NaN];
  expect(await forecast(y, 4)).toEqual(new Array(6).fill(60));
});

it("cannot be fitted to nothing", async () => {
  await expect(forecast([Number.NaN], 4)).rejects.toThrow(FitError);
});

it("forecasts k times the series for k times the series", async () => {
  const noisy = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), {
    minLength: 12,
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(noisy, fc.integer({ min: -8, max: 8 }), async (noise, power) => {
      const y = noise.map((e, t) => e * factors[t % 4]);
      const k = 2 ** power;
      const scaled = await forecast(
        y.map((v) => k * v),
        4,
      );
      expect(scaled).toEqual((await forecast(y, 4)).map((v) => k * v));
    }),
  );
});
