import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { straightLine } from "../../../src/models/ets/initial-states.js";
import { createModel } from "../../../src/models/index.js";
import { fitTheta, smoothTheta } from "../../../src/models/theta/fit.js";
import { dynamicLine } from "../../../src/models/theta/theta-lines.js";
import { panelOf } from "../../panels.js";
import published from "../../reference/smoothing.json";

const context = { horizon: 12, seed: 1, levels: [80], warn: () => {} };
const names = Object.keys(published.series) as (keyof typeof published.series)[];
const kinds = ["standard", "optimised", "dynamic"] as const;

async function fitOne(kind: string, y: ArrayLike<number>, season = 1) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const model = createModel(`theta:kind=${kind}`);
  const fitted = await model.fit(panelOf(y, season), { ...context, warn });
  return { model, fitted, forecast: fitted.forecast(12)[0], warnings };
}

it.each(names)(
  "the standard kind forecasts %s as R's thetaf, to 2e-4 of its size",
  async (name) => {
    const panel = await readPanel(name, {}, () => {});
    const fitted = await createModel("theta:kind=standard").fit(panel, context);
    fitted.forecast(12)[0].mean.forEach((value, h) => {
      expect(value / published.series[name].theta[h]).toBeCloseTo(1, 3.7);
    });
  },
);

it("the dynamic line is the least squares line of what came before", () => {
  const y = Float64Array.from({ length: 20 }, (_, t) => ((t * 7919) % 101) / 10 + t);
  const { intercepts, slopes } = dynamicLine(y);
  for (let t = 2; t < 20; t++) {
    const line = straightLine(y.subarray(0, t));
    expect(slopes[t]).toBeCloseTo(line.slope, 10);
    expect(intercepts[t]).toBeCloseTo(line.intercept, 10);
  }
});

describe.each(kinds)("the %s kind", (kind) => {
  it("repeats a constant without doubt", async () => {
    const { forecast } = await fitOne(kind, new Array(30).fill(7), 4);
    expect(new Set(forecast.mean)).toEqual(new Set([7]));
    expect(forecast.intervals![0].hi[11]).toBe(7);
  });

  it("repeats the last of two points, and says so", async () => {
    const { forecast, warnings } = await fitOne(kind, [1, 2]);
    expect(forecast.mean[11]).toBe(2);
    expect(warnings[0]).toContain('theta: series "a" is too short to learn from (2 observations)');
  });

  it("gives seasons back where they are, from any place in the season", async () => {
    const factors = [1.5, 0.5, 1.25, 0.75];
    const y = (n: number) => Array.from({ length: n }, (_, t) => 40 * factors[t % 4]);
    for (const n of [24, 25, 26, 27]) {
      const { forecast } = await fitOne(kind, y(n), 4);
      y(n + 12)
        .slice(n)
        .forEach((value, h) => expect(forecast.mean[h]).toBeCloseTo(value, 6));
    }
  });

  it("forecasts the same from a restored state", async () => {
    const y = Array.from({ length: 40 }, (_, t) => 20 + ((t * 7919) % 101) / 10);
    const { model, fitted, forecast } = await fitOne(kind, y);
    const again = model.restore(structuredClone(fitted.state), panelOf(y)).forecast(12, [80])[0];
    expect(again).toEqual(forecast);
  });

  it("forecasts 2ᵏ times the series for 2ᵏ times the series", async () => {
    const noisy = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), {
      minLength: 8,
      maxLength: 24,
    });
    await fc.assert(
      fc.asyncProperty(noisy, fc.integer({ min: -40, max: 40 }), async (y, power) => {
        const k = 2 ** power;
        const plain = (await fitOne(kind, y)).forecast.mean;
        const scaled = (
          await fitOne(
            kind,
            y.map((v) => k * v),
          )
        ).forecast.mean;
        scaled.forEach((value, h) => expect(value / k).toBeCloseTo(plain[h], 6));
      }),
      { numRuns: 10 },
    );
  });
});

it("optimised and dynamic follow a straight line, the standard one half of it", async () => {
  const y = Array.from({ length: 30 }, (_, t) => 3 + 2 * t);
  for (const kind of ["optimised", "dynamic"]) {
    const { forecast } = await fitOne(kind, y);
    forecast.mean.forEach((value, h) => expect(value).toBeCloseTo(63 + 2 * h, 1));
  }
  const { forecast } = await fitOne("standard", y);
  expect(forecast.mean[11] - forecast.mean[10]).toBeCloseTo(1, 6);
});

it("intervals widen with the horizon", async () => {
  const y = Array.from({ length: 40 }, (_, t) => 20 + ((t * 7919) % 101) / 10);
  const { mean, intervals } = (await fitOne("dynamic", y)).forecast;
  const width = mean.map((value, h) => intervals![0].hi[h] - value);
  for (let h = 1; h < 12; h++) expect(width[h]).toBeGreaterThan(width[h - 1]);
});

it("tells what was estimated, with criteria that follow from the errors", async () => {
  const y = Array.from({ length: 40 }, (_, t) => 20 + t / 2 + ((t * 7919) % 101) / 10);
  const { fitted } = await fitOne("optimised", y);
  const { description, coefficients, measures } = fitted.diagnostics!()[0];
  expect(description).toBe("optimised theta");
  expect(coefficients.map(({ name }) => name)).toEqual(["alpha", "1 - 1/theta"]);
  const errors = [...fitted.fittedValues!()[0]].map((value, t) => y[t] - value).slice(2);
  const squares = errors.reduce((sum, e) => sum + e * e, 0);
  const aic = 2 * 4 + 38 * (Math.log((2 * Math.PI * squares) / 38) + 1);
  expect(measures.find(({ name }) => name === "AIC")!.value).toBeCloseTo(aic, 8);
});

it("tells of a series too short to be smoothed that its last value is repeated", async () => {
  const { fitted } = await fitOne("dynamic", [1, 2, 3]);
  expect(fitted.diagnostics!()[0].description).toBe("the last value repeated");
});

describe("a series that is not all positive", () => {
  it("keeps its season: nottem less 35 is forecast like nottem", async () => {
    const panel = await readPanel("nottem", {}, () => {});
    const [{ y }] = panel.series;
    const test = y.slice(-24);
    const errorOf = async (shift: number) => {
      const shifted = y.slice(0, -24).map((value) => value + shift);
      const fitted = await createModel("theta").fit(panelOf(shifted, 12), context);
      const [{ mean }] = fitted.forecast(24);
      return mean.reduce((sum, value, h) => sum + Math.abs(value - shift - test[h]), 0) / 24;
    };
    const plain = await errorOf(0);
    // Without the season the error is six times as large.
    expect(await errorOf(-35)).toBeLessThan(1.1 * plain);
    expect(await errorOf(-100)).toBeLessThan(1.1 * plain);
  });

  it("keeps its week with five closed days in 910", async () => {
    const week = [459, 306, 245, 380, 420, 510, 310];
    const y = Array.from({ length: 910 }, (_, t) => week[t % 7] + ((t * 7919) % 101) / 5);
    for (const closed of [100, 250, 401, 633, 800]) y[closed] = 0;
    const { forecast } = await fitOne("dynamic", y, 7);
    const level = forecast.mean.subarray(0, 7).reduce((a, b) => a + b, 0) / 7;
    const mean = week.reduce((a, b) => a + b, 0) / 7;
    week.forEach((value, place) => {
      expect(Math.abs(forecast.mean[place] - level - (value - mean))).toBeLessThan(10);
    });
  });

  it("is forecast the same above any level", async () => {
    const wave = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 40,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(
        wave,
        fc.double({ min: -500, max: 0, noNaN: true }),
        async (noise, shift) => {
          const y = noise.map((e, t) => 20 * Math.sin(t) + 15 * Math.cos((Math.PI * t) / 2) + e);
          const plain = (await fitOne("dynamic", y, 4)).forecast.mean;
          const { mean } = (
            await fitOne(
              "dynamic",
              y.map((value) => value + shift),
              4,
            )
          ).forecast;
          mean.forEach((value, h) => expect(value - shift).toBeCloseTo(plain[h], 4));
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe("the least squares", () => {
  it("are below those of a fine grid of all three parameters, on series of every kind", async () => {
    for (const name of names) {
      const panel = await readPanel(name, {}, () => {});
      const y = panel.series[0].y.slice(-48);
      const line = dynamicLine(y);
      const fitted = new Float64Array(y.length);
      const { squares } = smoothTheta(y, line, fitTheta(y, "dynamic"), fitted);
      for (let alpha = 0.1; alpha <= 0.99; alpha += 0.01) {
        for (let weight = 0; weight <= 1; weight += 0.05) {
          for (const share of [-1, -0.5, 0, 0.25, 0.5, 0.75, 1, 1.5, 2]) {
            const at = { alpha, weight, level: share * y[0] };
            expect(squares).toBeLessThanOrEqual(
              1.000001 * smoothTheta(y, line, at, fitted).squares,
            );
          }
        }
      }
    }
  });

  it("are at a minimum: no small change of a parameter lowers them", async () => {
    for (const name of names) {
      const panel = await readPanel(name, {}, () => {});
      const [{ y }] = panel.series;
      const line = dynamicLine(y);
      const fitted = new Float64Array(y.length);
      const best = fitTheta(y, "dynamic");
      const { squares } = smoothTheta(y, line, best, fitted);
      for (const change of [-1e-3, 1e-3]) {
        const moved = [
          { ...best, alpha: Math.min(0.99, Math.max(0.1, best.alpha + change)) },
          { ...best, weight: Math.min(1, Math.max(0, best.weight + change)) },
          { ...best, level: best.level * (1 + change) },
        ];
        for (const at of moved) {
          expect(smoothTheta(y, line, at, fitted).squares).toBeGreaterThanOrEqual(
            squares * (1 - 1e-9),
          );
        }
      }
    }
  });
});

it("the optimised kinds have no fitted value where nothing was known, the standard one has all", async () => {
  const y = Array.from({ length: 30 }, (_, t) => 20 + ((t * 7919) % 101) / 10);
  for (const kind of ["optimised", "dynamic"]) {
    const values = (await fitOne(kind, y)).fitted.fittedValues!()[0];
    expect([...values.subarray(0, 2)]).toEqual([Number.NaN, Number.NaN]);
    expect(values.subarray(2).every(Number.isFinite)).toBe(true);
  }
  expect((await fitOne("standard", y)).fitted.fittedValues!()[0].every(Number.isFinite)).toBe(true);
});

it("a positive series that falls exponentially stays positive, and says why", async () => {
  const y = Array.from({ length: 60 }, (_, t) => 5000 * 0.93 ** t * (1 + ((t * 7919) % 101) / 500));
  const { forecast, warnings, fitted } = await fitOne("dynamic", y);
  expect(Math.min(...forecast.intervals![0].lo)).toBeGreaterThan(0);
  expect(warnings).toEqual([
    'theta: series "a" is positive and falls towards 0: its logarithms are forecast',
  ]);
  expect(fitted.diagnostics!()[0].description).toBe("dynamic optimised theta of logarithms");
});

describe("a season that changes", () => {
  /** Months whose swing grows from 1 to 8 in twelve years, beside noise. */
  const growing = (n: number, level: number) =>
    Array.from(
      { length: n },
      (_, t) =>
        level + (1 + t / 20) * Math.sin((Math.PI * t) / 6) + (((t * 7919) % 101) / 101 - 0.5) / 2,
    );

  it("is repeated as it was last, which is half as far off as all seasons together", async () => {
    for (const level of [0, 400]) {
      const y = growing(156, level);
      const { forecast, fitted } = await fitOne("dynamic", y.slice(0, 144), 12);
      expect(fitted.diagnostics!()[0].description).toMatch(/season that changes taken out$/);
      const off = (mean: Float64Array) =>
        mean.reduce((sum, value, h) => sum + Math.abs(value - y[144 + h]), 0) / 12;
      // The standard kind keeps the indices of the M3 competition, which stay the same.
      const standard = (await fitOne("standard", y.slice(0, 144), 12)).forecast;
      expect(off(forecast.mean)).toBeLessThan(0.5 * off(standard.mean));
    }
  });

  it("is seen in uk-gas, whose winters grew, and not in nottem and co2", async () => {
    const seen = async (name: string) => {
      const fitted = await createModel("theta").fit(await readPanel(name, {}, () => {}), context);
      return fitted.diagnostics!()[0].description.includes("changes");
    };
    expect(await seen("uk-gas")).toBe(true);
    expect(await seen("nottem")).toBe(false);
    expect(await seen("co2")).toBe(false);
  });

  it("is taken out from a saved state as it was, also of the series as it grows", async () => {
    const y = growing(150, 40);
    const { model, fitted, forecast } = await fitOne("dynamic", y.slice(0, 144), 12);
    const again = (state: typeof fitted.state, values: number[]) =>
      model.restore(structuredClone(state), panelOf(values, 12)).forecast(12, [80])[0];
    expect(again(fitted.state, y.slice(0, 144))).toEqual(forecast);
    const later = await fitOne("dynamic", y, 12);
    again(fitted.state, y).mean.forEach((value, h) =>
      expect(Math.abs(value - later.forecast.mean[h])).toBeLessThan(0.5),
    );
  });

  it("stays the same in what versions before saved, which knew no other", async () => {
    const y = growing(144, 40);
    const { model, fitted, forecast } = await fitOne("dynamic", y, 12);
    const state = structuredClone(fitted.state) as { fits: { span?: number }[] };
    expect(state.fits[0].span).toBe(5);
    delete state.fits[0].span;
    const restored = model.restore(state as never, panelOf(y, 12));
    expect(restored.diagnostics!()[0].description).toMatch(/tive season taken out$/);
    expect(restored.forecast(12)[0].mean).not.toEqual(forecast.mean);
  });
});
