import { expect, it } from "vitest";
import { boxCox, inverseBoxCox } from "../../../src/models/transforms/box-cox.js";

it.each([-1, -0.5, 0, 0.3, 1, 2])("Box-Cox with exponent %d is undone by its inverse", (k) => {
  const y = Float64Array.of(0.01, 0.5, 1, 20, 300);
  const back = inverseBoxCox(boxCox(y, k), k);
  for (const [t, value] of y.entries()) expect(back[t] / value).toBeCloseTo(1, 9);
});
