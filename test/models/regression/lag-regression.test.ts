import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { readContinuation, readPanel } from "../../../src/data/read/read-panel.js";
import { DataError } from "../../../src/errors.js";
import { backtest } from "../../../src/evaluation/backtest.js";
import { givenFold } from "../../../src/evaluation/folds.js";
import { owa } from "../../../src/evaluation/scores.js";
import { createModel } from "../../../src/models/index.js";
import { fitLagRegression } from "../../../src/models/regression/lag-fit.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOfMany as panel } from "../../panels.js";
import { randomWalk } from "../../random-walk.js";

async function fitted(data: Panel, spec = "lag-regression", horizon = 6) {
  const warnings: string[] = [];
  const model = createModel(spec);
  const result = await model.fit(data, {
    horizon,
    seed: 1,
    levels: [80, 95],
    warn: (message) => warnings.push(message),
  });
  return { model, result, warnings };
}

function walk(n: number, seed: number): number[] {
  return [...randomWalk(n, seed, 100)];
}

describe("lag-regression", () => {
  it.each(["lag-regression", "auto:candidates=lag-regression+theta"])(
    "is saved for series in any order of their ids, as %s",
    async (spec) => {
      const { series, ...rest } = panel([walk(60, 1), walk(60, 2), walk(60, 3)]);
      const names = ["Camden", "10", "9"];
      const mixed = { ...rest, series: series.map((one, s) => ({ ...one, id: names[s]! })) };
      const { model, result } = await fitted(mixed, spec);
      expect(() => model.requireState(result.state, mixed)).not.toThrow();
      expect(model.restore(result.state, mixed).forecast(6, [])).toEqual(result.forecast(6, []));
      const others = { ...mixed, series: mixed.series.map((one, s) => ({ ...one, id: `${s}` })) };
      expect(() => model.requireState(result.state, others)).toThrow("those of the panel");
    },
  );

  it("continues a wave whose lags determine it", async () => {
    const wave = (t: number) => 50 + 10 * Math.sin(t / 2);
    const y = Array.from({ length: 120 }, (_, t) => wave(t));
    const { result } = await fitted(panel([y]), "lag-regression:lags=1-2-3,penalty=1e-6,log=no");
    result.forecast(6)[0].mean.forEach((value, h) => {
      expect(value).toBeCloseTo(wave(120 + h), 3);
    });
  });

  it("continues a straight line, in steps beyond the horizon of its fit too", async () => {
    const y = Array.from({ length: 60 }, (_, t) => 10 + 3 * t);
    const { result } = await fitted(panel([y]), "lag-regression:log=no,penalty=1e-6");
    result.forecast(20)[0].mean.forEach((value, h) => {
      expect(Math.abs(value - (10 + 3 * (60 + h)))).toBeLessThan(0.01);
    });
  });

  it("learns what a column known ahead does", async () => {
    const random = new Random(3);
    const x = Float64Array.from({ length: 126 }, () => random.uniform());
    const y = x.subarray(0, 120).map((value) => 20 + 5 * value);
    const data = panel([y]);
    const known = {
      ...data,
      series: data.series.map((one) => ({ ...one, future: new Map([["x", x]]) })),
    };
    const { result } = await fitted(known, "lag-regression:log=no,penalty=1e-6");
    result.forecast(6)[0].mean.forEach((value, h) => {
      expect(value).toBeCloseTo(20 + 5 * x[120 + h], 3);
    });
    expect(() => createModel("lag-regression").restore(result.state, data)).toThrow(DataError);
  });

  it("leaves out a column that says nothing, where sizes of coefficients are penalised", async () => {
    const random = new Random(3);
    const told = Float64Array.from({ length: 126 }, () => random.uniform());
    const idle = Float64Array.from({ length: 126 }, () => random.uniform());
    const data = panel([told.subarray(0, 120).map((value) => 20 + 5 * value)]);
    const future = new Map([
      ["told", told],
      ["idle", idle],
    ]);
    const known = { ...data, series: data.series.map((one) => ({ ...one, future })) };
    const coefficients = async (kind: "ridge" | "elastic-net") => {
      const request = { kind, mix: 1, log: "no", penalty: 10, lags: [1] } as const;
      const context = { horizon: 6, seed: 1, warn() {} };
      return (await fitLagRegression(known, request, context)).coefficients[0];
    };
    // Constant, drift, told and idle.
    const lasso = await coefficients("elastic-net");
    expect(lasso[2]).toBeGreaterThan(0.5);
    expect(lasso[3]).toBe(0);
    expect((await coefficients("ridge"))[3]).not.toBe(0);
  });

  it("judges its choices on several blocks of a series that is alone", async () => {
    // Growth by a tenth each step, but for the last six: they alone would speak against logarithms.
    const random = new Random(6);
    const y = Array.from(
      { length: 60 },
      (_, t) => 1.1 ** Math.min(t, 54) * random.uniform(98, 102),
    );
    const { result } = await fitted(panel([y]), "lag-regression:lags=1-2-3");
    expect((result.state as { log: boolean }).log).toBe(true);
  });

  it("has one-step forecasts that fit, with its columns", async () => {
    const random = new Random(3);
    const x = Float64Array.from({ length: 126 }, () => random.uniform());
    const y = x.subarray(0, 120).map((value) => 20 + 5 * value);
    const data = panel([y, walk(90, 2)]);
    const series = data.series.map((one) => ({ ...one, future: new Map([["x", x]]) }));
    const { result } = await fitted({ ...data, series }, "lag-regression:log=no,penalty=1e-6");
    const [values, others] = result.fittedValues!();
    const learned = Math.floor(0.3 * values.length);
    expect(values[learned - 1]).toBeNaN();
    values.subarray(learned).forEach((value, t) => {
      expect(value).toBeCloseTo(y[learned + t], 2);
    });
    expect(others).toHaveLength(90);
    // A walk is not foretold: its steps are left over.
    expect(others.subarray(27).every(Number.isFinite)).toBe(true);
  });

  it("has the first step of its forecast as the next fitted value", async () => {
    const y = walk(80, 8).map((value) => value + 50);
    const { model, result } = await fitted(panel([y], 4));
    const grown = model.restore(result.state, panel([[...y, 7]], 4));
    expect(grown.fittedValues!()[0][80]).toBeCloseTo(result.forecast(1)[0].mean[0], 0);
  });

  it("forecasts k times as much of k times the series", async () => {
    const y = walk(80, 5);
    const [a, b] = [await fitted(panel([y])), await fitted(panel([y.map((v) => 64 * v)]))];
    const once = a.result.forecast(6)[0].mean;
    b.result.forecast(6)[0].mean.forEach((value, h) => {
      expect(value / 64 / once[h]).toBeCloseTo(1, 9);
    });
  });

  it("has intervals that do not shrink", async () => {
    const { result } = await fitted(panel([walk(150, 2)]), "lag-regression:log=no", 5);
    const { mean, intervals } = result.forecast(12)[0];
    intervals!.forEach(({ lo, hi }) => {
      mean.forEach((value, h) => {
        expect(lo[h]).toBeLessThan(value);
        if (h > 0) expect(hi[h] - lo[h]).toBeGreaterThanOrEqual(hi[h - 1] - lo[h - 1] - 1e-9);
      });
    });
  });

  it.each([5, 0.1, 7, 1e12, -3.3])("forecasts %s as it is when it never changed", async (value) => {
    const { result } = await fitted(panel([new Array(40).fill(value)], 12));
    const { mean, intervals } = result.forecast(8, [95])[0];
    const { lo, hi } = intervals![0];
    for (const forecast of [mean, lo, hi]) {
      expect(Array.from(forecast)).toEqual(new Array(8).fill(value));
    }
    const learned = result.fittedValues!()[0].subarray(12);
    expect(Array.from(learned)).toEqual(new Array(28).fill(value));
  });

  it("has fitted values from where it learned on: before, its drift is of a few steps", async () => {
    const { result } = await fitted(panel([walk(40, 1)], 12));
    const [values] = result.fittedValues!();
    expect(values.subarray(0, 12).every(Number.isNaN)).toBe(true);
    expect(values.subarray(12).some(Number.isNaN)).toBe(false);
  });

  it.each([
    ["constant", new Array(40).fill(5), 5],
    ["all zero", new Array(40).fill(0), 0],
    ["of one point", [7], 7],
    ["of two points", [3, 4], 4],
    ["of huge values", walk(60, 1).map((v) => 1e12 + v), 1e12],
  ])("gives a sane forecast of a series %s", async (_, y, about) => {
    const { result } = await fitted(panel([y], 12));
    const { mean, intervals } = result.forecast(30)[0];
    for (const value of mean) expect(Math.abs(value - about)).toBeLessThan(150);
    for (const { lo, hi } of intervals!) expect([...lo, ...hi].every(Number.isFinite)).toBe(true);
  });

  it("names the series that are too short to learn from", async () => {
    const { warnings } = await fitted(panel([walk(60, 1), [1, 2]]));
    expect(warnings).toEqual([
      "lag-regression repeats the last level of series that are too short to learn from: b",
    ]);
  });

  it("is held where it would run away, and says so", async () => {
    const saw = Array.from({ length: 8 }, (_, t) => ((t % 7) + 1) * 1e12);
    const { result, warnings } = await fitted(
      panel([saw, walk(60, 1)]),
      "lag-regression:log=no,lags=1-2-3-7,penalty=1e-6",
      5,
    );
    const { mean, intervals } = result.forecast(300)[0];
    expect(warnings).toEqual([
      'lag-regression diverges; its forecasts are held to 3 times the largest change so far in series "a"',
    ]);
    // Six teeth high; a random walk of 300 steps goes 6.5 times as far as one of 7.
    for (const value of mean) expect(Math.abs(value - 1e12)).toBeLessThan(3 * 6.6 * 6e12);
    for (const { lo, hi } of intervals!) expect([...lo, ...hi].every(Number.isFinite)).toBe(true);
  });

  it("forecasts the same once restored from its state", async () => {
    const data = panel([walk(90, 1), walk(70, 2)], 4);
    const { model, result } = await fitted(data);
    const again = model.restore(structuredClone(result.state), data);
    expect(again.forecast(9, [80, 95])).toEqual(result.forecast(9));
  });

  it("has intervals of a single walk as wide as its steps", async () => {
    const { result } = await fitted(panel([walk(300, 4)]), "lag-regression:log=no", 1);
    const { lo, hi } = result.forecast(1)[0].intervals![1];
    // 2 · 1.96 standard deviations of a step
    expect(hi[0] - lo[0]).toBeGreaterThan(3.4);
    expect(hi[0] - lo[0]).toBeLessThan(8);
  });

  it("says which lags fit", async () => {
    const data = panel([walk(30, 1)]);
    await expect(fitted(data, "lag-regression:lags=1-40")).rejects.toMatchObject({
      message:
        "lag-regression: lag 40 is longer than the longest series, which has 30 observations",
      hint: "Use lags from 1 to 29.",
    });
  });
});

const data = process.env.FORETELL_DATA ?? "../shared/data";

describe.skipIf(!existsSync(`${data}/m3-quarterly-train.csv.gz`))(
  "M3 (needs FORETELL_DATA)",
  () => {
    it.each([
      ["quarterly", 4, 0.95],
      ["other", 1, 0.7],
    ] as const)("%s is forecast with an OWA below that", async (name, season, most) => {
      const quiet = () => {};
      const training = await readPanel(`${data}/m3-${name}-train.csv.gz`, { season }, quiet);
      const test = await readContinuation(`${data}/m3-${name}-test.csv.gz`, training, {}, quiet);
      const fold = givenFold(test);
      const scores = async (model: string) =>
        (await backtest([fold], createModel(model), { seed: 1, warn: quiet })).series;
      expect(owa(await scores("lag-regression"), await scores("naive2"))).toBeLessThan(most);
    });
  },
);
