import fc from "fast-check";
import { expect, it } from "vitest";
import { median, medianOfEvery, medianOfSorted } from "../../src/numeric/median.js";

const numbers = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), {
  minLength: 1,
  maxLength: 90,
});

it("is the middle value, or between the two in the middle", () => {
  expect(median(Float64Array.of(3, 1, 2))).toBe(2);
  expect(median(Float64Array.of(4, 1, 2, 3))).toBe(2.5);
  expect(median(new Float64Array())).toBeNaN();
  const long = Float64Array.from({ length: 10_001 }, (_, k) => (k * 7919) % 10_001);
  expect(median(long)).toBe(5000);
});

it("is that of the sorted numbers, which stay as they were", () => {
  fc.assert(
    fc.property(numbers, (given) => {
      const values = Float64Array.from(given);
      expect(median(values) + 0).toBe(medianOfSorted(values.slice().sort()) + 0);
      expect([...values]).toEqual(given);
    }),
  );
});

it("is taken of every so many numbers", () => {
  fc.assert(
    fc.property(numbers, fc.nat(5), fc.integer({ min: 1, max: 7 }), (given, from, step) => {
      const some = given.filter((_, k) => k >= from && (k - from) % step === 0);
      const expected = median(Float64Array.from(some)) + 0;
      expect(medianOfEvery(Float64Array.from(given), from, step) + 0).toBe(expected);
    }),
  );
});
