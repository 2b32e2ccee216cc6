import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { InvalidState } from "../../../src/models/state-reader.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf, panelOfMany } from "../../panels.js";

const wave = [0, 6, 9, 4, 1, -5, -8, -3, 0, 2, -4, -2];
const random = new Random(8);
const seasonal = Array.from({ length: 90 }, (_, t) => 50 + 3 * wave[t % 12] + 2 * random.normal());
const trending = Array.from({ length: 37 }, (_, t) => 100 + 4 * t + 3 * random.normal());
const context = { horizon: 20, seed: 1, levels: [80, 95], warn() {} };

async function forecast(series: readonly ArrayLike<number>[], season: number, horizon = 20) {
  const fitted = await createModel("zero").fit(panelOfMany(series, season), context);
  return fitted.forecast(horizon);
}

describe("zero", () => {
  it("repeats a season that it has never seen", async () => {
    const [{ mean }] = await forecast([seasonal], 12);
    for (let h = 0; h < 20; h++) {
      expect(Math.abs(mean[h] - 50 - 3 * wave[(90 + h) % 12])).toBeLessThan(5);
    }
  });

  it("follows a trend", async () => {
    const [{ mean }] = await forecast([trending], 1);
    expect(mean[9]).toBeGreaterThan(100 + 4 * 41);
    expect(mean[9]).toBeLessThan(100 + 4 * 52);
  });

  it("forecasts in other units are the same forecasts", async () => {
    const [plain] = await forecast([seasonal], 12);
    const [scaled] = await forecast([seasonal.map((value) => 1024 * value)], 12);
    expect(scaled.mean).toEqual(plain.mean.map((value) => 1024 * value));
  });

  it("a series is forecast in a panel as it is alone", async () => {
    const noise = Array.from({ length: 90 }, () => random.normal());
    const [alone] = await forecast([seasonal], 12);
    const [, inPanel] = await forecast([noise, seasonal, trending], 12);
    expect(inPanel.mean).toEqual(alone.mean);
    expect(inPanel.intervals).toEqual(alone.intervals);
  });

  it("quantiles do not cross, and intervals of any level lie in each other", async () => {
    const fitted = await createModel("zero").fit(panelOf(trending), context);
    const [{ mean, intervals }] = fitted.forecast(40, [10, 50, 80, 95, 99]);
    let [lo, hi] = [mean, mean];
    for (const interval of intervals!) {
      expect(interval.lo.every((value, h) => value <= lo[h])).toBe(true);
      expect(interval.hi.every((value, h) => value >= hi[h])).toBe(true);
      ({ lo, hi } = interval);
    }
  });

  it("a series of few observations is a random walk from its last value", async () => {
    const [{ mean, intervals }] = await forecast([[3, Number.NaN, 5]], 1);
    expect(Array.from(mean)).toEqual(Array(20).fill(5));
    // 80 %: ±1.2816 deviations, of which one is √(π/2) mean steps of 2, growing with √h.
    expect(intervals![0].hi[0]).toBeCloseTo(5 + 1.2816 * 1.2533 * 2, 3);
    expect(intervals![0].lo[3]).toBeCloseTo(5 - 2 * 1.2816 * 1.2533 * 2, 3);
    const [single] = await forecast([[7]], 1);
    expect(single.intervals![0].hi[9]).toBe(7);
  });

  it("takes missing values for missing, not for values", async () => {
    const gaps = seasonal.map((value, t) => (t % 17 === 3 ? Number.NaN : value));
    const [{ mean }] = await forecast([gaps], 12);
    for (let h = 0; h < 20; h++) {
      expect(Math.abs(mean[h] - 50 - 3 * wave[(90 + h) % 12])).toBeLessThan(6);
    }
  });

  it("a constant series stays as it is", async () => {
    const [{ mean, intervals }] = await forecast([Array(30).fill(7)], 12);
    expect(mean.every((value) => value === 7)).toBe(true);
    expect(
      intervals!.every(({ lo, hi }) => lo.every((value, h) => value === 7 && hi[h] === 7)),
    ).toBe(true);
  });

  it("a state restored forecasts the same, for other series too", async () => {
    const model = createModel("zero");
    const { state } = await model.fit(panelOf(trending), context);
    const other = panelOf(seasonal, 12);
    model.requireState(state, other);
    const [restored] = model.restore(state, other).forecast(20, [80]);
    const [fresh] = await forecast([seasonal], 12);
    expect(restored.mean).toEqual(fresh.mean);
  });

  it("a state with other weights than its sizes ask for is refused", async () => {
    const model = createModel("zero");
    const data = panelOf(trending);
    const { state } = await model.fit(data, context);
    const fields = state as { [key: string]: never };
    for (const damaged of [
      { ...fields, hidden: 32 },
      { ...fields, weights: Float32Array.of(1) },
      { ...fields, weights: (fields.weights as Float32Array).map(() => Number.NaN) },
    ]) {
      expect(() => model.requireState(damaged, data)).toThrow(InvalidState);
    }
  });

  it.each([
    [[1, 2, 4], 8, /"a" has fewer than 5 observations: its last value is repeated/],
    [trending, 65, /trained to forecast 64 steps ahead/],
  ])("warns of what it was not trained for", async (y, horizon, expected) => {
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    await createModel("zero").fit(panelOf(y), { ...context, horizon, warn });
    expect(warnings).toEqual([expect.stringMatching(expected)]);
  });
});
