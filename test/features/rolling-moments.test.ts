import { describe, expect, it } from "vitest";
import { rollingMoments } from "../../src/features/rolling-moments.js";
import { Random } from "../../src/numeric/random.js";

/** Of the window itself, the deviations after the mean. */
function direct(window: Float64Array) {
  const sum = window.reduce((total, value) => total + value, 0);
  const mean = sum / window.length;
  return { sum, squares: window.reduce((total, v) => total + (v - mean) * (v - mean), 0) };
}

describe("rolling moments", () => {
  it("are those of each window", () => {
    const random = new Random(3);
    const y = Float64Array.from({ length: 61 }, () => 1000 + random.normal());
    for (const length of [1, 2, 7, 20, 60, 61]) {
      const moments = rollingMoments(y, length);
      for (let end = length; end <= y.length; end++) {
        const { sum, squares } = direct(y.subarray(end - length, end));
        expect(moments(end).sum).toBeCloseTo(sum, 8);
        expect(moments(end).squares).toBeCloseTo(squares, 8);
      }
    }
  });

  it("know nothing of what is great or missing outside of the window", () => {
    const y = Float64Array.of(1e300, Number.NaN, 1e17, 1, 2, 4, 1e17);
    const moments = rollingMoments(y, 3);
    expect(moments(4).sum).toBeNaN();
    expect(moments(6).sum).toBe(7);
    expect(moments(6).squares).toBeCloseTo(14 / 3, 12);
  });

  it("have no squares where nothing changes", () => {
    const moments = rollingMoments(new Float64Array(50).fill(0.1), 7);
    for (let end = 7; end <= 50; end++) expect(moments(end).squares).toBe(0);
  });
});
