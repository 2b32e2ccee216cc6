import { describe, expect, it } from "vitest";
import { absurdValues } from "../../src/analysis/outliers.js";
import { createModel } from "../../src/models/index.js";
import { Random } from "../../src/numeric/random.js";
import { panelOf } from "../panels.js";

const random = new Random(3);
/** A trend and a season of 12, with noise of one in a hundred. */
const plain = Array.from(
  { length: 72 },
  (_, t) => 200 + 1.5 * t + 25 * Math.sin((t * Math.PI) / 6) + 3 * random.normal(),
);
const models = ["ets", "theta", "arima", "mstl", "fft", "ensemble"];

async function run(spec: string, y: readonly number[]) {
  const warnings: string[] = [];
  const model = createModel(spec);
  const panel = panelOf(y, 12);
  const fitted = await model.fit(panel, {
    ...{ horizon: 12, seed: 1, levels: [80, 95] },
    warn: (message) => void warnings.push(message),
  });
  const restored = model.restore(structuredClone(fitted.state), panel);
  expect(restored.forecast(12, [80, 95])).toEqual(fitted.forecast(12));
  const { mean, intervals } = fitted.forecast(12)[0];
  return { mean: Array.from(mean), intervals: intervals!, warnings };
}

const changed = (place: number, factor: number) =>
  plain.map((value, t) => (t === place ? factor * value : value));

it("arima is not led astray by one value beside missing ones either", async () => {
  const gappy = (y: readonly number[]) => y.map((value, t) => (t % 17 === 5 ? Number.NaN : value));
  const right = await run("arima", gappy(plain));
  const { mean, intervals, warnings } = await run("arima", gappy(changed(38, 1000)));
  mean.forEach((value, h) => expect(Math.abs(value / right.mean[h] - 1)).toBeLessThan(0.04));
  expect(intervals[0].hi[0] - intervals[0].lo[0]).toBeLessThan(
    1.5 * (right.intervals[0].hi[0] - right.intervals[0].lo[0]),
  );
  expect(warnings.join()).toContain("outlier at");
});

describe.each(models)("%s", (spec) => {
  it.each([
    ["a thousand times as large amid the others", 30, 1000],
    ["twenty times as large at the end", 71, 20],
    ["0 at the end", 71, 0],
  ])("is not led astray by a value %s", async (_, place, factor) => {
    const right = await run(spec, plain);
    const { mean, intervals, warnings } = await run(spec, changed(place, factor));
    mean.forEach((value, h) => expect(Math.abs(value / right.mean[h] - 1)).toBeLessThan(0.04));
    expect(warnings.join()).toContain(`outlier at row ${place + 1}`);
    if (place < 71) return;
    // It may be the first value of a new level.
    const last = factor * plain[71];
    const [narrow, wide] = intervals;
    expect(Math.min(Math.abs(wide.lo[0] - last), Math.abs(wide.hi[0] - last))).toBe(0);
    expect(narrow.hi[0] - narrow.lo[0]).toBeLessThan(30);
  });

  it("goes on from a level shift within the last half season", async () => {
    const { mean, intervals, warnings } = await run(
      spec,
      plain.map((value, t) => (t < 66 ? value : value / 10)),
    );
    const right = await run(spec, plain);
    mean.forEach((value, h) =>
      expect(Math.abs((10 * value) / right.mean[h] - 1)).toBeLessThan(0.05),
    );
    const [, wide] = intervals;
    wide.hi.forEach((hi, h) => expect(hi - wide.lo[h]).toBeLessThan(8));
    expect(warnings.join()).toContain("the level shifts at row 67");
  });
});

it("arima keeps an outlier that a column known ahead explains", async () => {
  const panel = panelOf(changed(40, 3), 12);
  const closed = Float64Array.from({ length: 84 }, (_, t) => (t === 40 || t === 73 ? 1 : 0));
  const series = panel.series.map((one) => ({ ...one, future: new Map([["event", closed]]) }));
  const fitted = await createModel("arima").fit(
    { ...panel, series },
    {
      ...{ horizon: 12, seed: 1, warn() {} },
    },
  );
  const { mean } = fitted.forecast(12)[0];
  expect(mean[1] - (mean[0] + mean[2]) / 2).toBeGreaterThan(300);
});

it("mstl takes no shift of the level for a season", async () => {
  const noise = new Random(8);
  const y = Array.from({ length: 60 }, (_, t) => (t < 48 ? 100 : 200) + 3 * noise.normal());
  const { mean } = await run("mstl", y);
  mean.forEach((value) => expect(Math.abs(value - 200)).toBeLessThan(15));
});

it.each(["fft", "mstl", "theta"])(
  "%s takes no logarithms where zeros are written as 0.0005",
  async (spec) => {
    const noise = new Random(15);
    const y = Array.from({ length: 72 }, (_, t) =>
      t % 5 === 2 ? 70 + 90 * noise.uniform() : 5e-4,
    );
    const { intervals } = await run(spec, y);
    expect(Math.max(...intervals[1].hi)).toBeLessThan(1000);
  },
);

// A quiet stretch makes the median distance small, by which ordinary noise after it would be absurd.
it("noise of a level after quiet values is not absurd", () => {
  const noise = new Random(11);
  const y = Float64Array.from({ length: 70 }, (_, t) =>
    t < 57 ? 0.1 + 0.001 * noise.normal() : 2500 * (1 + 0.1 * noise.normal()),
  );
  expect(absurdValues(y)).toEqual([]);
});
