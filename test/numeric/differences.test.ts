import { describe, expect, it } from "vitest";
import { meanAbsoluteDifference } from "../../src/numeric/differences.js";

describe("the mean absolute difference", () => {
  it("is that of neighbours by default, and from season to season with a lag", () => {
    const y = [1, 4, 2, 6, 9, 6];
    expect(meanAbsoluteDifference(y)).toBe((3 + 2 + 4 + 3 + 3) / 5);
    expect(meanAbsoluteDifference(y, 3)).toBe((5 + 5 + 4) / 3);
  });

  it("leaves out pairs of which one is missing, and what lies outside of the range", () => {
    expect(meanAbsoluteDifference([1, Number.NaN, 2, 6, 9], 1)).toBe((4 + 3) / 2);
    expect(meanAbsoluteDifference([1, 2, 4, 8, 16], 1, 2, 4)).toBe((2 + 4) / 2);
    expect(meanAbsoluteDifference([1, 2], 5)).toBeNaN();
  });
});
