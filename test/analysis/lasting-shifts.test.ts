import { describe, expect, it } from "vitest";
import { withoutBreaks } from "../../src/analysis/breaks.js";
import { lastingShifts } from "../../src/analysis/lasting-shifts.js";
import { Random } from "../../src/numeric/random.js";

const levels = (...each: number[]) => {
  const random = new Random(3);
  return Float64Array.from(
    { length: 30 * each.length },
    (_, t) => each[Math.floor(t / 30)] + random.normal(),
  );
};
const shifts = (y: Float64Array) => lastingShifts(y, withoutBreaks(y, 1));

describe("lasting shifts", () => {
  it("are those to a level that is new", () => {
    expect(shifts(levels(100, 200))).toEqual([30]);
    expect(shifts(levels(100, 200, 350))).toEqual([30, 60]);
    expect(shifts(levels(300, 100))).toEqual([30]);
  });

  it("are none where a series comes back", () => {
    expect(shifts(levels(100, 200, 100))).toEqual([]);
    expect(shifts(levels(100, 100))).toEqual([]);
  });
});
