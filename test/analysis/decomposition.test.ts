import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decomposePanel } from "../../src/analysis/decomposition.js";
import { sharedSeasons } from "../../src/analysis/panel-seasonality.js";
import { stl } from "../../src/analysis/stl.js";
import { seasonalStrength } from "../../src/analysis/unit-root.js";
import { panelFromArrays } from "../../src/data/read/from-arrays.js";
import { readPanel } from "../../src/data/read/read-panel.js";
import { Random } from "../../src/numeric/random.js";

const quiet = () => {};

function hourly(days: number): Float64Array {
  const random = new Random(5);
  return Float64Array.from({ length: 24 * days }, (_, t) => {
    const day = 8 * Math.sin((2 * Math.PI * t) / 24);
    return 50 + day + (Math.floor(t / 24) % 7 < 5 ? 6 : -15) + random.normal();
  });
}

const stamps = (n: number, step: number) =>
  Array.from({ length: n }, (_, t) => new Date(Date.UTC(2024, 0, 1) + t * step).toISOString());

describe("a decomposition", () => {
  it("is R's STL with a window of 11 seasons where there is one season", async () => {
    const panel = await readPanel("nottem", {}, quiet);
    const [{ seasons, trend, remainder, trendStrength }] = decomposePanel(panel, { seasons: [12] });
    const known = stl(panel.series[0]!.y, 12, { window: 11 });
    expect(Array.from(seasons[0]!.values)).toEqual(Array.from(known.seasonal));
    expect(Array.from(trend)).toEqual(Array.from(known.trend));
    known.remainder.forEach((value, t) => expect(remainder[t]).toBeCloseTo(value, 10));
    // Wang, Smith & Hyndman's strength, which the models use.
    expect(seasons[0]!.strength).toBeCloseTo(seasonalStrength(panel.series[0]!.y, 12), 12);
    expect(trendStrength).toBeGreaterThan(0.1);
    expect(trendStrength).toBeLessThan(0.4);
  });

  it("adds up, whatever the series, its gaps and its options", () => {
    const values = fc.array(
      fc.oneof(
        { weight: 9, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      ),
      { minLength: 12, maxLength: 60 },
    );
    fc.assert(
      fc.property(values, fc.boolean(), fc.subarray([3, 4, 7, 12]), (y, robust, seasons) => {
        fc.pre(y.filter((value) => !Number.isNaN(value)).length > 2);
        const [first] = decomposePanel(panelFromArrays({ y }, {}, quiet), { seasons, robust });
        const { trend, remainder, adjusted, seasons: found } = first!;
        for (const t of first!.y.keys()) {
          const season = found.reduce((sum, one) => sum + one.values[t]!, 0);
          const value = first!.y[t]!;
          expect(Number.isNaN(remainder[t])).toBe(Number.isNaN(value));
          if (Number.isNaN(value)) continue;
          expect(trend[t]! + season + remainder[t]!).toBeCloseTo(value, 5);
          expect(adjusted[t]! + season).toBeCloseTo(value, 5);
        }
        expect(found.every(({ length }) => 2 * length < first!.y.length)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("multiplies up where it is multiplicative, and finds the factors of a series made of them", () => {
    const factor = [0.5, 1, 2, 1];
    const y = Float64Array.from({ length: 60 }, (_, t) => 100 * 1.02 ** t * factor[t % 4]!);
    const panel = panelFromArrays({ y }, { season: 4 }, quiet);
    const [one] = decomposePanel(panel, { seasons: [4], multiplicative: true });
    const { trend, seasons, remainder } = one!;
    y.forEach((value, t) => {
      expect(trend[t]! * seasons[0]!.values[t]! * remainder[t]!).toBeCloseTo(value, 6);
    });
    factor.forEach((f, place) => expect(seasons[0]!.values[20 + place]).toBeCloseTo(f, 2));
  });

  it("refuses factors of a series that is not positive", () => {
    const panel = panelFromArrays({ y: [1, 0, 2, 1, 3, 2, 1, 2, 3] }, {}, quiet);
    expect(() => decomposePanel(panel, { seasons: [], multiplicative: true })).toThrow(/has 0/);
  });

  it("gives a straight line as its trend where there is no season", () => {
    const y = Float64Array.from({ length: 40 }, (_, t) => 3 + 2 * t);
    const [one] = decomposePanel(panelFromArrays({ y }, {}, quiet), { seasons: [] });
    one!.trend.forEach((value, t) => expect(value).toBeCloseTo(3 + 2 * t, 9));
    expect(one!.trendStrength).toBeCloseTo(1, 9);
  });

  it("puts an outlier into the remainder when it is robust, and spares the season", () => {
    const season = [0, 5, 9, 5];
    const clean = Float64Array.from({ length: 48 }, (_, t) => 20 + season[t % 4]! + (t % 3) / 10);
    const y = clean.slice();
    y[22] = 500;
    const parts = (robust: boolean) =>
      decomposePanel(panelFromArrays({ y }, {}, quiet), { seasons: [4], robust })[0]!;
    const [robust, plain] = [parts(true), parts(false)];
    const missed = (values: Float64Array) => Math.abs(values[26]! - 4.25);
    expect(robust.remainder[22]).toBeGreaterThan(450);
    expect(missed(robust.seasons[0]!.values)).toBeLessThan(0.3);
    expect(missed(plain.seasons[0]!.values)).toBeGreaterThan(5);
  });
});

it("the seasons of hours are those of the day and the week where both show", () => {
  const n = 24 * 42;
  const ds = stamps(n, 3_600_000);
  expect(sharedSeasons(panelFromArrays({ ds, y: hourly(42) }, {}, quiet))).toEqual([24, 168]);
  const told = panelFromArrays({ ds, y: hourly(42) }, { season: 24 }, quiet);
  expect(sharedSeasons(told)).toEqual([24]);
});
