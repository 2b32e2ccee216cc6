import { FadingMean } from "./fading-mean.js";

/** In standard deviations: what is no change, how much of it is too much, and what no single error may add. */
const TOLERANCE = 0.25;
const ALARM = 25;
const MOST = 4;
/** Observations that mean and deviation are of, and fewest of them to judge by. */
const WINDOW = 500;
const FEWEST = 50;

export interface ChangeDetector {
  /** The detector's own numbers; what is written to them is gone on from. */
  readonly state: Float64Array;
  /** Whether values have become larger; it begins anew after it has said so. */
  observe(value: number): boolean;
}

/**
 * The test of Page and Hinkley for an increase, of standardised values.
 *
 *   gₜ = max(0, gₜ₋₁ + min((xₜ − mean)/deviation, 4) − 0.25),     alarm when gₜ > 25
 *
 * Mean and deviation fade over 500 observations. A false alarm is one in hundreds of thousands of
 * independent normal values.
 *
 * @see Page (1954), "Continuous inspection schemes"; Hinkley (1971), "Inference about the change-point
 *   from cumulative sum tests"; Gama et al. (2013), section 4, with fading
 */
export function pageHinkley(): ChangeDetector {
  // g, values seen, then sums of the values and of their squares.
  const own = new Float64Array(6);
  const values = new FadingMean(WINDOW, own, 2);
  const squares = new FadingMean(WINDOW, own, 4);
  return {
    state: own,
    observe(value) {
      const { mean } = values;
      const deviation = Math.sqrt(Math.max(0, squares.mean - mean * mean));
      values.add(value);
      squares.add(value * value);
      if (++own[1] <= FEWEST) return false;
      const away = deviation > 0 ? (value - mean) / deviation : value > mean ? MOST : 0;
      own[0] = Math.max(0, own[0] + Math.min(away, MOST) - TOLERANCE);
      if (own[0] <= ALARM) return false;
      own.fill(0);
      return true;
    },
  };
}
