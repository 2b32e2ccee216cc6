import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutBreaks } from "../../src/analysis/breaks.js";
import { cleanPanel } from "../../src/analysis/cleaning.js";
import { panelFromArrays } from "../../src/data/read/from-arrays.js";
import { Random } from "../../src/numeric/random.js";

const quiet = () => {};
const season = [0, 4, 12, 9, 3, -6, -22];
/** Rising weeks without any noise. */
const wave = (t: number) => 200 + t / 4 + season[t % 7]!;

function cleaned(y: readonly number[], options: Parameters<typeof cleanPanel>[1] = {}) {
  return cleanPanel(panelFromArrays({ y }, { season: 7 }, quiet), options)[0]!;
}

describe("cleaning", () => {
  it("fills gaps along trend and season", () => {
    const holes = [30, 31, 32, 33, 60];
    const y = Array.from({ length: 98 }, (_, t) => (holes.includes(t) ? Number.NaN : wave(t)));
    const { y: filled, changes } = cleaned(y);
    for (const t of holes) expect(Math.abs(filled[t]! - wave(t))).toBeLessThan(0.6);
    expect(changes.map(({ at, why }) => [at, why])).toEqual(holes.map((t) => [t, "gap"]));
  });

  it("replaces an outlier by what the season says, and tells what stood there", () => {
    const y = Array.from({ length: 98 }, (_, t) => wave(t) + ((t * 7) % 5) / 5);
    y[40] = 2000;
    const { changes } = cleaned(y);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ at: 40, was: 2000, why: "outlier" });
    expect(Math.abs(changes[0]!.now - wave(40))).toBeLessThan(2);
  });

  it("finds the spikes of a series that mostly stands still, and none in one that moves in steps", () => {
    const still = (spikes: Record<number, number>, n = 60, level = 5) =>
      cleaned(Array.from({ length: n }, (_, t) => spikes[t] ?? level)).changes.map(({ at }) => at);
    expect(still({ 20: 50 })).toEqual([20]);
    expect(still({ 20: 50, 33: 48, 47: -40 })).toEqual([20, 33, 47]);
    expect(still({ 20: 500, 33: 100 }, 60, 100)).toEqual([20]);
    // Off by what numbers are rounded to.
    expect(still({ 20: 20.1, 33: 19.9 }, 60, 20)).toEqual([]);
    // A price that is cut for a week.
    const cut = Array.from({ length: 80 }, (_, t) => (t % 40 > 30 ? 7.99 : 9.99));
    expect(cleaned(cut).changes).toEqual([]);
    // Events among zeros.
    expect(still({ 20: 50, 33: 20 }, 60, 0)).toEqual([]);
  });

  describe("of a spread that changes", () => {
    const changing = (seed: number, wildFrom: number, wildTo: number) => {
      const random = new Random(seed);
      return Array.from(
        { length: 90 },
        (_, t) => 20 + (t >= wildFrom && t < wildTo ? 5 : 0.01) * random.normal(),
      );
    };
    const places = (y: readonly number[]) => cleaned(y).changes.map(({ at }) => at);

    it("takes no wild time of twenty values for outliers, at its start, middle or end", () => {
      const seeds = Array.from({ length: 20 }, (_, k) => k + 1);
      for (const from of [0, 40, 70]) {
        const changes = seeds.map((seed) => places(changing(seed, from, from + 20)).length);
        // A normal value is beyond six deviations, as these are measured, now and then.
        expect(changes.reduce((sum, count) => sum + count, 0)).toBeLessThan(8);
      }
    });

    it("replaces a burst of three values, in calm times and in wild ones", () => {
      const burst = (y: number[], at: number) =>
        y.map((value, t) => (t >= at && t < at + 3 ? value + 80 : value));
      for (let seed = 1; seed <= 10; seed++) {
        expect(places(burst(changing(seed, 0, 0), 40))).toEqual([40, 41, 42]);
        expect(places(burst(changing(seed, 50, 90), 66))).toEqual(
          expect.arrayContaining([66, 67, 68]),
        );
        const calm = places(burst(changing(seed, 50, 90), 20)).filter((t) => t < 50);
        expect(calm).toEqual([20, 21, 22]);
      }
    });

    it("learns from it as it was", () => {
      for (let seed = 1; seed <= 20; seed++) {
        expect(withoutBreaks(Float64Array.from(changing(seed, 70, 90)), 1).breaks).toEqual([]);
      }
    });
  });

  it("fills no gaps when it is to replace outliers only, and the other way round", () => {
    const y = Array.from({ length: 98 }, (_, t) => wave(t) + ((t * 7) % 5) / 5);
    [y[20], y[40]] = [Number.NaN, 2000];
    const outliers = cleaned(y, { only: "outliers" });
    expect(outliers.changes.map(({ at }) => at)).toEqual([40]);
    expect(outliers.y[20]).toBeNaN();
    const gaps = cleaned(y, { only: "gaps" });
    expect(gaps.changes.map(({ at }) => at)).toEqual([20]);
    expect(gaps.y[40]).toBe(2000);
  });

  it("fills gaps as --missing says, where it says so", () => {
    const y = [1, 2, Number.NaN, Number.NaN, 5, 6, 7, 8, 9, 10];
    const panel = panelFromArrays({ y }, { season: 1, missing: "ffill" }, quiet);
    const [one] = cleanPanel(panel);
    expect(one!.changes.map(({ now }) => now)).toEqual([2, 2]);
    expect(one!.changes.every(({ was }) => Number.isNaN(was))).toBe(true);
  });

  it("takes no value for wrong that stands at the same place of other seasons as a wrong one", () => {
    const random = new Random(3);
    const day = (t: number) => 4 + Math.sin((2 * Math.PI * t) / 96) + 0.1 * random.normal();
    const y = Array.from({ length: 8 * 96 }, (_, t) => day(t));
    [y[200], y[500]] = [21.5, -38];
    const [{ changes }] = cleanPanel(panelFromArrays({ y }, { season: 96 }, quiet));
    expect(changes.map(({ at }) => at)).toEqual([200, 500]);
  });

  it("leaves usual counts of busy hours among zeros, as models do, which see one that no hour has", () => {
    const random = new Random(5);
    const poisson = (rate: number) => {
      let [count, product] = [0, random.uniform()];
      for (; product > Math.exp(-rate); count++) product *= random.uniform();
      return count;
    };
    const y = Array.from({ length: 28 * 24 }, (_, t) =>
      poisson(Math.max(0, 4 * Math.sin((2 * Math.PI * t) / 24))),
    );
    const panel = (values: number[]) => panelFromArrays({ y: values }, { season: 24 }, quiet);
    expect(cleanPanel(panel(y))[0]!.changes).toEqual([]);
    expect(withoutBreaks(Float64Array.from(y), 24).breaks).toEqual([]);
    expect(withoutBreaks(Float64Array.from(y), 168).breaks).toEqual([]);
    y[300] = 400;
    const { breaks } = withoutBreaks(Float64Array.from(y), 24);
    expect(breaks).toEqual([{ kind: "outlier", at: 300, length: 1 }]);
  });

  it("leaves all else as it was observed", () => {
    const values = fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      ),
      { minLength: 4, maxLength: 80 },
    );
    fc.assert(
      fc.property(values, (y) => {
        fc.pre(y.filter((value) => !Number.isNaN(value)).length > 1);
        const { observed, y: now, changes } = cleaned(y);
        const changed = new Set(changes.map(({ at }) => at));
        for (const [t, value] of observed.entries()) {
          expect(now[t]).not.toBeNaN();
          if (!changed.has(t)) expect(now[t]).toBe(value);
        }
      }),
      { numRuns: 100 },
    );
  });
});
