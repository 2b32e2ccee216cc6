import type { Frequency } from "../../data/time/frequency.js";
import { UsageError } from "../../errors.js";

/** Weeks that the longest series must have for a window of a whole week. */
const MIN_WEEKS = 4;

/** Longest window that is chosen to hold two seasons: a longer season is taken out of the series instead. */
const MAX_SEASONAL_CONTEXT = 1000;

/**
 * Steps of the input window: the requested number, or else two seasons of up to 500 steps (at least 12 steps, and two
 * horizons of up to 24), a week where the season is a day and the data have four weeks, and never more
 * than half of what the longest series leaves beside the horizon.
 *
 * @throws UsageError when no series holds the requested window and the horizon
 */
export function chooseContext(
  longest: number,
  { season, frequency }: { readonly season: number; readonly frequency: Frequency },
  horizon: number,
  requested: number,
): number {
  if (longest < horizon) {
    throw new UsageError(
      `a horizon of ${horizon} needs more than ${horizon} observations to train on, the longest series has ${longest}`,
      "Use a shorter horizon (-H), or a model without training, such as -m seasonal-naive.",
    );
  }
  if (requested > longest - horizon) {
    throw new UsageError(
      `context=${requested} and a horizon of ${horizon} need ${requested + horizon} observations, the longest series has ${longest}`,
      longest > horizon
        ? `Use context=${longest - horizon} or less.`
        : "Use a shorter horizon (-H).",
    );
  }
  if (requested > 0) return requested;
  const week = frequency.unit === "h" && season * frequency.multiple === 24 ? 7 * season : 0;
  const weekly = longest - horizon >= MIN_WEEKS * week ? week : 0;
  const seasons = 2 * season <= MAX_SEASONAL_CONTEXT ? 2 * season : 0;
  const preferred = Math.max(weekly, seasons, Math.min(2 * horizon, 24), 12);
  return Math.max(2, Math.min(preferred, Math.floor((longest - horizon) / 2)));
}
