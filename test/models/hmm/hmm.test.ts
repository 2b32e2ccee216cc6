import { describe, expect, it } from "vitest";
import { regimes } from "../../../src/models/hmm/regimes.js";
import type { HmmState } from "../../../src/models/hmm/state.js";
import { createModel } from "../../../src/models/index.js";
import { withIntervals } from "../../../src/models/intervals/intervals.js";
import { Random } from "../../../src/numeric/random.js";
import { Noise } from "../../bench/scenarios/noise.js";
import { panelOf as panel } from "../../panels.js";

async function fitted(y: ArrayLike<number>, { season = 1, spec = "hmm", horizon = 12 } = {}) {
  const warnings: string[] = [];
  const data = panel(y, season);
  const context = { horizon, seed: 1, levels: [80, 95], warn: (m: string) => warnings.push(m) };
  const model = createModel(spec);
  const result = await model.fit(data, context);
  return { result, model, data, warnings, forecast: result.forecast(horizon)[0] };
}

const noise = (n: number, seed = 4) => {
  const random = new Random(seed);
  return Array.from({ length: n }, () => random.normal());
};

describe("hmm", () => {
  it("continues a trend with its season", async () => {
    const e = noise(72);
    const factors = [1.3, 0.8, 0.9, 1];
    const truth = (t: number) => (100 + 2 * t) * factors[t % 4];
    const { forecast } = await fitted(
      e.map((value, t) => truth(t) + value),
      { season: 4, horizon: 8 },
    );
    forecast.mean.forEach((value, h) => {
      expect(Math.abs(value / truth(72 + h) - 1)).toBeLessThan(0.05);
    });
  });

  it("fitted values are the forecasts one step ahead of what came before", async () => {
    const y = noise(80).map((value, t) => 20 + (t % 40 < 20 ? 0 : 6) + value);
    for (const how of ["difference=no,log=no", "difference=yes,log=no", "difference=yes,log=yes"]) {
      const spec = `hmm:states=2,ar=1,${how}`;
      const { result, model } = await fitted(y, { spec });
      const one = result.fittedValues!()[0];
      expect(one).toHaveLength(80);
      expect(one[0]).toBeNaN();
      for (const t of [60, 79]) {
        const before = model.restore(result.state, panel(y.slice(0, t)));
        expect(one[t]).toBeCloseTo(before.forecast(1)[0].mean[0], 8);
      }
    }
  });

  it("allows in its intervals for what few observations leave unknown", async () => {
    const spec = "hmm:states=1,ar=0,difference=no,log=no";
    const y = [3, 1, 7, 1, 7, 4, 4.5, 3.5, 4, 4];
    const { intervals } = (await fitted(y, { spec, horizon: 1 })).forecast;
    // x̄ + t₈ s √(1 + 1/n) of the nine that are explained, t₈ = 2.306004 by the tables
    const expected = 4 + 2.306004 * Math.sqrt((36.5 / 8) * (1 + 1 / 9));
    expect(intervals![1].hi[0]).toBeCloseTo(expected, 4);
  });

  it("gives wide intervals in wild times and narrow ones in calm times", async () => {
    const e = noise(240);
    const wild = (t: number) => Math.floor(t / 40) % 2 === 1;
    const y = e.map((value, t) => value * (wild(t) ? 8 : 1));
    const spec = "hmm:states=2,ar=0,difference=no";
    const width = async (n: number) => {
      const { intervals } = (await fitted(y.slice(0, n), { spec })).forecast;
      return intervals![0].hi[0] - intervals![0].lo[0];
    };
    expect(await width(240)).toBeGreaterThan(3 * (await width(200)));
  });

  it.each([
    ["constant", new Array(40).fill(5), 5],
    ["all zero", new Array(40).fill(0), 0],
    ["of one point", [7], 7],
    ["of two points", [3, 4], 4],
    ["of huge values", noise(60).map((e) => 1e12 + 1e10 * e), 1e12],
    ["of tiny values", noise(60).map((e) => 1e-9 * (10 + e)), 1e-8],
  ])("gives a sane forecast of a series %s", async (_, y, about) => {
    const { forecast } = await fitted(y, { season: 12, horizon: 100 });
    const reach = Math.max(...y.map((v) => Math.abs(v - about)), 0);
    for (const value of forecast.mean) {
      expect(Math.abs(value - about)).toBeLessThanOrEqual(reach + Math.abs(about) * 1e-9);
    }
    for (const { lo, hi } of forecast.intervals!) {
      expect([...lo, ...hi].every(Number.isFinite)).toBe(true);
      forecast.mean.forEach((value, h) => {
        expect(lo[h]).toBeLessThanOrEqual(value);
        expect(hi[h]).toBeGreaterThanOrEqual(value);
      });
    }
  });

  const monthly = (t: number) => 200 + 1.5 * t + 25 * Math.sin((2 * Math.PI * t) / 12);

  it.each([20, 0, 1000])("does not follow a last value of %d times the others", async (times) => {
    const y = noise(72).map((e, t) => (monthly(t) + 3 * e) * (t === 71 ? times : 1));
    const { forecast, warnings } = await fitted(y, { season: 12 });
    forecast.mean.forEach((value, h) => {
      expect(Math.abs(value - monthly(72 + h))).toBeLessThan(40);
    });
    expect(warnings.join()).toContain("outlier at row 72");
    // Only the next values can tell that it was none.
    const { lo, hi } = forecast.intervals![1];
    expect(lo[0]).toBeLessThanOrEqual(y[71]);
    expect(hi[0]).toBeGreaterThanOrEqual(y[71]);
  });

  it("keeps its intervals near the levels seen after a drop to a tenth", async () => {
    const y = noise(72).map((e, t) => (monthly(t) + 3 * e) * (t > 65 ? 0.1 : 1));
    const { forecast } = await fitted(y, { season: 12, horizon: 24 });
    const [min, max] = [Math.min(...y), Math.max(...y)];
    for (const { lo, hi } of forecast.intervals!) {
      expect(Math.min(...lo)).toBeGreaterThanOrEqual(min - (max - min));
      expect(Math.max(...hi)).toBeLessThanOrEqual(max + (max - min));
    }
  });

  it("stays at a level that it dropped to once, with the spread seen since", async () => {
    const y = noise(72).map((e, t) => (monthly(t) + 3 * e) * (t > 65 ? 0.1 : 1));
    const { forecast } = await fitted(y, { season: 12 });
    const truth = forecast.mean.map((_, h) => 0.1 * monthly(72 + h));
    forecast.mean.forEach((value, h) => expect(Math.abs(value - truth[h])).toBeLessThan(4));
    // 95 % of errors with a standard deviation of 0.3 and what a walk adds: before, 2 to 181.
    const [, { lo, hi }] = forecast.intervals!;
    for (let h = 0; h < 12; h++) expect(hi[h] - lo[h]).toBeLessThan(8);
  });

  it("is judged by how it errs within levels, not by a shift that nobody foresaw", async () => {
    const source = new Noise(2);
    const y = Array.from({ length: 60 }, (_, t) => (t < 48 ? 100 : 200) + 5 * source.bell());
    const data = panel(y, 12);
    const model = withIntervals(createModel("hmm"), "calibrated");
    const fit = await model.fit(data, { horizon: 12, seed: 1, levels: [80], warn: () => {} });
    const [{ mean, intervals }] = fit.forecast(12);
    const { lo, hi } = intervals![0];
    mean.forEach((value, h) => {
      expect(Math.abs(value - 200)).toBeLessThan(4);
      // Errors have a standard deviation of 2.9, so that 7.4 is what 80 % need: before, 29.
      expect(hi[h] - lo[h]).toBeGreaterThan(6);
      expect(hi[h] - lo[h]).toBeLessThan(14);
    });
  });

  it.each([
    ["a line", (t: number) => 3 + 2 * t],
    ["a geometric series", (t: number) => 5 * 1.1 ** t],
  ])("goes on with %s", async (_, truth) => {
    const { forecast } = await fitted(
      Array.from({ length: 40 }, (_, t) => truth(t)),
      { horizon: 6 },
    );
    forecast.mean.forEach((value, h) => expect(value / truth(40 + h)).toBeCloseTo(1, 9));
  });

  it("allows for the steps of a series that is too short to learn from", async () => {
    const { intervals, mean } = (await fitted([3, 5], { horizon: 4 })).forecast;
    // A random walk of steps of 2: 1.2816 · 2 · √h at 80 %.
    for (const h of [0, 3]) {
      expect(intervals![0].hi[h] - mean[h]).toBeCloseTo(1.2816 * 2 * Math.sqrt(h + 1), 3);
    }
  });

  it("has intervals that do not narrow after a constant with one step up", async () => {
    const y = Array.from({ length: 48 }, (_, t) => (t < 30 ? 5 : 6));
    const { forecast } = await fitted(y, { horizon: 6 });
    for (const { lo, hi } of forecast.intervals!) {
      for (let h = 0; h < 6; h++) {
        expect(lo[h]).toBeLessThanOrEqual(forecast.mean[h]);
        expect(hi[h]).toBeGreaterThanOrEqual(forecast.mean[h]);
        if (h > 0) expect(hi[h] - lo[h]).toBeGreaterThanOrEqual(hi[h - 1] - lo[h - 1]);
      }
    }
  });

  it("says when a series is too short for the states asked for", async () => {
    const { warnings } = await fitted(noise(12), { spec: "hmm:states=5" });
    expect(warnings.join()).toMatch(/"a" is too short for 5 states; \d fitted/);
  });

  it("forecasts the same once restored, and goes on from where a grown series ends", async () => {
    const y = noise(120).map((e, t) => e + 10 * (Math.floor(t / 20) % 2));
    const spec = "hmm:states=2,ar=0,difference=no";
    const { result, model, data } = await fitted(y.slice(0, 100), { spec });
    const state = structuredClone(result.state);
    expect(model.restore(state, data).forecast(5, [80, 95])).toEqual(result.forecast(5));
    const [low] = model.restore(state, data).forecast(1);
    const [high] = model.restore(state, panel(y)).forecast(1);
    expect(low.mean[0]).toBeLessThan(3);
    expect(high.mean[0]).toBeGreaterThan(7);
  });

  it("tells which regime was when", async () => {
    const y = noise(100).map((e, t) => e + (t >= 40 && t < 70 ? 20 : 0));
    const { result, data } = await fitted(y, { spec: "hmm:states=2,ar=0,difference=no" });
    const { fits } = result.state as { fits: HmmState[] };
    const { states, path, probabilities } = regimes(fits[0], data.series[0], 1);
    expect(Array.from(path)).toEqual(y.map((_, t) => (t >= 40 && t < 70 ? 1 : 0)));
    expect(states.map(({ share }) => share)).toEqual([0.7, 0.3]);
    expect(states[1].mean).toBeGreaterThan(15);
    expect(probabilities[2 * 50 + 1]).toBeGreaterThan(0.99);
  });
});
