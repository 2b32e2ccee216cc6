import { expect, it } from "vitest";
import { leastSquares } from "../../src/numeric/least-squares.js";

it("a regression solves the normal equations", () => {
  // n = 4, Σx = 6, Σx² = 14, Σy = 17, Σxy = 37: slope 46 / 20, residuals 0.2, -0.1, -0.4, 0.3.
  const columns = [Float64Array.of(1, 1, 1, 1), Float64Array.of(0, 1, 2, 3)];
  const found = leastSquares(Float64Array.of(1, 3, 5, 8), columns);
  expect(found.coefficients[0]).toBeCloseTo(0.8, 12);
  expect(found.coefficients[1]).toBeCloseTo(2.3, 12);
  expect(found.squares).toBeCloseTo(0.3, 12);
  expect(found.unscaledErrors[1]).toBeCloseTo(Math.sqrt(4 / 20), 12);
});
