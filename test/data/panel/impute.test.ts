import { describe, expect, it } from "vitest";
import { fill } from "../../../src/data/panel/impute.js";

const N = Number.NaN;

describe("fill", () => {
  it.each([
    ["interpolate", [N, 1, 2, 3, 5, 5, N], 1, 6],
    ["ffill", [N, 1, 1, 3, 3, 5, N], 1, 6],
    ["zero", [N, 1, 0, 3, 0, 5, N], 1, 6],
    ["drop", [N, 1, N, 3, N, 5, N], 5, 6],
  ] as const)("%s", (how, expected, start, end) => {
    const y = Float64Array.of(N, 1, N, 3, N, 5, N);
    if (how === "interpolate") y[4] = 5;
    expect(fill(y, how, 1)).toEqual({ start, end });
    expect(Array.from(y)).toEqual(expected);
  });

  it("seasonal takes the mean of the nearest seasons, one alone at the ends", () => {
    const y = Float64Array.of(1, 10, 2, N, 3, 30, N, 40);
    expect(fill(y, "seasonal", 2)).toEqual({ start: 0, end: 8 });
    expect(Array.from(y)).toEqual([1, 10, 2, 20, 3, 30, 3, 40]);
  });
});
