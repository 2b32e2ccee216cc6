import { expect, it } from "vitest";
import { QUANTILES, quantileAt } from "../../../src/models/zero/quantiles.js";
import { normalQuantile } from "../../../src/numeric/normal.js";

it.each([0.001, 0.025, 0.04, 0.3, 0.5, 0.77, 0.975, 0.999])(
  "quantiles of a normal distribution are found between and beyond those that are known: %f",
  (probability) => {
    const known = QUANTILES.map((p) => 5 + 3 * normalQuantile(p));
    expect(quantileAt(known, probability)).toBeCloseTo(5 + 3 * normalQuantile(probability), 10);
  },
);

it("the tails of a skewed distribution stay apart", () => {
  const known = [-1, -1, -0.5, -0.1, 0, 1, 3, 5, 9];
  expect(quantileAt(known, 0.001)).toBeGreaterThan(-2);
  expect(quantileAt(known, 0.999)).toBeGreaterThan(13);
});
