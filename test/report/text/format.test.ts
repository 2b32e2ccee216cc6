import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatNumber } from "../../../src/report/text/format.js";
import { grouped } from "../../../src/wording.js";

describe("a number for people", () => {
  it.each([
    [999.94, 1, "999.9"],
    [1234.5, 1, "1,234.5"],
    [-1234567.891, 2, "-1,234,567.89"],
    [-0.001, 1, "0.0"],
    [123456, 0, "123,456"],
  ])("%d with %i decimals is %s", (value, decimals, text) => {
    expect(formatNumber(value, decimals)).toBe(text);
  });

  it("is what it was without its commas, which are not put twice", () => {
    const number = fc.double({ min: -1e11, max: 1e11, noNaN: true });
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 6 }), (value, decimals) => {
        const text = formatNumber(value, decimals);
        expect(Number(text.replaceAll(",", "")) + 0).toBe(Number(value.toFixed(decimals)) + 0);
        expect(grouped(text)).toBe(text);
      }),
    );
  });
});
