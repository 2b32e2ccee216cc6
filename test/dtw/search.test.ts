import fc from "fast-check";
import { expect, it } from "vitest";
import { dtwDistance, nearestSubsequences } from "../../src/dtw/index.js";

it("gaps hide no match beside them", () => {
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: -9, max: 9 }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  );
  const values = fc.array(value, { minLength: 12, maxLength: 60 }).map((v) => Float64Array.from(v));
  const query = fc
    .array(fc.integer({ min: -9, max: 9 }), { minLength: 6, maxLength: 6 })
    .map((v) => Float64Array.from(v));
  fc.assert(
    fc.property(values, query, fc.integer({ min: 0, max: 3 }), (series, q, radius) => {
      const window = { kind: "sakoe-chiba", radius } as const;
      const distances = Array.from({ length: series.length - 5 }, (_, start) =>
        dtwDistance(q, series.subarray(start, start + 6), { window, normalise: true }),
      );
      const [found] = nearestSubsequences(q, series, { radius });
      const known = distances.filter((d) => !Number.isNaN(d));
      if (known.length === 0) expect(found).toBeUndefined();
      else expect(found?.distance).toBeCloseTo(Math.min(...known), 6);
    }),
    { numRuns: 200 },
  );
});
