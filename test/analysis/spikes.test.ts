import { describe, expect, it } from "vitest";
import { withoutBreaks } from "../../src/analysis/breaks.js";
import { spikesOf } from "../../src/analysis/spikes.js";
import { Random } from "../../src/numeric/random.js";

const WEEK = [1.12, 1.18, 1.16, 1.13, 1.02, 0.58, 0.62];

/** Daily visits with weeks and growth, and crowds on some days. */
function visits(days: number, busy: ReadonlyMap<number, number>): Float64Array {
  const random = new Random(5);
  return Float64Array.from({ length: days }, (_, t) => {
    const mean = (3000 + 1.5 * t) * WEEK[t % 7] * (1 + 0.05 * random.normal());
    return mean * (busy.get(t) ?? 1);
  });
}

describe("spikes", () => {
  const busy = new Map([
    [21, 1.8],
    [22, 2],
    [51, 3],
    [99, 1.9],
    [104, 3],
    [190, 2],
    [242, 1.8],
    [329, 4],
  ]);

  it("of a web site's visits are all found, and nothing else is", () => {
    const plain = visits(365, new Map());
    expect(withoutBreaks(plain, 7).breaks).toEqual([]);
    const { breaks, values } = withoutBreaks(visits(365, busy), 7);
    const days = breaks.flatMap(({ at, length }) => Array.from({ length }, (_, k) => at + k));
    expect(days).toEqual([...busy.keys()]);
    expect(breaks.every(({ kind }) => kind === "outlier")).toBe(true);
    for (const t of days) expect(Math.abs(values[t] / plain[t] - 1)).toBeLessThan(0.25);
  });

  it("do not hide a shift of the level after them", () => {
    const crowds = new Map([...busy.keys()].map((t) => [t, 4]));
    const shifted = visits(365, crowds).map((value, t) => (t >= 280 ? 2 * value : value));
    const shifts = withoutBreaks(shifted, 7).breaks.filter(({ kind }) => kind === "shift");
    expect(shifts).toEqual([{ kind: "shift", at: 280, length: 0 }]);
  });

  it("are none where they are many, or where a value is the last but one", () => {
    const path = (isOff: (t: number) => boolean) => {
      const random = new Random(2);
      return Float64Array.from({ length: 100 }, (_, t) => random.normal() + (isOff(t) ? 40 : 0));
    };
    expect(spikesOf(path((t) => t % 10 === 4))).toEqual([]);
    expect(spikesOf(path((t) => t === 99))).toEqual([]);
    expect(spikesOf(path((t) => t === 97))).toEqual([{ at: 97, length: 1 }]);
  });

  it("are left in where a column knows of them", () => {
    const known = (t: number) => t === 51 || t === 52;
    const { breaks } = withoutBreaks(visits(365, busy), 7, true, known);
    expect(breaks.some(({ at }) => at === 51)).toBe(false);
    expect(breaks).toHaveLength(6);
  });
});
