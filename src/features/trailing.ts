import type { FeatureColumn, FeatureData } from "./feature.js";

/** Of features that look back from the observation `shift` steps before their row. */
export const shiftOption = {
  type: "integer",
  summary:
    "steps from the latest observation looked at to the row; the horizon for direct forecasts",
  default: 1,
  min: 1,
  max: 100_000,
} as const;

/**
 * A column of what is known `shift` steps before each row.
 *
 * @param least observations needed
 * @param value of the observations before index `end`
 */
export function trailing(
  name: string,
  { y, ds }: FeatureData,
  shift: number,
  least: number,
  value: (end: number) => number,
): FeatureColumn {
  const values = new Float64Array(ds.length).fill(Number.NaN);
  const last = Math.min(ds.length - 1, y.length - 1 + shift);
  for (let t = least - 1 + shift; t <= last; t++) values[t] = value(t - shift + 1);
  return { name: shift === 1 ? name : `${name}_shift_${shift}`, values };
}
