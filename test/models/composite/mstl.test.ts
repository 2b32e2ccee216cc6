import { expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
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
