import { describe, expect, it } from "vitest";
import { activations } from "../../../src/engine/recurrent/sequence.js";
import { derivatives, largestDerivative } from "../../../src/report/charts/derivative-chart.js";

describe("derivatives of the activations", () => {
  const value = {
    sigmoid: (z: number) => 1 / (1 + Math.exp(-z)),
    tanh: Math.tanh,
    "scaled-tanh": (z: number) => 2 * Math.tanh(z / 2),
    relu: (z: number) => Math.max(0, z),
  };

  it.each(activations)("of %s agree with central differences", (activation) => {
    for (const z of [-5.5, -2, -0.3, 0.7, 3]) {
      const slope = (value[activation](z + 1e-5) - value[activation](z - 1e-5)) / 2e-5;
      expect(derivatives[activation](z)).toBeCloseTo(slope, 8);
    }
  });

  it.each(activations)("of %s reach their largest value near 0 and never more", (activation) => {
    const around = Array.from({ length: 1201 }, (_, i) => derivatives[activation]((i - 600) / 100));
    expect(Math.max(...around)).toBeCloseTo(largestDerivative[activation], 12);
  });
});
