import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  weekday,
} from "../../../src/data/time/calendar.js";

describe("calendar", () => {
  it("knows day numbers of the Gregorian calendar on both sides of 1970", () => {
    expect(daysFromCivil(1970, 1, 1)).toBe(0);
    expect(daysFromCivil(2000, 2, 29)).toBe(11_016);
    expect(daysFromCivil(1700, 1, 1)).toBe(-98_615);
    expect(daysFromCivil(1, 1, 1)).toBe(-719_162);
  });

  it("gives a date back from its day number", () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (days) => {
        const { year, month, day } = civilFromDays(days);
        expect(daysFromCivil(year, month, day)).toBe(days);
        expect(day).toBeGreaterThanOrEqual(1);
        expect(day).toBeLessThanOrEqual(daysInMonth(year, month));
      }),
    );
  });

  it("agrees with the engine's UTC calendar", () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (days) => {
        const date = new Date(days * 86_400_000);
        expect(civilFromDays(days)).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
        });
        expect(weekday(days)).toBe((date.getUTCDay() + 6) % 7);
      }),
    );
  });

  it("gives 29 February to leap years only: 2000 and 2024, not 1900 and 2023", () => {
    expect([2000, 2024, 1900, 2023].map((year) => daysInMonth(year, 2))).toEqual([29, 29, 28, 28]);
  });
});
