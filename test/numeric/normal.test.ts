import fc from "fast-check";
import { expect, it } from "vitest";
import { normalCdf, normalQuantile } from "../../src/numeric/normal.js";

// qnorm and pnorm of R 4.
it("agrees with R", () => {
  expect(normalQuantile(0.9)).toBeCloseTo(1.2815515655446004, 14);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
  expect(normalQuantile(0.995)).toBeCloseTo(2.5758293035489004, 13);
  expect(normalQuantile(1e-10) / -6.361340902404056).toBeCloseTo(1, 13);
  expect(normalCdf(1.96)).toBeCloseTo(0.9750021048517795, 15);
  expect(normalCdf(-5) / 2.866515718791939e-7).toBeCloseTo(1, 12);
  expect(normalCdf(-10) / 7.619853024160527e-24).toBeCloseTo(1, 12);
});

it("quantile and distribution function undo each other", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
      expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-14);
    }),
  );
});

it("is symmetric and knows its ends", () => {
  expect(normalQuantile(0.5)).toBeCloseTo(0, 15);
  expect(normalQuantile(0.25)).toBe(-normalQuantile(0.75));
  expect([0, 1, -1, 2].map(normalQuantile)).toEqual([-Infinity, Infinity, Number.NaN, Number.NaN]);
  expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1]);
});
