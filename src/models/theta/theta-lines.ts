import { straightLine } from "../ets/initial-states.js";

/**
 * The line that a theta model leans on, as it was known before each observation: intercept A (at time
 * 0, the first observation being at 1) and slope B, [n] each.
 */
export interface ThetaLine {
  readonly intercepts: Float64Array;
  readonly slopes: Float64Array;
  /** The line after the last observation. */
  readonly last: { readonly intercept: number; readonly slope: number; readonly mean: number };
  /** Whether each further observation updates it. */
  readonly dynamic: boolean;
}

/**
 * The least squares line through the whole series, the same at every time.
 *
 * @param anchored through 0 at the first observation, so that it is only a drift
 */
export function fixedLine(y: Float64Array, anchored: boolean): ThetaLine {
  const line = straightLine(y);
  const intercept = anchored ? -line.slope : line.intercept;
  return {
    intercepts: new Float64Array(y.length).fill(intercept),
    slopes: new Float64Array(y.length).fill(line.slope),
    last: { intercept, slope: line.slope, mean: Number.NaN },
    dynamic: false,
  };
}

/** The least squares line through all observations before each time. */
export function dynamicLine(y: Float64Array): ThetaLine {
  const intercepts = new Float64Array(y.length);
  const slopes = new Float64Array(y.length);
  const last = { intercept: y[0], slope: 0, mean: 0 };
  for (let t = 0; t < y.length; t++) {
    intercepts[t] = last.intercept;
    slopes[t] = last.slope;
    updateLine(last, y[t], t + 1);
  }
  return { intercepts, slopes, last, dynamic: true };
}

/**
 * Updates the line by one more observation, the `count`-th:
 *
 *   B' = ((t − 2)B + 6(y − ȳ)/t) / (t + 1)    ȳ' = ((t − 1)ȳ + y)/t    A' = ȳ' − (t + 1)/2 · B'
 *
 * @param line changed in place
 * @see Fiorucci et al. (2016), equations 13–15
 */
export function updateLine(
  line: { intercept: number; slope: number; mean: number },
  value: number,
  count: number,
): void {
  const { slope, mean } = line;
  line.slope = count < 2 ? 0 : ((count - 2) * slope + (6 * (value - mean)) / count) / (count + 1);
  line.mean = ((count - 1) * mean + value) / count;
  line.intercept = line.mean - ((count + 1) / 2) * line.slope;
}
