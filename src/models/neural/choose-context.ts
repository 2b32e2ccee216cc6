import type { Frequency } from "../../data/time/frequency.js";
import { UsageError } from "../../errors.js";

/** Series this many times as long as a week are long enough to learn weeks from. */
const MIN_WEEKS = 4;

/**
 * Steps of the input window: what was asked for, or two seasons, a week where a season is a day and
 * the longest series has four of them, or what half of the longest series allows.
 *
 * @throws UsageError when no series holds the window asked for and the horizon
 */
export function chooseContext(
  longest: number,
  { season, frequency }: { readonly season: number; readonly frequency: Frequency },
  horizon: number,
  requested: number,
): number {
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
  const preferred = Math.max(weekly, 2 * season, Math.min(2 * horizon, 24), 12);
  return Math.max(2, Math.min(preferred, Math.floor((longest - horizon) / 2)));
}
