import { expect, it } from "vitest";
import { chiSquareUpper, jarqueBera, ljungBox } from "../../src/analysis/residual-tests.js";

it.each([
  [3.841458820694124, 1, 0.05],
  [5.991464547107979, 2, 0.05],
  [18.307038053275146, 10, 0.05],
  [24.99579013972863, 15, 0.05],
])("χ² above %f with %i degrees of freedom has the tabled probability %f", (x, degrees, p) => {
  expect(chiSquareUpper(x, degrees)).toBeCloseTo(p, 9);
});

const alternating = Float64Array.from({ length: 40 }, (_, t) => (t % 2 ? 1 : -1));

it("Ljung-Box finds the pattern in alternating residuals", () => {
  // r₁ = −39/40, so Q = 40·42·(39/40)²/39
  const { statistic, p } = ljungBox(alternating, 1, 0);
  expect(statistic).toBeCloseTo(40.95, 10);
  expect(p).toBeLessThan(1e-9);
});

it("Jarque-Bera of two equal peaks has no skewness and a kurtosis of 1", () => {
  expect(jarqueBera(alternating).statistic).toBeCloseTo(40 / 6, 10);
});
