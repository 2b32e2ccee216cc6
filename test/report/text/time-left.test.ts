import { expect, it } from "vitest";
import { timeLeft } from "../../../src/report/text/time-left.js";

it.each([
  [Number.NaN, "", "not known"],
  [0, "", "done"],
  [40_000, "  40 s left", "seconds"],
  [170_000, "  3 min left", "minutes"],
  [3 * 3_600_000, "  3 h left", "hours"],
])("%f ms: %j (%s)", (milliseconds, text) => {
  expect(timeLeft(milliseconds)).toBe(text);
});
