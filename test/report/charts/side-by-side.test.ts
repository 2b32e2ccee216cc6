import { describe, expect, it } from "vitest";
import { beside, shareOf } from "../../../src/report/charts/side-by-side.js";

describe("drawings side by side", () => {
  it("stand in columns, blind to colours, and end together", () => {
    expect(beside(["\x1b[36mab\x1b[39m", "c\nd"], 3, 9)).toBe("      c\n\x1b[36mab\x1b[39m    d");
  });

  it("go to the next band where the width ends", () => {
    expect(beside(["a", "b", "c"], 4, 12)).toBe("a      b\n\nc");
  });

  it("fill the width with their shares and the gaps", () => {
    expect(2 * shareOf(80, 2) + 3).toBeLessThanOrEqual(80);
    expect(shareOf(80, 1)).toBe(80);
  });
});
