import { expect, it } from "vitest";
import { shownSeasons } from "../../../src/analysis/several-seasons.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import {
  type SeveralParameters,
  SeveralRecursion,
} from "../../../src/models/ets/several-recursion.js";
import { createModel } from "../../../src/models/index.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const context = { horizon: 48, seed: 1, levels: [80, 95], warn: () => {} };
const seasons = [4, 7];
const parameters: SeveralParameters = {
  alpha: 0.2,
  beta: 0.05,
  phi: 0.9,
  gammas: [0.15, 0.1],
  rho: 0.4,
  level: 10,
  slope: 0.3,
};
const starts = [Float64Array.of(1, -1, 2, -2), Float64Array.of(3, 0, -1, 0, 1, -3, 0)];
const noisy = (n: number, seed = 3) => {
  const random = new Random(seed);
  return Float64Array.from({ length: n }, (_, t) => 10 + 0.1 * t + random.normal());
};

/** A day and a week that multiply or add, and autocorrelated noise. */
function hours(n: number, { multiplies = false, noise = 1, seed = 1, week = 8 } = {}) {
  const random = new Random(seed);
  let carried = 0;
  return Float64Array.from({ length: n }, (_, t) => {
    carried = 0.6 * carried + noise * random.normal();
    const day = 10 * Math.sin((2 * Math.PI * t) / 24) + 4 * Math.cos((4 * Math.PI * t) / 24);
    const place = Math.floor(t / 24) % 7;
    const days = place > 4 ? -week : 0.4 * week;
    return multiplies
      ? 100 * (1 + day / 30) * (1 + days / 30) * (1 + carried / 100)
      : 100 + day + days + carried;
  });
}

const hourly = (y: ArrayLike<number>) => ({
  ...panelOf(y, 24),
  frequency: parseFrequency("h"),
});

async function forecast(spec: string, y: ArrayLike<number>) {
  const model = createModel(spec);
  const fitted = await model.fit(hourly(y), context);
  return { model, fitted, ...fitted.forecast(48)[0] };
}

const meanError = (mean: Float64Array, actual: Float64Array) =>
  mean.reduce((sum, value, h) => sum + Math.abs(value - actual[h]), 0) / mean.length;

it("runs by the equations of Taylor (2003) with additive parts", () => {
  const y = noisy(30);
  const recursion = new SeveralRecursion(y, seasons, starts);
  recursion.run(parameters);
  const { alpha, beta, phi, gammas, rho } = parameters;
  let { level, slope } = parameters;
  const own = starts.map((one) => Array.from(one));
  let before = 0;
  y.forEach((value, t) => {
    const parts = own.map((one, i) => one[one.length - seasons[i]!]!);
    const base = level + phi * slope + parts[0]! + parts[1]!;
    expect(recursion.fitted[t]).toBeCloseTo(base + rho * before, 10);
    const d = value - base;
    level += phi * slope + alpha * d;
    slope = phi * slope + beta * d;
    own.forEach((one, i) => void one.push(parts[i]! + gammas[i]! * d));
    before = d;
  });
});

it("its gradient agrees with central differences to 1e-6", () => {
  const recursion = new SeveralRecursion(noisy(60), seasons, starts);
  recursion.run(parameters);
  const exact = recursion.gradient(parameters);
  const step = 1e-5;
  const slope = (change: (by: number) => SeveralParameters) =>
    (recursion.run(change(step)) - recursion.run(change(-step))) / (2 * step);
  for (const name of ["alpha", "beta", "phi", "rho", "level", "slope"] as const) {
    const numeric = slope((by) => ({ ...parameters, [name]: parameters[name] + by }));
    expect(exact[name] / numeric).toBeCloseTo(1, 6);
  }
  for (const i of [0, 1]) {
    const numeric = slope((by) => ({
      ...parameters,
      gammas: parameters.gammas.map((gamma, k) => (k === i ? gamma + by : gamma)),
    }));
    expect(exact.gammas[i]! / numeric).toBeCloseTo(1, 6);
  }
});

it.each(["ets", "theta"])("%s finds the week beside the day of hours", async (name) => {
  const y = hours(6 * 168 + 48);
  const { mean, fitted } = await forecast(name, y.subarray(0, 6 * 168));
  const daily = await forecast(`${name}:seasons=24`, y.subarray(0, 6 * 168));
  const actual = y.subarray(6 * 168);
  expect(meanError(mean, actual)).toBeLessThan(0.7 * meanError(daily.mean, actual));
  expect(fitted.diagnostics!()[0]!.description).toContain("24 and 168");
});

it("sees no week in less than three, and seldom where there is none", () => {
  expect(shownSeasons(hours(3 * 168 - 1), [24, 168])).toEqual([]);
  expect(shownSeasons(hours(5 * 168), [24, 168])).toEqual([24, 168]);
  const seen = Array.from({ length: 20 }, (_, seed) =>
    shownSeasons(hours(5 * 168, { week: 0, seed: seed + 10 }), [24, 168]),
  );
  expect(seen.filter(({ length }) => length > 1).length).toBeLessThan(4);
  expect(seen.filter(({ length }) => length === 0)).toEqual([]);
});

it("what jumps every week is no level shift", async () => {
  const y = hours(4 * 168);
  const heard: string[] = [];
  await createModel("ets").fit(hourly(y), { ...context, warn: (text) => void heard.push(text) });
  expect(heard).toEqual([]);
  const shifted = y.map((value, t) => (t < 400 ? value : value + 60));
  await createModel("ets").fit(hourly(shifted), {
    ...context,
    warn: (text) => void heard.push(text),
  });
  expect(heard[0]).toContain("the level shifts");
});

it.each(["ets", "theta"])("%s with two seasons goes on alike from a saved state", async (name) => {
  const y = hours(4 * 168);
  const { model, fitted } = await forecast(`${name}:seasons=24-168`, y);
  const state = structuredClone(fitted.state);
  expect(() => model.requireState(state, hourly(y))).not.toThrow();
  expect(model.restore(state, hourly(y)).forecast(48, [80, 95])).toEqual(fitted.forecast(48));
});

it("smooths logarithms where the seasons multiply", async () => {
  const y = hours(5 * 168 + 48, { multiplies: true });
  const { mean, fitted } = await forecast("ets", y.subarray(0, 5 * 168));
  expect(fitted.diagnostics!()[0]!.description).toContain("of logarithms");
  expect(meanError(mean, y.subarray(5 * 168))).toBeLessThan(3);
  const added = await forecast("ets:season=A", y.subarray(0, 5 * 168));
  expect(added.fitted.diagnostics!()[0]!.description).not.toContain("logarithms");
});

it("intervals of two seasons cover what they say", async () => {
  let [inside80, inside95, all] = [0, 0, 0];
  for (let seed = 1; seed <= 12; seed++) {
    const y = hours(4 * 168 + 48, { seed });
    const { intervals } = await forecast("ets", y.subarray(0, 4 * 168));
    for (let h = 0; h < 48; h++) {
      const value = y[4 * 168 + h]!;
      const [one, other] = intervals!.map(({ lo, hi }) => lo[h]! <= value && value <= hi[h]!);
      inside80 += Number(one);
      inside95 += Number(other);
      all++;
    }
  }
  expect(inside80 / all).toBeGreaterThan(0.7);
  expect(inside80 / all).toBeLessThan(0.9);
  expect(inside95 / all).toBeGreaterThan(0.88);
});

it("refuses a saved state whose seasons and starts do not agree", async () => {
  const y = hours(4 * 168);
  const { model, fitted } = await forecast("ets:seasons=24-168", y);
  const state = structuredClone(fitted.state) as { fits: { starts: Float64Array[] }[] };
  state.fits[0]!.starts.pop();
  expect(() => model.requireState(state as never, hourly(y))).toThrow(/do not agree/);
});
