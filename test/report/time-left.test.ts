import { expect, it } from "vitest";
import { timeLeft } from "../../src/report/time-left.js";

it.each([
  [500, 5, 10, "", "too early to tell"],
  [10_000, 10, 50, "  40 s left", "seconds"],
  [10_000, 1, 18, "  3 min left", "minutes"],
  [3_600_000, 1, 4, "  3 h left", "hours"],
  [10_000, 10, 10, "", "done"],
])("%i ms for %i of %i: %j (%s)", (elapsed, done, all, text) => {
  expect(timeLeft(elapsed, done, all)).toBe(text);
});
