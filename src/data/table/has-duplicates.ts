import { lastNotAbove } from "./last-not-above.js";

/** Values behind those that rise which are looked up among them. */
const MAX_LOOKED_UP = 64;

/** Whether any value occurs twice; NaN does not count. */
export function hasDuplicates(values: Float64Array): boolean {
  const { length } = values;
  let risen = 1;
  while (risen < length && values[risen] > values[risen - 1]) risen++;
  if (risen >= length) return false;
  // Where rows are those of one series below the other, the second begins with a date of the first.
  const rising = values.subarray(0, risen);
  for (let i = risen; i < Math.min(length, risen + MAX_LOOKED_UP); i++) {
    if (rising[lastNotAbove(rising, values[i])] === values[i]) return true;
  }
  const sorted = values.slice().sort();
  for (let i = 1; i < length; i++) if (sorted[i] === sorted[i - 1]) return true;
  return false;
}
