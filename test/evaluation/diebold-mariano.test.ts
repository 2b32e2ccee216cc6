import fc from "fast-check";
import { expect, it } from "vitest";
import { dieboldMariano, dieboldMarianoSmoothed } from "../../src/evaluation/diebold-mariano.js";

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

it("smoothed is the same for losses that do not overlap", () => {
  const loss = fc.integer({ min: 0, max: 900 }).map((hundredths) => hundredths / 100);
  const losses = fc.array(loss, { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(losses, losses, (a, b) => {
      const { statistic, pValue } = dieboldMariano(a, b, 1);
      fc.pre(Math.abs(statistic) > 1e-6 && Math.abs(statistic) < 1e6);
      const smoothed = dieboldMarianoSmoothed(a, b, 1);
      expect(smoothed.statistic / statistic).toBeCloseTo(1, 6);
      expect(smoothed.pValue).toBeCloseTo(pValue, 6);
    }),
  );
});

it("smoothed is not defined for fewer losses than two overlaps, or losses that do not differ", () => {
  const first = [1, 5, 2, 8, 3, 9];
  const second = [2, 3, 4, 4, 1, 2];
  expect(dieboldMarianoSmoothed(first.slice(1), second.slice(1), 3).pValue).toBeNaN();
  // Of one cosine: t of one degree.
  const d = [-1, 2, -2, 4, 2, 7];
  const wave = d.map((_, t) => Math.cos((Math.PI * (t + 0.5)) / 6));
  const lambda = Math.sqrt(2 / 6) * d.reduce((sum, value, t) => sum + value * wave[t], 0);
  const statistic = 2 / (Math.abs(lambda) / Math.sqrt(6));
  const one = dieboldMarianoSmoothed(first, second, 3);
  expect(one.statistic).toBeCloseTo(statistic, 12);
  expect(one.pValue).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(statistic), 12);
  expect(dieboldMarianoSmoothed(first, first, 1).pValue).toBeNaN();
  expect(() => dieboldMarianoSmoothed(first, [1], 1)).toThrow("6 losses beside 1");
});
