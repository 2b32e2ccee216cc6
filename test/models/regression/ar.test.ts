import { describe, expect, it } from "vitest";
import { seasonsOf } from "../../../src/analysis/several-seasons.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { createModel } from "../../../src/models/index.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const context = { horizon: 8, seed: 1, levels: [80, 95], warn: () => {} };
const fitTo = (y: readonly number[], season: number, spec = "ar") =>
  createModel(spec).fit(panelOf(y, season), context);

describe("ar", () => {
  it("finds the coefficient of a first-order autoregression", async () => {
    const random = new Random(5);
    const y = [0];
    for (let t = 1; t < 3000; t++) y.push(0.8 * y[t - 1] + random.normal());
    const { state } = await fitTo(y, 1, "ar:lags=1");
    const { coefficients } = (state as { fits: { coefficients: Float64Array }[] }).fits[0];
    // The standard error is √((1 − φ²)/n) = .011.
    expect(coefficients[0]).toBeGreaterThan(0.76);
    expect(coefficients[0]).toBeLessThan(0.84);
  });

  it("continues two seasons at once", async () => {
    const at = (t: number) => 10 + 5 * (t % 4) + (t % 12 === 11 ? 30 : 0);
    const y = Array.from({ length: 120 }, (_, t) => at(t));
    const [{ mean }] = (await fitTo(y, 4, "ar:seasons=4-12")).forecast(24);
    mean.forEach((value, h) => expect(value).toBeCloseTo(at(120 + h), 1));
  });

  it.each([0, 0.01, 7000])(
    "is certain of %s that never changed, of three values too",
    async (value) => {
      const fitted = await fitTo([value, value, value], 1);
      const [{ mean, intervals }] = fitted.forecast(2, [95]);
      expect([...mean, ...intervals![0].lo, ...intervals![0].hi]).toEqual(new Array(6).fill(value));
    },
  );

  it("scales and shifts with the series", async () => {
    const y = Array.from({ length: 60 }, (_, t) => 10 + 3 * Math.sin(t) + ((t * 7919) % 101) / 50);
    const [plain] = (await fitTo(y, 4)).forecast(8);
    const [changed] = (
      await fitTo(
        y.map((v) => 1000 * v - 7),
        4,
      )
    ).forecast(8);
    plain.mean.forEach((value, h) => expect(changed.mean[h]).toBeCloseTo(1000 * value - 7, 4));
  });

  it.each(["ar", "ar:difference=yes", "ar:log=yes"])(
    "%s forecasts the same from its state",
    async (spec) => {
      const y = Array.from({ length: 60 }, (_, t) => 10 + 3 * Math.sin(t) + t / 9);
      const fitted = await fitTo(y, 4, spec);
      const again = createModel(spec).restore(structuredClone(fitted.state), panelOf(y, 4));
      expect(again.forecast(8, [80, 95])).toEqual(fitted.forecast(8));
      expect(again.fittedValues!()).toEqual(fitted.fittedValues!());
    },
  );

  it.each([[[3]], [[1, 2]], [[1, 2, 3, 5]], [new Array(20).fill(4)]])("forecasts %j", async (y) => {
    for (const spec of ["ar", "ar:difference=yes"]) {
      const [{ mean }] = (await fitTo(y, 4, spec)).forecast(8);
      expect(mean.every((value) => value >= -5 && value <= 12)).toBe(true);
    }
  });
});

it("hours have a day and a week, weeks a year", () => {
  const of = (alias: string, season: number) =>
    seasonsOf({ season, frequency: parseFrequency(alias) });
  expect(of("h", 24)).toEqual([24, 168]);
  expect(of("30min", 48)).toEqual([48, 336]);
  expect(of("W", 1)).toEqual([52]);
  expect(of("MS", 12)).toEqual([12]);
});
