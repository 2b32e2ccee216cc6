import type { FeatureColumn, FeatureData } from "./feature.js";

/** Option of features that look back from the observation `shift` steps before their row. */
export const shiftOption = {
  type: "integer",
  summary:
    "steps from the latest observation looked at to the row; the horizon for direct forecasts",
  default: 1,
  min: 1,
  max: 100_000,
} as const;

/**
 * Option of the number of observations before the row that a feature uses.
 *
 * @param what    what the feature does with them, for the help text
 * @param without default where there is no season
 */
export function windowOption(what: string, without: number) {
  return {
    type: "integer",
    summary: `observations ${what}, 0 for a season (${without} without one)`,
    default: 0,
    min: 0,
    max: 10_000,
  } as const;
}

/** The requested window, else a season, else `without`. */
export function windowLength(requested: number, season: number, without: number): number {
  return requested > 0 ? requested : season > 1 ? season : without;
}

/**
 * A column with what is known `shift` steps before each row.
 *
 * @param least fewest observations needed
 * @param value the feature of the observations before index `end`
 * @param rise  its increase when all observations increase by 1
 */
export function trailing(
  name: string,
  { y, ds }: FeatureData,
  shift: number,
  least: number,
  value: (end: number) => number,
  rise = 0,
): FeatureColumn {
  const values = new Float64Array(ds.length).fill(Number.NaN);
  const last = Math.min(ds.length - 1, y.length - 1 + shift);
  for (let t = least - 1 + shift; t <= last; t++) values[t] = value(t - shift + 1);
  return { name: shift === 1 ? name : `${name}_shift_${shift}`, values, ahead: shift, rise };
}
