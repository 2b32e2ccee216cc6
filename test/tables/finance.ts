import { exp } from "../../src/numeric/elementary.js";
import { Random } from "../../src/numeric/random.js";
import { csv } from "./csv.js";

const MONTHS = [
  ...["Jan", "Feb", "Mar", "Apr", "May", "Jun"],
  ...["Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
];
/** What a month sells; one is an average month. */
const YEAR = [0.86, 0.84, 1, 0.97, 0.98, 1.02, 0.9, 0.88, 1.03, 1.05, 1.16, 1.31];

/** Monthly revenue as a bookkeeper's spreadsheet writes it: `Jan 2017` and `1,204,550`. */
export function finance({
  months = 96,
  seed = 16,
}: Partial<Record<"months" | "seed", number>> = {}): string {
  const random = new Random(seed);
  const rows = Array.from({ length: months }, (_, t) => {
    const mean = 1_150_000 * exp(0.0045 * t) * YEAR[t % 12];
    const revenue = 10 * Math.round((mean * exp(0.025 * random.normal())) / 10);
    return [`${MONTHS[t % 12]} ${2017 + Math.floor(t / 12)}`, `"${grouped(revenue)}"`];
  });
  return csv(["Month", "Revenue"], rows);
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}
