import { closeSync, openSync, writeSync } from "node:fs";
import { Random } from "../../../src/numeric/random.js";

/** Months of each series. */
export const MONTHS = 60;

/** Rows whose text is written at once. */
const ROWS_PER_WRITE = 20_000;

/**
 * Writes a table of monthly sales of many items, with trends, seasons and noise of different sizes. The same
 * seed gives the same bytes everywhere.
 *
 * @param shuffled whether rows stand in any order instead of item by item
 */
export function writeStorePanel(
  path: string,
  { series, shuffled, seed = 1 }: { series: number; shuffled: boolean; seed?: number },
): void {
  const random = new Random(seed);
  const values = new Float64Array(series * MONTHS);
  for (let s = 0; s < series; s++) {
    const level = random.uniform(20, 500);
    const [trend, season, noise] = [0.01, 0.4, 0.15].map(
      (share) => share * level * random.uniform(),
    );
    const peak = random.below(12);
    for (let t = 0; t < MONTHS; t++) {
      const distance = Math.abs(((t - peak + 18) % 12) - 6);
      const wave = season! * (1 - distance / 3);
      values[s * MONTHS + t] = Math.max(0, level + trend! * t + wave + noise! * random.normal());
    }
  }
  const order = Uint32Array.from(values, (_, row) => row);
  if (shuffled) {
    for (let row = order.length - 1; row > 0; row--) {
      const other = random.below(row + 1);
      [order[row], order[other]] = [order[other]!, order[row]!];
    }
  }
  const dates = Array.from({ length: MONTHS }, (_, t) =>
    new Date(Date.UTC(2019, t, 1)).toISOString().slice(0, 10),
  );
  const file = openSync(path, "w");
  try {
    writeSync(file, "unique_id,ds,y\n");
    for (let from = 0; from < order.length; from += ROWS_PER_WRITE) {
      let text = "";
      for (const row of order.subarray(from, from + ROWS_PER_WRITE)) {
        text += `item-${Math.floor(row / MONTHS)},${dates[row % MONTHS]},${values[row]!.toFixed(2)}\n`;
      }
      writeSync(file, text);
    }
  } finally {
    closeSync(file);
  }
}
