import type { Activation } from "../../engine/recurrent/sequence.js";
import { exp } from "../../numeric/elementary.js";
import type { Appearance } from "../text/appearance.js";
import { fanColors, fanMarks } from "./fan-chart.js";
import { plot } from "./plot.js";

/** Derivatives by the pre-activation z. */
export const derivatives: Record<Activation, (z: number) => number> = {
  sigmoid: (z) => sigmoid(z) * (1 - sigmoid(z)),
  // tanh z = 2σ(2z) − 1
  tanh: (z) => 4 * sigmoid(2 * z) * (1 - sigmoid(2 * z)),
  // 2·tanh(z/2) = 4σ(z) − 2
  "scaled-tanh": (z) => 4 * sigmoid(z) * (1 - sigmoid(z)),
  relu: (z) => (z > 0 ? 1 : 0),
};

/** Each activation's largest derivative, what one step back multiplies the gradient by at most. */
export const largestDerivative: Record<Activation, number> = {
  sigmoid: 0.25,
  tanh: 1,
  "scaled-tanh": 1,
  relu: 1,
};

function sigmoid(z: number): number {
  return 1 / (1 + exp(-z));
}

const MAX_Z = 6;
const POINTS_PER_UNIT = 6;

/** The derivatives as curves over z, in the colours and letters of the fan chart. */
export function derivativeChart(
  activations: readonly Activation[],
  appearance: Appearance,
): string {
  const origin = MAX_Z * POINTS_PER_UNIT;
  const lines = activations.map((activation, i) => ({
    values: Array.from({ length: 2 * origin + 1 }, (_, p) =>
      derivatives[activation]((p - origin) / POINTS_PER_UNIT),
    ),
    color: fanColors[i % fanColors.length],
    mark: fanMarks[i % fanMarks.length],
  }));
  const axis = {
    label: (point: number) => String((point - origin) / POINTS_PER_UNIT),
    origin,
    strides: [POINTS_PER_UNIT, 2 * POINTS_PER_UNIT, 3 * POINTS_PER_UNIT],
  };
  const scale = {
    low: 0,
    high: 1,
    label: (value: number) => (Math.round(value * 8) % 2 === 0 ? value.toFixed(2) : ""),
  };
  return plot(lines.reverse(), axis, 9, appearance, scale);
}
