import { FitError } from "../errors.js";
import type { SeriesForecast } from "./model.js";

/**
 * Makes sure that forecasts and the ends of their intervals are numbers.
 *
 * @throws FitError that names the first series for which one is not
 */
export function requireFinite(label: string, forecasts: readonly SeriesForecast[]): void {
  for (const { id, mean, intervals = [] } of forecasts) {
    for (const values of [mean, ...intervals.flatMap(({ lo, hi }) => [lo, hi])]) {
      const bad = values.find((value) => !Number.isFinite(value));
      if (bad === undefined) continue;
      throw new FitError(
        `${label} forecasts ${bad} for series "${id}"`,
        "Look for values far out of range in the input, or try another model such as -m naive.",
      );
    }
  }
}
