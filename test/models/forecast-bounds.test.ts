import { describe, expect, it } from "vitest";
import { maxChanges, withinReach } from "../../src/models/forecast-bounds.js";
import { panelOf, panelOfMany } from "../panels.js";

const forecastOf = (...mean: number[]) => ({ id: "a", mean: Float64Array.from(mean) });

describe("bounds of forecasts", () => {
  it("grow with the changes of a series in as many steps, and beyond its length as a random walk", () => {
    // From 0 to 3 and back to 2: at most 2 in one step and 3 in two, three or four.
    const changes = maxChanges(Float64Array.of(0, 1, 3, 2, 2), 8);
    expect(Array.from(changes.subarray(0, 4))).toEqual([2, 3, 3, 3]);
    expect(changes[7]).toBeCloseTo(3 * Math.sqrt(8 / 4), 12);
  });

  it("hold a forecast to three times these from the last value, with a warning that names the series", () => {
    const warnings: string[] = [];
    const [{ mean }] = withinReach(
      "lstm",
      { panel: panelOf([0, 1, 3, 2, 2]) },
      [forecastOf(7, 9, -1e6)],
      (message) => warnings.push(message),
    );
    expect(Array.from(mean)).toEqual([7, 9, 2 - 3 * 3]);
    expect(warnings).toEqual([
      'lstm diverges; its forecasts are held to 3 times the largest change so far in series "a"',
    ]);
  });

  it("hold the ends of intervals to three times these from the forecast, on their own side of it", () => {
    const panel = panelOf([0, 1, 3, 2, 2, 2, 2, 2]);
    const [{ mean, intervals }] = withinReach("lstm", { panel }, [
      {
        ...forecastOf(1e9, 3),
        intervals: [{ level: 80, lo: Float64Array.of(9, -1e9), hi: Float64Array.of(1e10, 4) }],
      },
    ]);
    expect(Array.from(mean)).toEqual([2 + 3 * 2, 3]);
    // The lower end 9 lies above the mean that was held to 8.
    expect(Array.from(intervals![0].lo)).toEqual([8, 3 - 3 * 3]);
    expect(Array.from(intervals![0].hi)).toEqual([8 + 3 * 2, 4]);
  });

  it("leave intervals of a few observations as they are", () => {
    const intervals = [{ level: 80, lo: Float64Array.of(-100), hi: Float64Array.of(100) }];
    const forecasts = [{ ...forecastOf(1.5), intervals }];
    expect(withinReach("lstm", { panel: panelOf([1, 2, 1]) }, forecasts)[0].intervals).toEqual(
      intervals,
    );
  });

  it("keep a series that never changed as it is, without a warning", () => {
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    const [{ mean }] = withinReach(
      "lstm",
      { panel: panelOf([5, 5, 5]) },
      [forecastOf(5.015)],
      warn,
    );
    expect(mean[0]).toBe(5);
    expect(warnings).toEqual([]);
  });

  it("let a model of regimes return to any level seen, however calm the series is without shifts", () => {
    const panel = panelOf([30, 31, 30, 30]);
    const regimes = panelOf([330, 331, 30, 30]);
    const reach = (value: number) =>
      withinReach("hmm", { panel, regimes }, [forecastOf(value)])[0].mean[0];
    expect(reach(331)).toBe(331);
    expect(reach(1e4)).toBe(331 + 301);
    expect(reach(-1e4)).toBe(30 - 301);
  });

  it("take no notice of missing values, nor of a series that has none but these", () => {
    const panel = panelOfMany([
      [0, Number.NaN, 1],
      [Number.NaN, Number.NaN],
    ]);
    const forecasts = [forecastOf(100), { ...forecastOf(100), id: "b" }];
    const [first, second] = withinReach("arima", { panel }, forecasts);
    expect(first.mean[0]).toBe(1 + 3 * 1);
    expect(second.mean[0]).toBe(100);
  });

  it("name five series of many", () => {
    const warnings: string[] = [];
    const panel = panelOfMany(Array.from({ length: 7 }, () => [1, 2]));
    const forecasts = panel.series.map(({ id }) => ({ ...forecastOf(50), id }));
    withinReach("gru", { panel }, forecasts, (message) => warnings.push(message));
    expect(warnings[0]).toMatch(/series: a, b, c, d, e and 2 more$/);
  });
});
