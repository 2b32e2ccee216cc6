import { expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { panelOf } from "../../panels.js";

const context = { horizon: 6, seed: 1, levels: [80, 95], warn: () => {} };
const y = Array.from({ length: 40 }, (_, t) => 20 + t / 4 + ((t * 7919) % 101) / 20);

it("means and ends of intervals lie midway between its members'", async () => {
  const panel = panelOf(y, 4);
  const of = async (spec: string) => (await createModel(spec).fit(panel, context)).forecast(6)[0];
  const [both, a, b] = [await of("ensemble"), await of("theta"), await of("ets")];
  both.mean.forEach((value, h) => expect(value).toBeCloseTo((a.mean[h] + b.mean[h]) / 2, 10));
  const hi = (forecast: typeof a, h: number) => forecast.intervals![1].hi[h];
  both.mean.forEach((_, h) => expect(hi(both, h)).toBeCloseTo((hi(a, h) + hi(b, h)) / 2, 10));
  expect(both.intervals!.map(({ level }) => level)).toEqual([80, 95]);
});

it("forecasts the same from a restored state", async () => {
  const model = createModel("ensemble");
  const fitted = await model.fit(panelOf(y, 4), context);
  const again = model.restore(structuredClone(fitted.state), panelOf(y, 4));
  expect(again.forecast(6, [80, 95])).toEqual(fitted.forecast(6));
  expect(again.fittedValues!()).toEqual(fitted.fittedValues!());
});

it("averages arima too when asked, which sees no exogenous columns either", async () => {
  const plain = panelOf(y, 4);
  const future = new Map([["price", Float64Array.from({ length: 46 }, (_, t) => t % 5)]]);
  const panel = { ...plain, series: plain.series.map((one) => ({ ...one, future })) };
  const of = async (spec: string, given = plain) =>
    (await createModel(spec).fit(given, context)).forecast(6)[0].mean;
  const all = await of("ensemble:members=theta-ets-arima", panel);
  const each = [await of("theta"), await of("ets"), await of("arima")];
  all.forEach((value, h) => {
    expect(value).toBeCloseTo(each.reduce((sum, mean) => sum + mean[h], 0) / 3, 10);
  });
});
