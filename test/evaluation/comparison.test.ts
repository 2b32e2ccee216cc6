import fc from "fast-check";
import { expect, it } from "vitest";
import { dieboldMariano } from "../../src/evaluation/comparison.js";

it("of independent losses is the paired t-test", () => {
  // Student's sleep data (1908): t = −4.0621 of 9 degrees, p = 0.002833 (R, t.test(paired = TRUE)).
  const a = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
  const b = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const { statistic, pValue, n } = dieboldMariano(a, b, 1);
  expect(statistic).toBeCloseTo(-4.0621, 4);
  expect(pValue).toBeCloseTo(0.002833, 6);
  expect(n).toBe(10);
});

it("changes its sign, and nothing else, with the order", () => {
  const losses = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), {
    minLength: 8,
    maxLength: 8,
  });
  fc.assert(
    fc.property(losses, losses, fc.integer({ min: 1, max: 3 }), (a, b, horizon) => {
      const one = dieboldMariano(a, b, horizon);
      const other = dieboldMariano(b, a, horizon);
      expect(one.pValue).toBe(other.pValue);
      expect(one.statistic + other.statistic || 0).toBe(0);
    }),
  );
});

it("is not defined where losses do not differ, or are no more than a horizon", () => {
  expect(dieboldMariano([1, 2, 3], [1, 2, 3], 1).pValue).toBeNaN();
  expect(dieboldMariano([1, 2, 4], [2, 1, 1], 3).pValue).toBeNaN();
});

it("losses of two forecasts must be as many", () => {
  expect(() => dieboldMariano([1, 2, 3], [1, 2], 1)).toThrow("3 losses beside 2");
});
