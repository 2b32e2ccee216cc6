import fc from "fast-check";
import { expect, it } from "vitest";
import { smallest } from "../../src/numeric/quickselect.js";

it("the k-th smallest is where sorting would put it", () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), fc.nat(), (values, n) => {
      const k = n % values.length;
      const sorted = Float64Array.from(values).sort();
      expect(smallest(Float64Array.from(values), k)).toBeCloseTo(sorted[k], 12);
    }),
  );
});
