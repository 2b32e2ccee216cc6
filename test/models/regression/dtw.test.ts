import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readContinuation, readPanel } from "../../../src/data/read/read-panel.js";
import { backtest } from "../../../src/evaluation/backtest.js";
import { givenFold } from "../../../src/evaluation/folds.js";
import { owa } from "../../../src/evaluation/scores.js";
import { createModel } from "../../../src/models/index.js";
import type { SeriesForecast } from "../../../src/models/model.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOfMany as panel } from "../../panels.js";

async function fitted(series: readonly ArrayLike<number>[], spec = "dtw", horizon = 6, season = 1) {
  const warnings: string[] = [];
  const data = panel(series, season);
  const model = createModel(spec);
  const result = await model.fit(data, {
    horizon,
    seed: 1,
    levels: [80, 95],
    warn: (message) => warnings.push(message),
  });
  return { model, data, result, warnings };
}

/** A course without a period that has its own shape before and after each jump. */
const sawtooth = (n: number, size = 1) =>
  Array.from({ length: n }, (_, t) => size * (t % 13 < 9 ? t % 13 : 3 * (13 - (t % 13))));

describe("dtw", () => {
  it("repeats what followed the same course before", async () => {
    const { result } = await fitted([sawtooth(100)], "dtw:window=13,k=3");
    result.forecast(6)[0].mean.forEach((value, h) => {
      expect(value).toBeCloseTo(sawtooth(106)[100 + h], 9);
    });
  });

  it("has one-step forecasts of each window by the others", async () => {
    const y = sawtooth(100);
    const { result } = await fitted([y], "dtw:window=13,k=3");
    const [values] = result.fittedValues!();
    expect(values).toHaveLength(100);
    expect(values.subarray(0, 13).every(Number.isNaN)).toBe(true);
    values.subarray(13).forEach((value, i) => {
      expect(value).toBeCloseTo(y[13 + i], 9);
    });
  });

  it("does not learn a fitted value from itself", async () => {
    // A course that never comes again: were a window its own neighbour, it would be followed well.
    const random = new Random(9);
    const y = Array.from({ length: 80 }, () => random.normal());
    const { result } = await fitted([y], "dtw:window=8,k=1", 1);
    const [values] = result.fittedValues!();
    const misses = values.subarray(8).map((value, i) => Math.abs(value - y[8 + i]));
    expect(misses.filter((miss) => miss < 1e-9)).toHaveLength(0);
  });

  it("learns from other series of another size", async () => {
    const short = sawtooth(19, 50).slice(4);
    const { result } = await fitted([short, sawtooth(140)], "dtw:window=13,k=3");
    result.forecast(6)[0].mean.forEach((value, h) => {
      expect(value).toBeCloseTo(sawtooth(40, 50)[19 + h], 6);
    });
  });

  it("goes beyond the horizon of its fit, with intervals that do not shrink there", async () => {
    const random = new Random(2);
    let y = 100;
    const walk = Array.from({ length: 150 }, () => {
      y += random.normal();
      return y;
    });
    const { result } = await fitted([walk], "dtw:window=6,k=100", 5);
    const { mean, intervals } = result.forecast(12)[0];
    expect(mean).toHaveLength(12);
    const { lo, hi } = intervals![0];
    expect(hi[9] - lo[9]).toBeGreaterThan(hi[4] - lo[4]);
    mean.forEach((value, h) => {
      expect(lo[h]).toBeLessThanOrEqual(value);
      expect(hi[h]).toBeGreaterThanOrEqual(value);
    });
  });

  it.each([
    ["constant", new Array(40).fill(5), 5],
    ["all zero", new Array(40).fill(0), 0],
    ["of one point", [7], 7],
    ["of two points", [3, 4], 4],
    ["of huge values", sawtooth(60).map((v) => 1e12 + v), 1e12],
  ])("gives a sane forecast of a series %s", async (_, y, about) => {
    const { result } = await fitted([y], "dtw", 6, 12);
    const { mean, intervals } = result.forecast(30)[0];
    for (const value of mean) expect(Math.abs(value - about)).toBeLessThan(50);
    for (const { lo, hi } of intervals!) expect([...lo, ...hi].every(Number.isFinite)).toBe(true);
  });

  it("is as unsure as a random walk where a single window came before", async () => {
    const { result } = await fitted([[-1, 5, 4.5, 4, 3, 9]], "dtw:window=3", 3);
    const [{ mean, intervals }] = result.forecast(3, [80]) as [SeriesForecast];
    const step = (6 + 0.5 + 0.5 + 1 + 6) / 5;
    mean.forEach((value, h) => {
      // The 90 % quantile of a normal variable.
      const reach = 1.2815515655446004 * step * Math.sqrt(h + 1);
      expect(value - intervals![0].lo[h]).toBeCloseTo(reach, 9);
      expect(intervals![0].hi[h] - value).toBeCloseTo(reach, 9);
    });
  });

  it("takes a fifth of what followed where a single window came before", async () => {
    const { result } = await fitted([[2, 3, 4, 14, 24, 34, 35, 36]], "dtw:window=3", 5);
    const [{ mean }] = result.forecast(5, []);
    // 2, 3, 4 was followed by 14, 24, 34, 35 and 36, the step being 1 then and now.
    expect(Array.from(mean, (value) => value - 36)).toEqual(
      [10, 20, 30, 31, 32].map((step) => expect.closeTo(step / 5, 9)),
    );
  });

  it("does not take a series for settled that has not changed of late", async () => {
    const y = [...sawtooth(60), ...new Array<number>(30).fill(4)];
    const { result } = await fitted([y], "dtw:window=6");
    const [{ mean, intervals }] = result.forecast(6, [80]) as [SeriesForecast];
    expect(Array.from(mean)).toEqual(new Array(6).fill(4));
    intervals![0].lo.forEach((lo, h) => {
      expect(lo).toBeLessThan(4);
      expect(intervals![0].hi[h]).toBeGreaterThan(4);
    });
  });

  it("says when nothing was long enough to compare with", async () => {
    const { warnings } = await fitted([[1, 2, 3, 2]], "dtw:window=12");
    expect(warnings.join()).toContain("no series has a window of 12 observations with 6 after it");
  });

  it("says which windows fit when one is too long, and refuses one of a single value", async () => {
    const { warnings } = await fitted([sawtooth(40)], "dtw:window=35");
    expect(warnings.join()).toContain("windows from 2 to 34 fit");
    await expect(fitted([sawtooth(40)], "dtw:window=1")).rejects.toThrow("no shape to compare");
  });

  it("says that nothing changes where nothing does", async () => {
    const { warnings } = await fitted([new Array(40).fill(5)], "dtw:window=6");
    expect(warnings.join()).toContain("nothing changes in any window of 6 observations");
  });

  it("forecasts the same once restored from its state", async () => {
    const { model, data, result } = await fitted([sawtooth(90), sawtooth(70, 3)]);
    const again = model.restore(structuredClone(result.state), data);
    expect(again.forecast(9, [80, 95])).toEqual(result.forecast(9));
  });
});

const data = process.env.FORETELL_DATA ?? "../shared/data";

describe.skipIf(!existsSync(`${data}/m3-quarterly-train.csv.gz`))(
  "M3 quarterly (needs FORETELL_DATA)",
  () => {
    it("is forecast better than by Naive2", async () => {
      const quiet = () => {};
      const training = await readPanel(`${data}/m3-quarterly-train.csv.gz`, { season: 4 }, quiet);
      const test = await readContinuation(`${data}/m3-quarterly-test.csv.gz`, training, {}, quiet);
      const fold = givenFold(test);
      const scores = async (name: string) =>
        (await backtest([fold], createModel(name), { seed: 1, warn: quiet })).series;
      expect(owa(await scores("dtw"), await scores("naive2"))).toBeLessThan(1);
    });
  },
);
