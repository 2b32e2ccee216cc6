import { describe, expect, it } from "vitest";
import { seasonallyAdjust } from "../../../src/models/zero/adjusted-series.js";

const wave = [3, -1, 0, -2];
const line = Float64Array.from({ length: 22 }, (_, t) => 10 + 0.5 * t + wave[t % 4]);

describe("seasonal adjustment", () => {
  it("takes a season off a straight line", () => {
    const { adjusted, profile } = seasonallyAdjust(line, 4);
    expect(Array.from(profile)).toEqual(wave.map((value) => expect.closeTo(value, 10)));
    adjusted.forEach((value, t) => {
      expect(value).toBeCloseTo(10 + 0.5 * t, 10);
    });
  });

  it("works for odd seasons too", () => {
    const odd = [2, -3, 1];
    const y = Float64Array.from({ length: 13 }, (_, t) => 7 - t + odd[t % 3]);
    expect(Array.from(seasonallyAdjust(y, 3).profile)).toEqual(
      odd.map((value) => expect.closeTo(value, 10)),
    );
  });

  it("the scale is the mean change over a season, and a fiftieth of that between steps", () => {
    const y = Float64Array.of(1, 5, 2, 7, 1, 9, 3);
    // Over a season of two steps 1, 2, 1, 2, 2; between steps 4, 3, 5, 6, 8, 6.
    expect(seasonallyAdjust(y, 2).scale).toBeCloseTo(8 / 5 + 0.02 * (32 / 6), 10);
  });

  it("a series that is too short for its season has none", () => {
    expect(seasonallyAdjust(line.slice(0, 6), 4).season).toBe(1);
    expect(seasonallyAdjust(line.slice(0, 7), 4).season).toBe(4);
  });

  it("the last observation stands where values are missing, the first one before them", () => {
    const y = Float64Array.of(Number.NaN, 4, Number.NaN, 6, Number.NaN);
    expect(Array.from(seasonallyAdjust(y, 1).values)).toEqual([4, 4, 4, 6, 6]);
  });

  it("the amplitude grows with the level of a positive series", () => {
    const y = Float64Array.from({ length: 24 }, (_, t) => 2 ** (t / 8) * (10 + wave[t % 4]));
    expect(seasonallyAdjust(y, 4).amplitude).toBeGreaterThan(1.1);
    expect(
      seasonallyAdjust(
        y.map((value) => value - 20),
        4,
      ).amplitude,
    ).toBe(1);
  });
});
