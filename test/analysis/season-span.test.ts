import { expect, it } from "vitest";
import { ALL_SEASONS, bestSpan } from "../../src/analysis/season-span.js";
import { Random } from "../../src/numeric/random.js";

const DAYS = 40;

/** Hours whose daily pattern takes a random step of size `change` each day, under noise of size `noise`. */
function hours(change: number, noise: number): Float64Array {
  const random = new Random(5);
  const pattern = Float64Array.from({ length: 24 }, () => 10 * random.normal());
  return Float64Array.from({ length: 24 * DAYS }, (_, t) => {
    pattern[t % 24] += change * random.normal();
    return 100 + pattern[t % 24] + noise * random.normal();
  });
}

it("is short where the pattern changes from day to day, and long where noise hides one that stays", () => {
  expect(bestSpan(hours(2, 0.1), 24, 11)).toBe(5);
  expect(bestSpan(hours(0, 2), 24, 11)).toBe(21);
});

it("lies between where a pattern changes slowly under noise", () => {
  expect([7, 11]).toContain(bestSpan(hours(0.6, 2), 24, 11));
});

it("is the usual one where a series is too short to tell", () => {
  expect(bestSpan(hours(2, 0.1).subarray(0, 30), 24, 11)).toBe(11);
  expect(bestSpan(hours(2, 0.1).subarray(0, 30), 24, ALL_SEASONS)).toBe(ALL_SEASONS);
});

it("is all seasons where a pattern stays the same for as long as it is known, if that is asked for", () => {
  expect(bestSpan(hours(0, 2), 24, ALL_SEASONS)).toBe(ALL_SEASONS);
  expect(bestSpan(hours(2, 0.1), 24, ALL_SEASONS)).toBe(5);
});
