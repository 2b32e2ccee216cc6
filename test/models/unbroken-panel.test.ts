import { describe, expect, it } from "vitest";
import { parseFrequency } from "../../src/data/time/frequency-alias.js";
import { createModel } from "../../src/models/index.js";
import { unbrokenPanel } from "../../src/models/unbroken-panel.js";
import { panelOf, panelOfMany } from "../panels.js";

/** Around 50, and 30 more where an event is. */
const EVENTS = [20, 50, 62];
const event = Float64Array.from({ length: 66 }, (_, t) => Number(EVENTS.includes(t)));
const y = Float64Array.from({ length: 60 }, (_, t) => 50 + ((t * 7919) % 7) / 7 + 30 * event[t]);

function withEvents() {
  const panel = panelOf(y);
  return { ...panel, series: [{ ...panel.series[0], future: new Map([["event", event]]) }] };
}

describe("a panel without breaks", () => {
  it("has no outliers, and says where they were", () => {
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    const [{ y: values }] = unbrokenPanel(panelOf(y), { warn }).panel.series;
    expect(Math.max(...values)).toBeLessThan(52);
    expect(warnings).toEqual([
      'series "a": outlier at row 21, row 51; models learn from the series without it',
    ]);
  });

  it("says the time of day as tables do", () => {
    const panel = panelOf(y);
    const ds = y.map((_, t) => Date.UTC(2024, 0, 1) + 300_000 * t);
    const warnings: string[] = [];
    const frequency = parseFrequency("5min");
    const dated = { ...panel, frequency, series: [{ ...panel.series[0], ds }] };
    unbrokenPanel(dated, { warn: (message) => warnings.push(message) });
    expect(warnings.join()).toContain("outlier at 2024-01-01 01:40, 2024-01-01 04:10;");
  });

  it("does not name a value that was filled in before an outlier", () => {
    const filled = y.map((value, t) => (t === 19 ? 65 : value));
    const observed = filled.map((value, t) => (t === 19 ? Number.NaN : value));
    const [series] = panelOf(filled).series;
    const panel = { ...panelOf(filled), series: [{ ...series, observed }] };
    const warnings: string[] = [];
    unbrokenPanel(panel, { warn: (message) => warnings.push(message) });
    expect(warnings.join()).toContain("outlier at row 21, row 51;");
  });

  it("keeps events that a column known ahead marks", () => {
    const panel = withEvents();
    expect(unbrokenPanel(panel).panel).toBe(panel);
  });

  it.each(["linear:epochs=3", "lstm:epochs=3,hidden=4"])(
    "so that %s expects the next one",
    async (spec) => {
      const fitted = await createModel(spec).fit(withEvents(), { horizon: 6, seed: 1, warn() {} });
      const [{ mean }] = fitted.forecast(6);
      mean.forEach((value, h) => {
        expect(Math.abs(value - (h === 2 ? 80.5 : 50.5))).toBeLessThan(5);
      });
    },
  );

  it("changes other series only", () => {
    const calm = Float64Array.from({ length: 60 }, (_, t) => t % 5);
    const panel = panelOfMany([y, calm]);
    const { panel: unbroken, series } = unbrokenPanel(panel);
    expect(unbroken.series[1]).toBe(panel.series[1]);
    expect(series.map(({ breaks }) => breaks.length)).toEqual([2, 0]);
  });

  it("names series with breaks where these are many", () => {
    const warnings: string[] = [];
    unbrokenPanel(panelOfMany(Array.from({ length: 7 }, () => y)), {
      warn: (message) => warnings.push(message),
    });
    expect(warnings).toEqual([
      "7 series have outliers or level shifts: models learn from them without these (a, b, c, d, e and 2 more)",
    ]);
  });
});
