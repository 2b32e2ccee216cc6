import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/panel.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { toldSeasons } from "../../../src/models/auto/told-seasons.js";
import { decodeModel, encodeModel, restoreModel } from "../../../src/models/file/model-file.js";
import { createModel } from "../../../src/models/index.js";
import { chooseOrigins } from "../../../src/models/intervals/origins.js";
import { Random } from "../../../src/numeric/random.js";

const WEEK = 168;
const context = { horizon: WEEK, seed: 1, levels: [80], warn: () => {} };
const free = { named: [], intermittent: false };

/** Hours of a place of work: little happens at weekends. */
function hours(length: number): Float64Array {
  const random = new Random(3);
  let error = 0;
  return Float64Array.from({ length }, (_, t) => {
    error = 0.6 * error + 2 * random.normal();
    const [open, closed] = Math.floor(t / 24) % 7 < 5 ? [1, 0] : [0.3, 25];
    return 100 + 30 * open * Math.sin((Math.PI * ((t % 24) - 6)) / 12) - closed + error;
  });
}

const panelOfHours = (...series: Float64Array[]): Panel => ({
  source: "test",
  frequency: parseFrequency("h"),
  season: 24,
  series: series.map((y, s) => ({
    id: `s${s}`,
    ds: Float64Array.from(y, (_, t) => t * 3_600_000),
    y,
  })),
});

describe("a day and a week", () => {
  it.each([
    [3 * WEEK, WEEK],
    [3 * WEEK, 24],
    [3.5 * WEEK, WEEK],
    [4 * WEEK - 1, WEEK],
  ])("are told to candidates of %i hours, %i ahead, which are judged beyond two weeks", (n, h) => {
    const panel = panelOfHours(hours(n));
    const { told, rule } = toldSeasons(panel, h, free);
    expect(told).toEqual([24, WEEK]);
    const { held, steps } = chooseOrigins(panel, h, rule);
    expect(held[0].length).toBeGreaterThan(1);
    expect(n - Math.max(...held[0])).toBeGreaterThan(2 * WEEK);
    expect(Math.min(...held[0])).toBe(steps);
    expect(steps).toBeGreaterThanOrEqual(24);
  });

  it("are not told of less than three weeks, where origins know them, and to models that were named", () => {
    const toldOf = (n: number, h: number, options = free) =>
      toldSeasons(panelOfHours(hours(n)), h, options).told;
    expect(toldOf(3 * WEEK - 1, WEEK)).toEqual([]);
    expect(toldOf(4 * WEEK, WEEK)).toEqual([]);
    expect(toldOf(3 * WEEK + 24, 24)).toEqual([]);
    expect(toldOf(3 * WEEK, WEEK, { ...free, named: ["theta"] as never })).toEqual([]);
    expect(toldOf(3 * WEEK, WEEK, { ...free, intermittent: true })).toEqual([]);
  });
});

it("auto keeps the week of three weeks: a week ahead it errs hardly more than ets, which is told", async () => {
  const y = hours(4 * WEEK);
  const panel = panelOfHours(y.slice(0, 3 * WEEK));
  const errorOf = (mean: Float64Array) =>
    mean.reduce((sum, value, h) => sum + Math.abs(value - y[3 * WEEK + h]), 0) / WEEK;
  const fitted = await createModel("auto").fit(panel, context);
  const [{ mean }] = fitted.forecast(WEEK);
  const told = await createModel("ets:seasons=24-168").fit(panel, context);
  expect(errorOf(mean)).toBeLessThan(1.25 * errorOf(told.forecast(WEEK)[0].mean));
  expect(fitted.selection![0].candidates.map(({ spec }) => spec)).toContain("theta:seasons=24-168");

  const saved = { version: "0", spec: "auto", horizon: WEEK, seed: 1, levels: [80] };
  const bytes = encodeModel({ ...saved, panel, state: fitted.state });
  const again = await restoreModel(decodeModel(bytes));
  expect(again.forecast(WEEK)).toEqual(fitted.forecast(WEEK));
});

it("auto judges a short series of a panel too, whose others have three weeks", async () => {
  const y = hours(3 * WEEK);
  const fitted = await createModel("auto").fit(panelOfHours(y, y.slice(0, 200)), context);
  for (const { mean } of fitted.forecast(WEEK)) {
    expect(mean).toHaveLength(WEEK);
    expect(mean.every((value) => value > 30 && value < 160)).toBe(true);
  }
});
