import fc from "fast-check";
import { expect, it } from "vitest";
import { hasDuplicates } from "../../../src/data/table/has-duplicates.js";

it("a value occurs twice where a set of them is smaller, whatever their order", () => {
  const value = fc.oneof(fc.integer({ min: -40, max: 40 }), fc.constant(Number.NaN));
  const values = fc.oneof(
    fc.array(value, { maxLength: 30 }),
    fc.uniqueArray(fc.integer(), { maxLength: 200 }),
    fc
      .array(fc.integer({ min: 0, max: 500 }), { maxLength: 30 })
      .map((all) => [...Array.from({ length: 300 }, (_, i) => i), ...all]),
  );
  fc.assert(
    fc.property(values, (all) => {
      const known = all.filter((one) => !Number.isNaN(one));
      expect(hasDuplicates(Float64Array.from(all))).toBe(new Set(known).size < known.length);
    }),
  );
});

it("nothing and a single value are no duplicates", () => {
  expect([hasDuplicates(new Float64Array()), hasDuplicates(Float64Array.of(1))]).toEqual([
    false,
    false,
  ]);
});
