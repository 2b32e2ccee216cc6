import { expect, it } from "vitest";
import { elapsedOf } from "../../../src/data/panel/time-steps.js";
import { DAY } from "../../../src/data/time/calendar.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";

const month = 365.2425 / 12;

it("a month is as long as its days, beyond the last date too", () => {
  const ds = Float64Array.from({ length: 3 }, (_, t) => Date.UTC(2024, t, 1));
  const elapsed = elapsedOf({ ds }, { frequency: parseFrequency("MS") });
  const days = [31, 29, 31, 30, 31].map((length) => length / month);
  days.forEach((length, t) => {
    expect(elapsed(t + 1)).toBeCloseTo(length, 12);
  });
});

it("a weekend is three times as long as a night", () => {
  const friday = Date.UTC(2024, 0, 5);
  const elapsed = elapsedOf(
    { ds: Float64Array.of(friday - DAY, friday) },
    { frequency: parseFrequency("B") },
  );
  expect(elapsed(2)).toBeCloseTo(3 * elapsed(1), 12);
  expect(4 * elapsed(1) + elapsed(2)).toBeCloseTo(5, 12);
});

it("hours, weeks and rows without dates are equally long, and so is what lies before the first", () => {
  for (const alias of ["h", "W-SUN", "15min"]) {
    expect(
      elapsedOf({ ds: Float64Array.of(0, 1, 7) }, { frequency: parseFrequency(alias) })(2),
    ).toBe(1);
  }
  expect(
    elapsedOf({ ds: Float64Array.of(0, DAY * 31) }, { frequency: parseFrequency("MS") })(0),
  ).toBe(1);
});
