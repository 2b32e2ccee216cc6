import { describe, expect, it } from "vitest";
import type { Panel } from "../../src/data/panel/panel.js";
import { createModel } from "../../src/models/index.js";
import { withIntervals } from "../../src/models/intervals/intervals.js";
import type { SeriesForecast } from "../../src/models/model.js";
import { exp } from "../../src/numeric/elementary.js";
import { Random } from "../../src/numeric/random.js";
import { panelOf } from "../panels.js";

async function forecastOf(spec: string, panel: Panel, horizon = 12): Promise<SeriesForecast> {
  const context = { horizon, seed: 1, levels: [80, 95], warn() {} };
  const fitted = await withIntervals(createModel(spec), "auto").fit(panel, context);
  return fitted.forecast(horizon)[0];
}

describe("a positive series that falls towards 0", () => {
  const random = new Random(10);
  const y = Array.from({ length: 60 }, (_, t) => 5000 * 0.93 ** t * exp(0.05 * random.normal()));

  it.each(["arima", "theta", "mstl"])(
    "goes on positive with %s, in intervals of its size",
    async (spec) => {
      const { mean, intervals = [] } = await forecastOf(spec, panelOf(y, 12));
      const truth = Array.from({ length: 12 }, (_, h) => 5000 * 0.93 ** (60 + h));
      mean.forEach((value, h) => expect(Math.abs(value / truth[h] - 1)).toBeLessThan(0.25));
      for (const { lo, hi } of intervals) {
        for (const [h, end] of lo.entries()) {
          expect(end).toBeGreaterThan(0);
          expect(hi[h] - end).toBeLessThan(2 * truth[h]);
        }
      }
    },
  );
});

it("the end of a quiet time is no error of thousands of steps to lag-regression", async () => {
  const random = new Random(5);
  const y = Array.from({ length: 70 }, (_, t) => 20 + (t < 50 ? 0.001 : 4) * random.normal());
  const { intervals = [] } = await forecastOf("lag-regression", panelOf(y, 7));
  const width = intervals[0].hi[0] - intervals[0].lo[0];
  expect(width).toBeGreaterThan(4);
  expect(width).toBeLessThan(30);
});

it("lag-regression does not shrink what a column known ahead says of rare events", async () => {
  const random = new Random(7);
  const events = [9, 31, 47, 70, 95, 112];
  const promo = Float64Array.from({ length: 120 }, (_, t) => (events.includes(t) ? 1 : 0));
  const y = Array.from({ length: 108 }, (_, t) => 200 + 80 * promo[t] + 5 * random.normal());
  const panel = panelOf(y);
  const [series] = panel.series;
  const withPromo = { ...panel, series: [{ ...series, future: new Map([["promo", promo]]) }] };
  for (const spec of [
    "lag-regression:penalty=300",
    "lag-regression:penalty=300,kind=elastic-net",
  ]) {
    const { mean } = await forecastOf(spec, withPromo);
    expect(mean[112 - 108] - mean[113 - 108]).toBeGreaterThan(65);
  }
});

it("intervals of ar cover errors of forecasts that feed back", async () => {
  const random = new Random(8);
  let inside = 0;
  const trials = 40;
  for (let k = 0; k < trials; k++) {
    let level = 0;
    const y = Array.from({ length: 112 }, (_, t) => {
      level += random.normal();
      return level + 5 * Math.sin((2 * Math.PI * t) / 12) + random.normal();
    });
    const { intervals = [] } = await forecastOf("ar", panelOf(y.slice(0, 100), 12));
    const { lo, hi } = intervals[0];
    inside += y.slice(100).filter((value, h) => value >= lo[h] && value <= hi[h]).length;
  }
  expect(inside / (12 * trials)).toBeGreaterThan(0.7);
});

it("the end of a quiet time does not blow up the calibrated intervals of ar", async () => {
  const random = new Random(5);
  const y = Array.from({ length: 60 }, (_, t) => 20 + (t < 42 ? 0.001 : 4) * random.normal());
  const { intervals = [] } = await forecastOf("ar", panelOf(y, 7));
  const width = intervals[0].hi[0] - intervals[0].lo[0];
  expect(width).toBeGreaterThan(4);
  expect(width).toBeLessThan(40);
});

it("ces does not swing ever further after two seasons of a short series", async () => {
  const random = new Random(9);
  const y = Array.from(
    { length: 25 },
    (_, t) => 50 + 0.5 * t + 15 * Math.sin((2 * Math.PI * t) / 12) + random.normal(),
  );
  const { mean } = await forecastOf("ces", panelOf(y, 12), 24);
  const steps = mean.subarray(1).map((value, h) => value - mean[h]);
  const largest = (some: Float64Array) => Math.max(...some.map(Math.abs));
  expect(largest(steps.subarray(12))).toBeLessThanOrEqual(1.05 * largest(steps.subarray(0, 12)));
});

it("fft, which damps trends, has intervals that hold the rest of a straight line", async () => {
  const y = Array.from({ length: 80 }, (_, t) => t + 1);
  const { mean, intervals = [] } = await forecastOf("fft", panelOf(y, 7));
  mean.forEach((value, h) => {
    expect(value).toBeLessThan(81 + h + 1e-6);
    expect(intervals[1].hi[h]).toBeGreaterThan(81 + h - 1e-6);
  });
});

it("one shift of the level does not make hmm expect another at each step", async () => {
  const random = new Random(4);
  const y = Array.from(
    { length: 72 },
    (_, t) =>
      (200 + 1.5 * t + 25 * Math.sin((2 * Math.PI * t) / 12) + 3 * random.normal()) *
      (t > 65 ? 0.1 : 1),
  );
  const { mean, intervals = [] } = await forecastOf("hmm", panelOf(y, 12));
  mean.forEach((value, h) => {
    expect(intervals[0].hi[h] / value).toBeLessThan(6);
    expect(intervals[0].lo[h] / value).toBeGreaterThan(1 / 6);
  });
});
