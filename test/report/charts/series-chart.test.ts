import { describe, expect, it } from "vitest";
import { type Frequency, futureIndex } from "../../../src/data/time/frequency.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { forecastChart, historyChart } from "../../../src/report/charts/series-chart.js";

const plain = { width: 80, plain: true, color: false };
const start = Date.UTC(1950, 0, 1);

function chart(
  y: number[],
  mean: number[],
  frequency: Frequency,
  { season = 1, color = false, width = 80, from = start, labels = ["lstm"] } = {},
) {
  const before = futureIndex(from, frequency, y.length - 1);
  const ds = Float64Array.of(from, ...before);
  const future = futureIndex(ds[ds.length - 1], frequency, mean.length);
  return forecastChart(
    { id: "sales", ds, y: Float64Array.from(y) },
    future,
    labels.map((label) => ({ label, mean: Float64Array.from(mean) })),
    frequency,
    season,
    { ...plain, color, width },
  );
}

const count = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("the chart of history and forecast", () => {
  it("has its dates on Januaries for months", () => {
    const drawn = chart(count(48), count(12), parseFrequency("MS"), { season: 12 });
    expect(drawn.split("\n").slice(-1)[0]).toMatch(/^ *\d{4}-01( +\d{4}-01)+$/);
  });

  it("has its dates on Mondays for days", () => {
    const drawn = chart(count(40), count(14), parseFrequency("D"), { season: 7 });
    const labels = drawn.split("\n").slice(-1)[0].trim().split(/ +/);
    expect(labels.length).toBeGreaterThan(1);
    for (const label of labels) expect(new Date(label).getUTCDay()).toBe(1);
  });

  it("has its dates at midnight for hours", () => {
    const drawn = chart(count(100), count(24), parseFrequency("h"), { season: 24 });
    expect(drawn.split("\n").slice(-1)[0]).toMatch(/^ *\d\d-\d\d 00:00( +\d\d-\d\d 00:00)+$/);
  });

  it("numbers rows that have no dates", () => {
    const index: Frequency = { alias: "index", unit: "index", multiple: 1, atEnd: false };
    const drawn = chart(count(30), count(10), index, { from: 0 });
    expect(drawn.split("\n").slice(-1)[0]).toMatch(/^ *0( +\d+)+$/);
  });

  it("joins the forecast to the history", () => {
    const drawn = chart(count(24), [24, 25, 26], parseFrequency("MS"));
    const rows = drawn.split("\n").slice(1, 13);
    const ends = rows.map((row) => row.search(/\*/)).filter((column) => column >= 0);
    const strokes = rows.map((row) => row.search(/[-/] *\**$/)).filter((column) => column >= 0);
    expect(Math.min(...ends)).toBe(Math.max(...strokes) + 1);
  });

  it("shows the recent history alone when there is much", () => {
    const drawn = chart([...count(500).fill(1000), ...count(60)], count(12), parseFrequency("MS"), {
      season: 12,
    });
    expect(drawn).not.toMatch(/1000/);
  });

  it("bridges missing observations", () => {
    const y = [1, Number.NaN, Number.NaN, 4, 5, Number.NaN];
    const drawn = chart(y, [6, 7], parseFrequency("MS"));
    expect(drawn).not.toMatch(/NaN/);
    expect(drawn.match(/\*/g)!.length).toBeGreaterThan(2);
  });

  it("takes a horizon wider than the terminal", () => {
    const drawn = chart(count(1000), count(300), parseFrequency("D"));
    for (const row of drawn.split("\n")) expect(row.length).toBeLessThanOrEqual(80);
    expect(drawn).toContain("=");
  });

  it("names each model in its colour, or by a letter where there is none", () => {
    const labels = ["lstm", "naive"];
    const coloured = chart(count(24), [1, 2], parseFrequency("MS"), { color: true, labels });
    expect(coloured).toContain("\x1b[36m--\x1b[39m lstm   \x1b[35m--\x1b[39m naive");
    const plainly = chart(count(24), [1, 2], parseFrequency("MS"), { labels });
    expect(plainly.split("\n")[0]).toBe("-- sales   aa lstm   bb naive");
  });

  it("tells history, forecast and interval apart without colour", () => {
    const ds = Float64Array.of(start, ...futureIndex(start, parseFrequency("MS"), 23));
    const values = (of: (h: number) => number) => Float64Array.from({ length: 6 }, (_, h) => of(h));
    const drawn = forecastChart(
      { id: "sales", ds, y: Float64Array.from(count(24)) },
      futureIndex(ds[23], parseFrequency("MS"), 6),
      [
        {
          label: "theta",
          mean: values((h) => 24 + h),
          band: { level: 95, lo: values((h) => 22 - h), hi: values((h) => 26 + 3 * h) },
        },
      ],
      parseFrequency("MS"),
      12,
      { ...plain, plain: false },
    );
    const [legend, ...rows] = drawn.split("\n");
    expect(legend).toBe("── sales   ══ theta   ░░ 95 % of theta");
    const text = rows.slice(0, 12).join("\n");
    for (const glyph of ["═", "░", "─"]) expect(text).toContain(glyph);
    // The forecast lies within the shade.
    expect(text).toMatch(/░[═╔╗╚╝║]/);
  });
});

it("begins in the middle of a gap as if it were a straight line from before", () => {
  const width = 40;
  const y = Float64Array.from({ length: 100 }, (_, t) => t);
  const ds = Float64Array.from(y);
  const index: Frequency = { alias: "index", unit: "index", multiple: 1, atEnd: false };
  const drawn = (values: Float64Array) =>
    historyChart({ id: "ramp", ds, y: values }, index, 1, { ...plain, width });
  // Its last 28 are shown, which are 72 to 99.
  const gappy = y.map((value) => (value > 65 && value < 80 ? Number.NaN : value));
  expect(drawn(gappy)).toBe(drawn(y));
});
