import { log } from "./elementary.js";

/**
 * √(Σx² / n) over the values that are not missing, also where a square would leave the range of doubles.
 *
 * @returns NaN when there is no value
 *
 * @example
 * rootMeanSquare([1e-300, 1e-300]); // 1e-300
 */
export function rootMeanSquare(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]) || 0);
  // A power of two leaves every digit as it is, so that the unit shows nowhere.
  const unit =
    largest > 0 && Number.isFinite(largest) ? 2 ** Math.floor(log(largest) / Math.LN2) : 1;
  let squares = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    const value = values[i] / unit;
    squares += value * value;
    count++;
  }
  return Math.sqrt(squares / count) * unit;
}
