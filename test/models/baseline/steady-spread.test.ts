import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { withIntervals } from "../../../src/models/intervals/intervals.js";
import type { SeriesForecast } from "../../../src/models/model.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const SEASON = 12;
const random = new Random(11);
const plain = Array.from(
  { length: 96 },
  (_, t) => 300 + 25 * Math.sin((2 * Math.PI * t) / SEASON) + 5 * random.normal(),
);
const changed = (at: number, value: number) => plain.map((y, t) => (t === at ? value : y));

async function forecastOf(
  spec: string,
  y: readonly number[],
  how: "native" | "conformal" = "native",
) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const context = { horizon: SEASON, seed: 1, levels: [80, 95], warn };
  const panel = panelOf(y, SEASON);
  const model = withIntervals(createModel(spec), how);
  const fitted = await model.fit(panel, context);
  const [forecast] = fitted.forecast(SEASON);
  const [restored] = model.restore(fitted.state, panel).forecast(SEASON, [80, 95]);
  expect(restored).toEqual(forecast);
  return { ...forecast, warnings };
}

const width = ({ intervals = [] }: SeriesForecast, h: number) =>
  intervals[0].hi[h] - intervals[0].lo[h];

const MODELS = ["naive", "seasonal-naive", "naive2", "drift", "window-average"];

describe.each(MODELS)("intervals of %s", (spec) => {
  it.each(["native", "conformal"] as const)("are not widened by one outlier: %s", async (how) => {
    const own = await forecastOf(spec, plain, how);
    const { warnings, ...off } = await forecastOf(spec, changed(50, 300_000), how);
    own.mean.forEach((_, h) => {
      expect(width(off, h) / width(own, h)).toBeGreaterThan(0.8);
      expect(width(off, h) / width(own, h)).toBeLessThan(1.25);
    });
    expect(warnings).toContain(`${spec}: intervals leave out the outliers and level shifts of a`);
  });

  it("are not widened by it beside a gap either", async () => {
    if (spec === "naive2") return;
    const gappy = changed(50, 300_000).map((y, t) => (t % 17 === 5 ? Number.NaN : y));
    const off = await forecastOf(spec, gappy);
    expect(width(off, 0)).toBeLessThan(200);
  });

  it("are not widened by it where missing values were filled and are no errors", async () => {
    const filled = panelOf(changed(20, 3000), SEASON);
    const [one] = filled.series;
    const observed = one.y.map((y, t) => (t > 40 && t < 44 ? Number.NaN : y));
    const panel = { ...filled, series: [{ ...one, observed }] };
    const context = { horizon: SEASON, seed: 1, levels: [80], warn: () => {} };
    const fitted = await withIntervals(createModel(spec), "calibrated").fit(panel, context);
    expect(width(fitted.forecast(SEASON)[0], 0)).toBeLessThan(200);
  });

  it("are those of the model itself where nothing is off", async () => {
    expect((await forecastOf(spec, plain)).warnings).toEqual([]);
  });
});

it.each(["naive", "drift", "naive2"])(
  "%s repeats a last value that is far off, in 95 %% intervals that reach to the others",
  async (spec) => {
    const { mean, intervals = [] } = await forecastOf(spec, changed(95, 6000));
    expect(mean[0]).toBeGreaterThan(5500);
    expect(intervals[1].lo[0]).toBeLessThan(350);
  },
);

it("seasonal-naive repeats an outlier of the last season once, in intervals that reach to the others", async () => {
  const { mean, intervals = [] } = await forecastOf("seasonal-naive", changed(90, 6000));
  expect(mean[6]).toBe(6000);
  expect(intervals[1].lo[6]).toBeLessThan(350);
  expect(intervals[1].lo[5]).toBeGreaterThan(200);
});

it("a shift further back than the last season does not widen intervals, one within it does", async () => {
  const shifted = (at: number) => plain.map((y, t) => (t < at ? y : y + 400));
  const own = await forecastOf("seasonal-naive", plain);
  expect(width(await forecastOf("seasonal-naive", shifted(60)), 0)).toBeLessThan(
    // Values before count as if they were larger by the same factor.
    2.4 * width(own, 0),
  );
  expect(width(await forecastOf("seasonal-naive", shifted(90)), 0)).toBeGreaterThan(
    3 * width(own, 0),
  );
});

it("drift reaches to where the series goes without the shift that makes its slope", async () => {
  const y = Array.from({ length: 60 }, (_, t) => (t < 40 ? 0.3 : 0.6));
  const { mean, intervals = [] } = await forecastOf("drift", y);
  expect(mean[11]).toBeGreaterThan(0.65);
  for (const { lo } of intervals) lo.forEach((end) => expect(end).toBeCloseTo(0.6, 12));
  const { intervals: spiked = [] } = await forecastOf("drift", changed(95, 6000));
  expect(spiked[1].lo[11]).toBeLessThan(350);
});

it("window-average keeps wide intervals while an outlier is in its window", async () => {
  expect(width(await forecastOf("window-average", changed(93, 6000)), 0)).toBeGreaterThan(500);
});
