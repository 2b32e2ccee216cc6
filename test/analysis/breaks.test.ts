import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suitsLogarithms, withoutBreaks } from "../../src/analysis/breaks.js";
import { Random } from "../../src/numeric/random.js";

/** Trend, season and noise, as of monthly sales. */
function sales(n: number, seed = 1): Float64Array {
  const random = new Random(seed);
  return Float64Array.from(
    { length: n },
    (_, t) => 200 + 1.5 * t + 25 * Math.sin((2 * Math.PI * t) / 12) + 3 * random.normal(),
  );
}

const changed = (y: Float64Array, change: (value: number, t: number) => number) => y.map(change);

describe("breaks of a series", () => {
  it("are outliers where it returns, even after three values, and where the last value stands alone", () => {
    const y = sales(72);
    for (const [from, to] of [
      [30, 31],
      [30, 33],
      [71, 72],
    ]) {
      const spiked = changed(y, (value, t) => (t >= from && t < to ? 20 * value : value));
      const { breaks, values } = withoutBreaks(spiked, 12);
      expect(breaks).toEqual([{ kind: "outlier", at: from, length: to - from }]);
      for (let t = 0; t < 72; t++) {
        if (t < from || t >= to) expect(values[t]).toBe(y[t]);
        else expect(Math.abs(values[t] - y[t])).toBeLessThan(25);
      }
    }
  });

  it("are shifts where it stays, whose values before are brought to the new level", () => {
    const y = sales(72);
    const dropped = changed(y, (value, t) => (t >= 66 ? 0.1 * value : value));
    const { breaks, values, restore } = withoutBreaks(dropped, 12);
    expect(breaks).toEqual([{ kind: "shift", at: 66, length: 0 }]);
    for (let t = 0; t < 66; t++) {
      expect(values[t] / y[t]).toBeCloseTo(0.1, 2);
      expect(restore(values[t], t)).toBeCloseTo(y[t], 9);
    }
    expect(values.slice(66)).toEqual(dropped.slice(66));
  });

  it("are shifts in sums where values are not positive", () => {
    const y = changed(sales(72), (value, t) => value - 300 + (t >= 50 ? 400 : 0));
    const { breaks, values } = withoutBreaks(y, 12);
    expect(breaks).toEqual([{ kind: "shift", at: 50, length: 0 }]);
    expect(Math.abs(values[0] - y[0] - 400)).toBeLessThan(15);
  });

  it.each([
    ["smaller now and then", (year: number) => ({ month: 7, size: year % 5 === 2 ? 3400 : 6000 })],
    [
      "a month early now and then",
      (year: number) => ({ month: 7 - Number(year % 4 === 3), size: 6000 }),
    ],
  ])("are not the jumps of each year, %s", (_, jump) => {
    const random = new Random(1);
    const y = Float64Array.from({ length: 120 }, (_, t) => {
      const { month, size } = jump(Math.floor(t / 12));
      return 50 * random.normal() - 3000 + (t % 12 >= month ? size : 0);
    });
    expect(withoutBreaks(y, 12).breaks).toEqual([]);
  });

  it("are not the jumps of a season that come again, however few seasons there are", () => {
    const saw = Float64Array.from({ length: 40 }, (_, t) => 200 + t + 3 * (t % 12));
    for (const n of [28, 32, 36, 40]) {
      expect(withoutBreaks(saw.slice(0, n), 12).breaks).toEqual([]);
      const shifted = saw.slice(0, n).map((value, t) => (t >= 18 ? value + 400 : value));
      expect(withoutBreaks(shifted, 12).breaks).toEqual([{ kind: "shift", at: 18, length: 0 }]);
    }
  });

  it("may be looked for without shifts", () => {
    const y = changed(sales(72), (value, t) => (t >= 40 ? 3 * value : value));
    expect(withoutBreaks(y, 12, false).values).toBe(y);
  });

  it.each([
    ["linear growth", (t: number) => 1 + t],
    ["exponential growth", (t: number) => 1.1 ** t],
    ["a constant", () => 5],
    ["teeth of a saw", (t: number) => t % 13],
    ["demand now and then", (t: number) => (t % 9 === 4 ? 30 : 0)],
    ["a strong season", (t: number) => (t % 12 === 11 ? 500 : 100 + (t % 5))],
    ["growing waves", (t: number) => t * Math.sin(t)],
  ])("are not found in %s", (_, at) => {
    const y = Float64Array.from({ length: 80 }, (_, t) => at(t));
    expect(withoutBreaks(y, 12)).toMatchObject({ breaks: [], values: y });
  });

  it("are not found in normal noise and its walks", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 24, max: 200 }),
        (seed, n) => {
          const random = new Random(seed);
          const noise = Float64Array.from({ length: n }, () => random.normal());
          let sum = 0;
          const walk = noise.map((step) => {
            sum += step;
            return sum;
          });
          expect(withoutBreaks(noise, 1).breaks).toEqual([]);
          expect(withoutBreaks(walk, 1).breaks).toEqual([]);
        },
      ),
    );
  });

  it("are the same whatever the unit", () => {
    const y = changed(sales(72), (value, t) => (t >= 66 ? 0.1 * value : t === 20 ? 9000 : value));
    const { breaks, values } = withoutBreaks(y, 12);
    const scaled = withoutBreaks(
      y.map((value) => 1024 * value),
      12,
    );
    expect(scaled.breaks).toEqual(breaks);
    scaled.values.forEach((value, t) => {
      expect(value / 1024 / values[t]).toBeCloseTo(1, 12);
    });
  });
});

describe("breaks of a series with missing values", () => {
  const gaps = (share: number, seed: number) => {
    const random = new Random(seed);
    return (value: number, t: number) => (random.uniform() < share && t > 0 ? Number.NaN : value);
  };

  it("are those of the observations, also right beside a gap", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const y = sales(96, seed).map(gaps(0.1, seed));
      expect(withoutBreaks(y, 12).breaks).toEqual([]);
      const at = y.findIndex((value, t) => t >= 40 && !Number.isNaN(value));
      const spiked = changed(y, (value, t) => (t === at ? 20 * value : value));
      const { breaks, values, moved } = withoutBreaks(spiked, 12);
      expect(breaks).toEqual([{ kind: "outlier", at, length: 1 }]);
      expect(Math.abs(values[at] - y[at])).toBeLessThan(25);
      y.forEach((value, t) => {
        if (t !== at) expect(values[t]).toBe(value);
      });
      expect(moved).toEqual(spiked);
      const shifted = changed(y, (value, t) => (t >= at ? value + 400 : value));
      expect(withoutBreaks(shifted, 12).breaks).toEqual([{ kind: "shift", at, length: 0 }]);
    }
  });

  it("are known from a season that is never observed at one place", () => {
    const shop = sales(140).map((value, t) => (t % 7 === 6 ? Number.NaN : value));
    expect(withoutBreaks(shop, 7).breaks).toEqual([]);
    const spiked = changed(shop, (value, t) => (t === 68 ? 9000 : value));
    expect(withoutBreaks(spiked, 7).breaks).toEqual([{ kind: "outlier", at: 68, length: 1 }]);
  });

  it("are no shifts over a long gap, and none at all where a third is missing", () => {
    const long = sales(72).map((value, t) =>
      t >= 30 && t < 36 ? Number.NaN : value + (t >= 36 ? 500 : 0),
    );
    expect(withoutBreaks(long, 12).breaks).toEqual([]);
    const sparse = sales(72).map((value, t) =>
      t % 3 === 1 ? Number.NaN : t === 30 ? 9000 : value,
    );
    expect(withoutBreaks(sparse, 12).breaks).toEqual([]);
  });
});

describe("logarithms suit", () => {
  it("positive series, also those that grow a millionfold", () => {
    expect(suitsLogarithms(sales(72))).toBe(true);
    expect(suitsLogarithms(Float64Array.from({ length: 100 }, (_, t) => 1.15 ** t))).toBe(true);
  });

  it("no series with values ≤ 0, or with zeros written as a tiny number", () => {
    expect(suitsLogarithms(Float64Array.of(1, 2, 0, 3))).toBe(false);
    const closed = changed(sales(72), (value, t) => (t % 7 === 6 ? 0.0005 : value));
    expect(suitsLogarithms(closed)).toBe(false);
    const rare = changed(sales(72), (value, t) => (t % 4 ? 0.0005 : value));
    expect(suitsLogarithms(rare)).toBe(false);
  });
});
