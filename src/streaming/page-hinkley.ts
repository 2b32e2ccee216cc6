import { FadingMean } from "./fading-mean.js";

// In standard deviations.
/** Increase that is not yet a change. */
const TOLERANCE = 0.25;
/** Accumulated excess that raises the alarm. */
const ALARM = 25;
/** Most that a single value can add, so that one outlier is not a change. */
const MAX_DEVIATION = 4;

/** Observations over which mean and deviation fade. */
const WINDOW = 500;
/** Observations before the test begins. */
const MIN_OBSERVATIONS = 50;

export interface ChangeDetector {
  /** The detector's own numbers: write saved ones into them to resume. */
  readonly state: Float64Array;
  /** Whether values have become larger. After an alarm the test starts anew. */
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
  // g, the number of values, then fading means of the values and of their squares.
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
      if (++own[1] <= MIN_OBSERVATIONS) return false;
      const deviations =
        deviation > 0 ? (value - mean) / deviation : value > mean ? MAX_DEVIATION : 0;
      own[0] = Math.max(0, own[0] + Math.min(deviations, MAX_DEVIATION) - TOLERANCE);
      if (own[0] <= ALARM) return false;
      own.fill(0);
      return true;
    },
  };
}
