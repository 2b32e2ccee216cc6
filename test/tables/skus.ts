import { exp } from "../../src/numeric/elementary.js";
import { Random } from "../../src/numeric/random.js";
import { csv, dayAfter } from "./csv.js";

/** Monday of the first week, as days after the first of January 2022. */
const MONDAY = 2;

/** Poisson by multiplication of uniforms (Knuth 1969, vol. 2). */
function poisson(mean: number, random: Random): number {
  const limit = exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; count++) product *= random.uniform();
  return count;
}

/** Weekly demand of spare parts, most of them in few weeks only. */
export function skus({
  parts = 12,
  weeks = 130,
  seed = 14,
}: Partial<Record<"parts" | "weeks" | "seed", number>> = {}): string {
  const rows: (string | number)[][] = [];
  for (let k = 0; k < parts; k++) {
    const random = new Random(1000 * seed + k);
    // From one that is asked for nearly every week to one that is asked for every tenth.
    const share = 0.85 - (0.75 * k) / (parts - 1);
    const size = random.uniform(1, 6);
    for (let t = 0; t < weeks; t++) {
      const demand = random.uniform() < share ? 1 + poisson(size, random) : 0;
      rows.push([`SKU-${String(k + 1).padStart(3, "0")}`, dayAfter(2022, MONDAY + 7 * t), demand]);
    }
  }
  return csv(["sku", "week", "demand"], rows);
}
