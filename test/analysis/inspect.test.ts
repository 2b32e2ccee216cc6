import { expect, it } from "vitest";
import { inspectPanel } from "../../src/analysis/inspect.js";
import { panelOf } from "../panels.js";

it("a long series is counted whole, and looked at for seasons and outliers where it is latest", () => {
  const n = 1_048_576 + 5000;
  const y = Array.from({ length: n }, (_, t) => 10 + [0, 3, 1, -2][t % 4] + (t % 7) / 10);
  y[100] = 1000;
  y[n - 100] = 500;
  const [one] = inspectPanel(panelOf(y, 4));
  expect(one).toMatchObject({ rows: n, recent: 1_048_576, max: 1000, seasonal: true });
  expect(one.outliers.map(({ ds }) => ds)).toEqual([n - 100]);
});

it("a value that was filled in beside an outlier is none", () => {
  const y = Array.from({ length: 120 }, (_, t) => 10 + (t % 5) / 10);
  y[60] = 900;
  const panel = panelOf(y.map((value, t) => (t === 59 ? 455 : value)));
  const [series] = panel.series;
  const observed = Float64Array.from(y, (value, t) => (t === 59 ? Number.NaN : value));
  const [one] = inspectPanel({ ...panel, series: [{ ...series, observed }] });
  expect(one.outliers.map(({ ds }) => ds)).toEqual([60]);
});

it("irregular dates have intervals, a trend in time and no lags", () => {
  const ds = Float64Array.of(0, 2, 3, 10, 12, 20, 21, 40);
  const panel = panelOf(ds.map((t) => 5 + 3 * t));
  const [series] = panel.series;
  const [one] = inspectPanel({ ...panel, irregular: true, series: [{ ...series, ds }] });
  expect(one.intervals).toEqual({ shortest: 1, lower: 1, median: 2, upper: 7, longest: 19 });
  expect(one.trend.slope).toBeCloseTo(3, 9);
  expect(one.trend.r2).toBeCloseTo(1, 9);
  expect(one.acf).toHaveLength(0);
});

it("the trend of a seasonal series is that of a line beside the season, wherever this begins and ends", () => {
  const season = [0, 9, 30, 22, 8, -4, -30, -12, 3, 0, -9, -17];
  for (const n of [40, 43, 48, 54]) {
    for (const from of [0, 3, 7]) {
      const y = Array.from({ length: n }, (_, t) => 500 + 2 * t + season[(t + from) % 12]!);
      const [one] = inspectPanel(panelOf(y, 12));
      expect(one!.seasonal).toBe(true);
      expect(one!.trend.slope).toBeCloseTo(2, 9);
      expect(one!.trend.r2).toBeCloseTo(1, 9);
    }
  }
});

it("three clear waves on a trend are a season, and one huge value hides none", () => {
  const waves = (n: number, change = (value: number, _t: number) => value) =>
    Array.from({ length: n }, (_, t) =>
      change(900 + 12 * t + 180 * Math.sin((2 * Math.PI * t) / 12) + 25 * Math.sin(7 * t * t), t),
    );
  const three = inspectPanel(panelOf(waves(36), 12))[0];
  expect(three.seasonal).toBe(true);
  expect(three.trend.slope).toBeCloseTo(12, 0);
  const spiked = inspectPanel(
    panelOf(
      waves(72, (value, t) => (t === 40 ? 9000 : value)),
      12,
    ),
  )[0];
  expect(spiked.seasonal).toBe(true);
  expect(spiked.outliers.map(({ ds }) => ds)).toEqual([40]);
});
