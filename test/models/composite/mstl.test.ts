import { expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const context = { horizon: 8, seed: 1, levels: [80], warn: () => {} };
const season = [3, 1, -4, 0];
const straight = (t: number) => 5 + 0.25 * t + season[t % 4];

async function forecast(spec: string, y: ArrayLike<number>, period = 4) {
  const model = createModel(spec);
  const fitted = await model.fit(panelOf(y, period), context);
  return { model, fitted, ...fitted.forecast(8)[0] };
}

it.each(["ets", "drift", "theta"])("with %s continues a line and its season", async (rest) => {
  for (const n of [40, 41, 42, 43]) {
    const y = Array.from({ length: n }, (_, t) => straight(t));
    const { mean } = await forecast(`mstl:model=${rest},window=0`, y);
    mean.forEach((value, h) => expect(Math.abs(value - straight(n + h))).toBeLessThan(0.15));
  }
});

it("with naive has the naive forecast's intervals around the season", async () => {
  const y = Array.from({ length: 40 }, (_, t) => season[t % 4] + ((t * 7919) % 101) / 100);
  const { mean, intervals } = await forecast("mstl:model=naive", y);
  const width = mean.map((value, h) => intervals![0].hi[h] - value);
  expect(width[3] / width[0]).toBeCloseTo(2, 10);
});

it("takes several seasons, named by their lengths", async () => {
  const both = (t: number) => 20 + season[t % 4] + 5 * [1, 0, -1, 0, 2, 0, -2][t % 7];
  const y = Array.from({ length: 84 }, (_, t) => both(t));
  const { mean } = await forecast("mstl:model=naive,seasons=4-7,window=0", y, 1);
  mean.forEach((value, h) => expect(value).toBeCloseTo(both(84 + h), 1));
});

it("leaves a season in that was not seen twice", async () => {
  const { mean } = await forecast("mstl:model=naive", [1, 2, 3, 4, 5, 6, 7, 9]);
  expect(Array.from(mean)).toEqual(new Array(8).fill(9));
});

it("forecasts the same from a restored state", async () => {
  const y = Array.from({ length: 40 }, (_, t) => straight(t) + ((t * 7919) % 101) / 100);
  const { model, fitted } = await forecast("mstl", y);
  const again = model.restore(structuredClone(fitted.state), panelOf(y, 4)).forecast(8, [80]);
  expect(again).toEqual(fitted.forecast(8));
});

it("fitted values have the season in them", async () => {
  const y = Array.from({ length: 40 }, (_, t) => straight(t));
  const { fitted } = await forecast("mstl:model=drift,window=0", y);
  fitted.fittedValues!()[0]
    .slice(1)
    .forEach((v, t) => expect(Math.abs(v - y[t + 1])).toBeLessThan(0.15));
});

it("covers what it claims on short series, where the season costs most degrees of freedom", async () => {
  const random = new Random(5);
  for (const n of [25, 36, 60]) {
    let covered = 0;
    for (let k = 0; k < 40; k++) {
      const season = Float64Array.from({ length: 12 }, () => 10 * random.normal());
      const y = Float64Array.from(
        { length: n + 12 },
        (_, t) => 200 + 0.3 * t + season[t % 12] + 5 * random.normal(),
      );
      const fitted = await createModel("mstl").fit(panelOf(y.subarray(0, n), 12), context);
      const [{ intervals }] = fitted.forecast(12, [95]);
      const { lo, hi } = intervals![0];
      for (let h = 0; h < 12; h++) if (lo[h] <= y[n + h] && y[n + h] <= hi[h]) covered++;
    }
    // Without the season's degrees of freedom it was 24 % at 25 observations.
    expect(covered / 480).toBeGreaterThan(0.9);
    expect(covered / 480).toBeLessThan(0.99);
  }
});

it("says which seasons a series is too short for", async () => {
  const heard: string[] = [];
  const warn = (message: string) => void heard.push(message);
  const y = Array.from({ length: 84 }, (_, t) => season[t % 4] + ((t * 7919) % 101) / 100);
  await createModel("mstl:seasons=4-500").fit(panelOf(y, 4), { ...context, warn });
  expect(heard).toEqual([
    'mstl: series "a" has no more than two seasons of 500: it stays in the remainder',
  ]);
});

it("keeps a positive series that falls exponentially above 0, from a restored state too", async () => {
  const y = Array.from({ length: 60 }, (_, t) => 5000 * 0.93 ** t * (1 + ((t * 7919) % 101) / 500));
  const heard: string[] = [];
  const model = createModel("mstl");
  const warn = (message: string) => void heard.push(message);
  const fitted = await model.fit(panelOf(y, 12), { ...context, warn });
  const [{ mean, intervals }] = fitted.forecast(24, [95]);
  expect(Math.min(...mean, ...intervals![0].lo)).toBeGreaterThan(0);
  expect(heard[0]).toContain("its logarithms are forecast");
  model.requireState(fitted.state, panelOf(y, 12));
  expect(model.restore(structuredClone(fitted.state), panelOf(y, 12)).forecast(24, [95])).toEqual(
    fitted.forecast(24, [95]),
  );
});

it.each(["ets", "drift", "theta"])("by %s forecasts logarithms alike in any unit", async (rest) => {
  const random = new Random(4);
  const y = Array.from(
    { length: 72 },
    (_, t) => 100 * Math.exp(-0.06 * t + 0.2 * season[t % 4]! + 0.1 * random.normal()),
  );
  const { mean, intervals } = await forecast(`mstl:model=${rest}`, y);
  for (const k of [1e-3, 0.5, 1e4]) {
    const scaled = await forecast(
      `mstl:model=${rest}`,
      y.map((value) => k * value),
    );
    mean.forEach((value, h) => {
      expect(scaled.mean[h]! / (k * value)).toBeCloseTo(1, 8);
      expect(scaled.intervals![0]!.hi[h]! / (k * intervals![0]!.hi[h]!)).toBeCloseTo(1, 8);
    });
  }
});

it("is the same above any level", async () => {
  const y = Array.from({ length: 60 }, (_, t) => straight(t) + ((t * 7919) % 101) / 50);
  const plain = await forecast("mstl", y);
  for (const shift of [-500, -20, 1000]) {
    const { mean } = await forecast(
      "mstl",
      y.map((value) => value + shift),
    );
    mean.forEach((value, h) => expect(value - shift).toBeCloseTo(plain.mean[h], 4));
  }
});
