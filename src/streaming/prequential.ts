import { FadingMean } from "./fading-mean.js";

/** Errors one step ahead, over a fading window; NaN before there are any. */
export interface PrequentialScores {
  readonly mae: number;
  readonly rmse: number;
  /** Mean absolute error over that of the naive forecast at the same observations. */
  readonly mase: number;
}

export interface Prequential extends PrequentialScores {
  /** Its own numbers: write saved ones into them to resume. */
  readonly state: Float64Array;
  /**
   * @param error forecast − observation
   * @param naive error of the naive forecast, the last observation − observation
   */
  add(error: number, naive: number): void;
}

/**
 * Errors of forecasts that were made before each observation was known.
 *
 * @param window number of observations over which errors fade
 * @see Dawid (1984), "Statistical theory: the prequential approach"; Gama, Sebastião & Rodrigues (2013)
 */
export function prequential(window: number): Prequential {
  const own = new Float64Array(6);
  const absolute = new FadingMean(window, own, 0);
  const squared = new FadingMean(window, own, 2);
  const naive = new FadingMean(window, own, 4);
  return {
    state: own,
    add(error, byNaive) {
      absolute.add(Math.abs(error));
      squared.add(error * error);
      naive.add(Math.abs(byNaive));
    },
    get mae() {
      return absolute.mean;
    },
    get rmse() {
      return Math.sqrt(squared.mean);
    },
    get mase() {
      return absolute.mean / naive.mean;
    },
  };
}
