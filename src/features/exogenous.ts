import type { Series } from "../data/panel/from-table.js";
import type { FeatureColumn } from "./feature.js";

/**
 * The exogenous columns of a series by their own names: past ones, which end with the observations and are
 * NaN where nothing was recorded, lest later values show, then those known ahead.
 *
 * @param rows observations and rows ahead
 */
export function exogenousColumns(
  { y, past, pastObserved, future }: Series,
  rows: number,
): FeatureColumn[] {
  const column = (name: string, known: Float64Array): FeatureColumn => {
    const values = new Float64Array(rows).fill(Number.NaN);
    values.set(known.subarray(0, rows));
    return { name, values, ahead: known.length - y.length };
  };
  return [
    ...Array.from(past ?? [], ([name, x]) => column(name, pastObserved?.get(name) ?? x)),
    ...Array.from(future ?? [], ([name, x]) => column(name, x)),
  ];
}
