import { exp, sin } from "../../src/numeric/elementary.js";
import { Random } from "../../src/numeric/random.js";
import { csv, dayAfter, weekdayAfter } from "./csv.js";

const STORES = ["Berlin", "Hamburg", "Köln", "Leipzig", "München", "Stuttgart"] as const;
/** What a day of the week sells, from Sunday on; one is an average day. */
const WEEK = [0.45, 0.9, 0.92, 0.97, 1.06, 1.3, 1.4];
const YEAR = 2023;

/**
 * Daily units of a product by store, with its price and whether it is promoted. Promotions last a week, now
 * and then, cut the price by a fifth and raise what is sold by more than half. Price and promotions are
 * planned for the days ahead, whose units are empty.
 */
export function retail({
  stores = 6,
  days = 425,
  ahead = 28,
  seed = 11,
}: Partial<Record<"stores" | "days" | "ahead" | "seed", number>> = {}): string {
  const rows: (string | number | undefined)[][] = [];
  STORES.slice(0, stores).forEach((store, s) => {
    const random = new Random(1000 * seed + s);
    const level = random.uniform(40, 140);
    const list = Math.round(100 * random.uniform(3.5, 4.5)) / 100;
    let promoted = 0;
    for (let t = 0; t < days + ahead; t++) {
      // A promotion begins on a Monday, every fifth or sixth week.
      if (weekdayAfter(YEAR, t) === 1) promoted = random.uniform() < 0.18 ? 7 : 0;
      const promo = promoted > 0 ? 1 : 0;
      promoted--;
      const price = Math.round(100 * list * (promo ? 0.8 : 1)) / 100;
      const season = 1 + 0.12 * sin((2 * Math.PI * (t - 60)) / 365.25) + 0.0002 * t;
      const mean = level * season * WEEK[weekdayAfter(YEAR, t)] * (promo ? 1.65 : 1);
      const units = Math.round(mean * exp(0.09 * random.normal()));
      rows.push([store, dayAfter(YEAR, t), t < days ? units : undefined, promo, price.toFixed(2)]);
    }
  });
  return csv(["store", "date", "units", "promo", "price"], rows);
}
