import { writeFileSync } from "node:fs";
import { Random } from "../../../src/numeric/random.js";

const WEEK = 7 * 86_400_000;
const YEAR = 52;

/** Writes series of weeks that walk, with a year's season each and noise; the same bytes everywhere. */
export function writeWeeks(path: string, series: number, weeks: number): void {
  const random = new Random(1);
  const lines = ["unique_id,ds,y"];
  for (let s = 0; s < series; s++) {
    const size = random.uniform(50, 150);
    const peak = random.below(YEAR);
    let level = size;
    for (let week = 0; week < weeks; week++) {
      level += 0.01 * size * random.normal();
      const wave = Math.abs(((week + YEAR - peak) % YEAR) / YEAR - 0.5);
      const y = level + size * (0.8 * wave + 0.05 * random.normal());
      const date = new Date(Date.UTC(2020, 0, 6) + week * WEEK).toISOString().slice(0, 10);
      lines.push(`shop-${s + 1},${date},${y.toFixed(2)}`);
    }
  }
  writeFileSync(path, `${lines.join("\n")}\n`);
}
