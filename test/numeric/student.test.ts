import { expect, it } from "vitest";
import { normalCdf } from "../../src/numeric/normal.js";
import { studentCdf, studentQuantile } from "../../src/numeric/student.js";

it.each([1, 2])("agrees with the closed forms of 1 and 2 degrees of freedom: %i", (freedom) => {
  for (const t of [-50, -3, -0.5, 0, 0.1, 1, 7]) {
    const exact =
      freedom === 1 ? 0.5 + Math.atan(t) / Math.PI : 0.5 + t / (2 * Math.sqrt(2 + t * t));
    expect(studentCdf(t, freedom)).toBeCloseTo(exact, 13);
  }
});

// Student's table, Abramowitz & Stegun (1964), table 26.10.
it.each([
  [2.228, 10, 0.975],
  [1.812, 10, 0.95],
  [2.042, 30, 0.975],
  [3.365, 5, 0.99],
])("t = %d of %i degrees is the quantile in the tables", (t, freedom, p) => {
  expect(studentCdf(t, freedom)).toBeCloseTo(p, 4);
});

it("becomes the normal distribution", () => {
  expect(studentCdf(1.3, 1e7)).toBeCloseTo(normalCdf(1.3), 7);
});

// Abramowitz & Stegun (1964), table 26.10.
it.each([
  [0.975, 1, 12.706],
  [0.9, 3, 1.638],
  [0.975, 15, 2.131],
  [0.995, 30, 2.75],
])("has %f of its probability below the tabulated quantile for %i degrees", (p, freedom, t) => {
  expect(studentQuantile(p, freedom)).toBeCloseTo(t, 3);
});

it("has the quantile that its distribution function gives back", () => {
  for (const p of [0.5, 0.6, 0.9, 0.999]) {
    for (const freedom of [1, 2.5, 8, 1000]) {
      expect(studentCdf(studentQuantile(p, freedom), freedom)).toBeCloseTo(p, 11);
    }
  }
});
