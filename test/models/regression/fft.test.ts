import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readContinuation, readPanel } from "../../../src/data/read/read-panel.js";
import { backtest } from "../../../src/evaluation/backtest.js";
import { givenFold } from "../../../src/evaluation/folds.js";
import { owa } from "../../../src/evaluation/scores.js";
import { createModel } from "../../../src/models/index.js";
import { Random } from "../../../src/numeric/random.js";
import { yuleWalker } from "../../../src/numeric/yule-walker.js";
import { panelOf as panel } from "../../panels.js";

async function fitted(y: ArrayLike<number>, spec = "fft", season = 1) {
  const warnings: string[] = [];
  const model = createModel(spec);
  const data = panel(y, season);
  const result = await model.fit(data, {
    horizon: 6,
    seed: 1,
    levels: [80, 95],
    warn: (message) => warnings.push(message),
  });
  return { model, data, result, warnings };
}

const wave = (t: number) =>
  100 + 0.5 * t + 8 * Math.cos((2 * Math.PI * t) / 12) + 3 * Math.sin((2 * Math.PI * 2 * t) / 12);

const stateOf = (state: unknown) =>
  (state as { fits: { waves: Float64Array; period: number }[] }).fits[0];

describe("fft", () => {
  it("continues trend and waves where nothing is damped", async () => {
    const y = Array.from({ length: 96 }, (_, t) => wave(t));
    const { result } = await fitted(y, "fft:log=no,damping=1", 12);
    result.forecast(30)[0].mean.forEach((value, h) => {
      expect(value).toBeCloseTo(wave(96 + h), 4);
    });
  });

  it("takes as many harmonics as there are", async () => {
    const random = new Random(4);
    const y = Array.from({ length: 240 }, (_, t) => wave(t) + 0.5 * random.normal());
    const { result } = await fitted(y, "fft:log=no", 12);
    const { waves } = stateOf(result.state);
    expect(waves).toHaveLength(4);
    expect(Math.abs(waves[0] - 8)).toBeLessThan(0.2);
    expect(Math.abs(waves[3] - 3)).toBeLessThan(0.2);
  });

  it("finds the season where none is told", async () => {
    const random = new Random(6);
    const y = Array.from(
      { length: 140 },
      (_, t) => 50 + 10 * Math.sin((2 * Math.PI * t) / 7) + random.normal(),
    );
    const { result } = await fitted(y, "fft:log=no");
    expect(stateOf(result.state).period).toBe(7);
  });

  it("gives intervals of a random walk that grow with the root of the horizon", async () => {
    const random = new Random(9);
    let level = 1000;
    const y = Array.from({ length: 400 }, () => {
      level += random.normal();
      return level;
    });
    const { result } = await fitted(y, "fft:log=no,ar=0");
    const { lo, hi } = result.forecast(16)[0].intervals![1];
    const width = (h: number) => hi[h] - lo[h];
    expect(width(15) / width(0)).toBeCloseTo(4, 9);
    // 2 · 1.96 standard deviations of a step
    expect(Math.abs(width(0) - 3.92)).toBeLessThan(0.4);
  });

  it.each([5, 0.1, 7, 1e12, -3.3])("forecasts %s as it is when it never changed", async (value) => {
    const { result } = await fitted(new Array(40).fill(value), "fft", 12);
    const { mean, intervals } = result.forecast(8, [95])[0];
    const { lo, hi } = intervals![0];
    for (const forecast of [mean, lo, hi]) {
      expect(Array.from(forecast)).toEqual(new Array(8).fill(value));
    }
    expect(Array.from(result.fittedValues!()[0].subarray(1))).toEqual(new Array(39).fill(value));
  });

  it.each([
    ["constant", new Array(40).fill(5), 5],
    ["all zero", new Array(40).fill(0), 0],
    ["of one point", [7], 7],
    ["of two points", [3, 4], 4],
    ["of huge values", Array.from({ length: 60 }, (_, t) => 1e12 + wave(t)), 1e12],
  ])("gives a sane forecast of a series %s", async (_, y, about) => {
    const { result } = await fitted(y, "fft", 12);
    const { mean, intervals } = result.forecast(30)[0];
    for (const value of mean) expect(Math.abs(value - about)).toBeLessThan(150);
    for (const { lo, hi } of intervals!) expect([...lo, ...hi].every(Number.isFinite)).toBe(true);
  });

  it("says how many harmonics there is room for", async () => {
    const y = Array.from({ length: 96 }, (_, t) => wave(t));
    const { warnings } = await fitted(y, "fft:k=7", 12);
    expect(warnings).toEqual([
      'fft: series "a" supports 6 harmonics, not 7: 96 observations of a season of 12',
    ]);
  });

  it("forecasts the same once restored, and goes on with a series that has grown", async () => {
    const y = Array.from({ length: 96 }, (_, t) => wave(t));
    const { model, data, result } = await fitted(y, "fft:log=no,damping=1", 12);
    const state = structuredClone(result.state);
    expect(model.restore(state, data).forecast(9, [80, 95])).toEqual(result.forecast(9));
    const longer = panel(
      Array.from({ length: 101 }, (_, t) => wave(t)),
      12,
    );
    const [next] = model.restore(state, longer).forecast(3);
    next.mean.forEach((value, h) => {
      expect(value).toBeCloseTo(wave(101 + h), 4);
    });
  });

  it("refuses what it cannot take", async () => {
    const { model, result } = await fitted([5, 6, 7, 5, 6, 8], "fft:log=yes");
    expect(() => model.restore(result.state, panel([5, 6, -1])).forecast(2)).toThrow("values ≤ 0");
  });

  it("has one-step forecasts that fit", async () => {
    const y = Array.from({ length: 96 }, (_, t) => wave(t));
    const { result } = await fitted(y, "fft:log=no", 12);
    const [values] = result.fittedValues!();
    expect(values[0]).toBeNaN();
    values.subarray(1).forEach((value, t) => {
      expect(value).toBeCloseTo(y[t + 1], 4);
    });
  });
});

describe("the Yule–Walker equations", () => {
  it("are solved: ρₖ = Σ φᵢ·ρₖ₋ᵢ", () => {
    const random = new Random(1);
    const x = Float64Array.from({ length: 60 }, () => random.normal());
    const covariance = (lag: number) => {
      let sum = 0;
      for (let t = lag; t < x.length; t++) sum += x[t] * x[t - lag];
      return sum;
    };
    const { coefficients } = yuleWalker(x, 4)[4];
    for (let k = 1; k <= 4; k++) {
      const sum = coefficients.reduce((s, phi, i) => s + phi * covariance(Math.abs(k - i - 1)), 0);
      expect(sum).toBeCloseTo(covariance(k), 9);
    }
  });
});

const data = process.env.FORETELL_DATA ?? "../shared/data";

describe.skipIf(!existsSync(`${data}/m3-quarterly-train.csv.gz`))(
  "M3 (needs FORETELL_DATA)",
  () => {
    it("quarterly is forecast better than by Naive2", async () => {
      const quiet = () => {};
      const training = await readPanel(`${data}/m3-quarterly-train.csv.gz`, { season: 4 }, quiet);
      const test = await readContinuation(`${data}/m3-quarterly-test.csv.gz`, training, {}, quiet);
      const fold = givenFold(test);
      const scores = async (model: string) =>
        (await backtest([fold], createModel(model), { seed: 1, warn: quiet })).series;
      expect(owa(await scores("fft"), await scores("naive2"))).toBeLessThan(0.98);
    });
  },
);
