import { describe, expect, it } from "vitest";
import { mstl, seasonalFreedom, stl } from "../../src/analysis/stl.js";
import { readPanel } from "../../src/data/read/read-panel.js";
import { Random } from "../../src/numeric/random.js";
import published from "../reference/smoothing.json";
import windowed from "../reference/stl.json";

const wave = (period: number, size: number) => (t: number) =>
  size * Math.sin((2 * Math.PI * t) / period);

describe("a periodic decomposition", () => {
  it.each(["air-passengers", "nottem", "us-acc-deaths"] as const)(
    "of %s has the seasons that R's stl finds, to 1e-9",
    async (name) => {
      const { series, season } = await readPanel(name, {}, () => {});
      const { seasonal } = stl(series[0].y, season);
      published.series[name].stl.forEach((value, t) => expect(seasonal[t]).toBeCloseTo(value, 9));
    },
  );

  it("adds up to the series", async () => {
    const { series } = await readPanel("nottem", {}, () => {});
    const { y } = series[0];
    const { trend, seasonal, remainder } = stl(y, 12);
    y.forEach((v, t) => expect(trend[t] + seasonal[t] + remainder[t]).toBeCloseTo(v, 10));
  });

  it("tells a straight line from a season", () => {
    const season = [3, 1, -4, 0];
    const y = Float64Array.from({ length: 41 }, (_, t) => 5 + 0.25 * t + season[t % 4]);
    const { trend, seasonal } = stl(y, 4);
    trend.forEach((v, t) => expect(v).toBeCloseTo(5 + 0.25 * t, 1));
    seasonal.forEach((v, t) => expect(v).toBeCloseTo(season[t % 4], 1));
  });
});

it("a window lets the season change, which a periodic one may not", () => {
  const y = Float64Array.from({ length: 96 }, (_, t) => (1 + t / 48) * wave(12, 1)(t));
  const rest = (window: number | "periodic") =>
    stl(y, 12, { window, degree: 1 }).remainder.reduce((sum, v) => sum + v * v, 0);
  expect(rest(7)).toBeLessThan(0.05 * rest("periodic"));
});

it("two seasons are told apart", () => {
  const random = new Random(3);
  const [day, week] = [wave(24, 3), wave(168, 5)];
  const y = Float64Array.from(
    { length: 168 * 6 },
    (_, t) => day(t) + week(t) + random.normal() / 5,
  );
  const { seasonal } = mstl(y, [24, 168], () => "periodic");
  const [short, long] = seasonal;
  const distance = (a: Float64Array, f: (t: number) => number) =>
    Math.sqrt(a.reduce((sum, v, t) => sum + (v - f(t)) * (v - f(t)), 0) / a.length);
  expect(distance(short, day)).toBeLessThan(0.2);
  expect(distance(long, week)).toBeLessThan(0.2);
});

describe.each(Object.entries(windowed.series))("a window of 11 seasons of %s", (name, known) => {
  const options = [
    ["degree0", { degree: 0 }],
    ["degree1", { degree: 1 }],
    ["robust", { robust: true }],
  ] as const;
  it.each(options)("gives the season of R's stl, %s", async (key, option) => {
    const { series, season } = await readPanel(name, {}, () => {});
    const { seasonal } = stl(series[0].y, season, { window: 11, ...option });
    known.at.forEach((t, i) => {
      expect(seasonal[t] / known[key][i]).toBeCloseTo(1, 8);
    });
  });
});

it("freedom of a season is the weight that each value has in its own local mean", () => {
  const [seasons, span] = [14, 7];
  let trace = 0;
  for (let k = 0; k < seasons; k++) {
    const left = Math.min(Math.max(k - 3, 0), seasons - span);
    const reach = Math.max(k - left, left + span - 1 - k);
    let sum = 0;
    for (let t = left; t < left + span; t++) {
      const near = Math.abs(t - k) > 0.999 * reach ? 0 : 1 - (Math.abs(t - k) / reach) ** 3;
      sum += near ** 3;
    }
    trace += 1 / sum;
  }
  expect(seasonalFreedom(12 * seasons, 12, span)).toBeCloseTo(11 * trace, 9);
});
