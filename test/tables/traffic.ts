import { exp, sin } from "../../src/numeric/elementary.js";
import { Random } from "../../src/numeric/random.js";
import { csv, dayAfter, weekdayAfter } from "./csv.js";

const YEAR = 2022;
/** Visits by day of the week, from Sunday on: a site that people read at work. */
const WEEK = [0.62, 1.12, 1.18, 1.16, 1.13, 1.02, 0.58];

/** Daily visits of a web site over two years and a half: growth, weeks, quiet summers and a few busy days. */
export function traffic({
  days = 912,
  seed = 13,
}: Partial<Record<"days" | "seed", number>> = {}): string {
  const random = new Random(seed);
  let drift = 0;
  const rows = Array.from({ length: days }, (_, t) => {
    drift += 0.006 * random.normal();
    const year = 1 - 0.1 * sin((2 * Math.PI * (t - 105)) / 365.25);
    // A link from elsewhere brings many for a day.
    const busy = random.uniform() < 0.006 ? random.uniform(1.6, 2.4) : 1;
    const mean = (3200 + 1.9 * t) * WEEK[weekdayAfter(YEAR, t)] * year * exp(drift) * busy;
    return [dayAfter(YEAR, t), Math.round(mean * exp(0.05 * random.normal()))];
  });
  return csv(["date", "visits"], rows);
}
