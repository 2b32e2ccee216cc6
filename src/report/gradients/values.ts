import type { Axis } from "../charts/plot.js";
import { decimalsFor, formatNumber } from "../text/format.js";

/** Steps back from the last. */
export function distanceAxis(steps: number): Axis {
  return {
    label: (point) => String(point - steps + 1),
    origin: steps - 1,
    strides: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
  };
}

/** Norms that lie some steps apart, each for all the steps it stands for; the last ones end together. */
export function overSteps(
  norms: readonly number[],
  stride: number,
  steps: number,
): readonly number[] {
  if (stride === 1 || norms.length === 0) return norms;
  return Array.from({ length: steps }, (_, t) => {
    const back = Math.floor((steps - 1 - t) / stride);
    return norms[norms.length - 1 - back];
  });
}

export function digits(value: number): string {
  if (value >= 1000) return value.toExponential(1).replace("+", "");
  return value > 0 && value < 0.01
    ? value.toExponential(0)
    : formatNumber(value, Math.min(3, decimalsFor([value], 3)));
}

export function percent(share: number): string {
  return `${formatNumber(100 * share, 0)} %`;
}
