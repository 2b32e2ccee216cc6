import { writeFileSync } from "node:fs";
import { Random } from "../../../src/numeric/random.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Writes one series with a day's season, a slow walk and noise; the same bytes everywhere. */
export function writeHours(path: string, rows: number, step = HOUR): void {
  const random = new Random(1);
  const start = Date.UTC(2019, 0, 1);
  const lines = ["ds,y"];
  let level = 200;
  for (let row = 0; row < rows; row++) {
    level += 0.05 * random.normal();
    const time = row * step;
    const distance = Math.abs((time % DAY) / DAY - 0.5);
    const y = level + 80 * (0.5 - distance) + 5 * random.normal();
    lines.push(`${new Date(start + time).toISOString().slice(0, 16)},${y.toFixed(2)}`);
  }
  writeFileSync(path, `${lines.join("\n")}\n`);
}
