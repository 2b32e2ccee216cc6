import { describe, expect, it } from "vitest";
import { createModel } from "../../src/models/index.js";
import { withIntervals } from "../../src/models/intervals/intervals.js";
import { Random } from "../../src/numeric/random.js";
import { panelOf } from "../panels.js";

// What no learned model may do with a series that breaks once: follow the break beyond what the series did.

/** Small and quickly trained: the law holds for any training. */
const LEARNED = [
  ...["lstm", "gru", "rnn", "lstm97", "segrnn", "esrnn"].map((name) => `${name}:hidden=4,epochs=2`),
  ...["cnn:filters=4,epochs=2", "tcn:filters=4,epochs=2", "linear:epochs=2"],
  ...["neural-ode:hidden=4,field=4,epochs=2", "cfc:hidden=4,backbone=4,epochs=2"],
  "transformer:width=8,heads=2,inner=8,epochs=2",
  ...["boosted-trees:trees=10", "lag-regression", "dtw", "ar", "hmm"],
];

const LENGTH = 72;
const HORIZON = 12;
const random = new Random(3);
const noise = Float64Array.from({ length: LENGTH }, () => random.normal());
const wave = (t: number) => 25 * Math.sin((2 * Math.PI * t) / 12);
const sales = (t: number) => 200 + 1.5 * t + wave(t) + 3 * (noise[t] ?? 0);
const level = (t: number) => 100 + 3 * (noise[t] ?? 0);

/** Name, what was observed, what comes, and how far from it a forecast may be. */
const cases: [string, (t: number) => number, (t: number) => number, number][] = [
  [
    "a level that shifted within the last horizon",
    (t) => level(t) + (t < 62 ? 0 : 100),
    () => 200,
    40,
  ],
  ["a drop to a tenth", (t) => (t > 65 ? 0.1 : 1) * sales(t), (t) => 0.1 * sales(t), 25],
  ["a last value of twenty times", (t) => (t === LENGTH - 1 ? 20 : 1) * sales(t), sales, 70],
  ["a last value of zero", (t) => (t === LENGTH - 1 ? 0 : 1) * sales(t), sales, 70],
  ["a thousand times in the middle", (t) => (t === 30 ? 1000 : 1) * sales(t), sales, 70],
  ["a constant whose last value jumps", (t) => (t === LENGTH - 1 ? 500 : 100), () => 100, 1e-6],
];

describe.each(LEARNED)("%s", (spec) => {
  const model = withIntervals(createModel(spec), "auto");
  const forecast = async (y: Float64Array) => {
    const fitted = await model.fit(panelOf(y, 12), {
      ...{ horizon: HORIZON, seed: 1, levels: [80, 95] },
      warn() {},
    });
    return fitted.forecast(HORIZON)[0];
  };

  it.each(cases)("stays near the truth after %s", async (_, observed, truth, tolerance) => {
    const y = Float64Array.from({ length: LENGTH }, (_, t) => observed(t));
    const { mean, intervals = [] } = await forecast(y);
    const span = Math.max(...y) - Math.min(...y);
    for (let h = 0; h < HORIZON; h++) {
      expect(Math.abs(mean[h] - truth(LENGTH + h))).toBeLessThan(tolerance);
      for (const { lo, hi } of intervals) {
        expect(lo[h]).toBeGreaterThan(Math.min(...y) - 2 * span);
        expect(hi[h]).toBeLessThan(Math.max(...y) + 2 * span);
      }
    }
  });

  it("holds intervals of a series that was calm, and of one with tiny values for zeros", async () => {
    const quiet = noise.map((e, t) => 20 + (t < 50 ? 0.002 : 5) * e);
    const tiny = noise.map((e) => (e > 0.7 ? 300 * e : 0.0005));
    for (const y of [quiet, tiny]) {
      const { intervals = [] } = await forecast(y);
      const [min, max] = [Math.min(...y), Math.max(...y)];
      for (const { lo, hi } of intervals) {
        expect(Math.min(...lo)).toBeGreaterThan(min - 4 * (max - min));
        expect(Math.max(...hi)).toBeLessThan(max + 4 * (max - min));
      }
    }
  });

  it("keeps a series that never changes as it is, to the last digit", async () => {
    const { mean } = await forecast(new Float64Array(LENGTH).fill(5.1));
    expect(mean).toEqual(new Float64Array(HORIZON).fill(5.1));
  });
});

it.each([
  "lstm:hidden=4,epochs=3,loss=quantile",
  "segrnn:hidden=4,epochs=3,loss=quantile",
  "boosted-trees:trees=20,loss=quantile",
])("%s has ends in the order of their levels", async (spec) => {
  const y = noise.map((e, t) => 50 + wave(t) / 5 + 4 * e * e);
  const fitted = await createModel(spec).fit(panelOf(y, 12), {
    ...{ horizon: HORIZON, seed: 1, levels: [80, 90, 95] },
    warn() {},
  });
  const [{ intervals = [] }] = fitted.forecast(HORIZON);
  const [narrow, middle, wide] = intervals;
  for (let h = 0; h < HORIZON; h++) {
    const ends = [wide.lo, middle.lo, narrow.lo, narrow.hi, middle.hi, wide.hi].map(
      (end) => end[h],
    );
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
  }
});

it.each(["naive", "theta", "lag-regression"])(
  "bootstrap intervals of %s have a width with 13 rows",
  async (name) => {
    const y = noise.slice(0, 13).map((e) => 10 + e);
    const fitted = await withIntervals(createModel(name), "bootstrap").fit(panelOf(y), {
      ...{ horizon: 3, seed: 1, levels: [80] },
      warn() {},
    });
    const [{ intervals }] = fitted.forecast(3);
    for (let h = 0; h < 3; h++)
      expect(intervals![0].hi[h] - intervals![0].lo[h]).toBeGreaterThan(0.5);
  },
);
