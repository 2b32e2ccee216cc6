import { sin } from "../../src/numeric/elementary.js";
import { Random } from "../../src/numeric/random.js";
import { csv, minuteAfter } from "./csv.js";

const PER_DAY = 288;

/**
 * The temperature of a cold store every five minutes: a day's wave, the compressor's short cycles, some
 * readings that were lost, and two that are wrong.
 */
export function sensor({
  days = 10,
  seed = 15,
}: Partial<Record<"days" | "seed", number>> = {}): string {
  const random = new Random(seed);
  const wrong = new Map([
    [2 * PER_DAY + 100, 21.5],
    [6 * PER_DAY + 31, -38],
  ]);
  let noise = 0;
  const rows = Array.from({ length: days * PER_DAY }, (_, t) => {
    noise = 0.7 * noise + 0.12 * random.normal();
    const day = 0.9 * sin((2 * Math.PI * (t - 90)) / PER_DAY);
    const cycle = 0.5 * sin((2 * Math.PI * t) / 9);
    const reading = wrong.get(t) ?? 4 + day + cycle + noise;
    return [minuteAfter(2024, 5 * t), random.uniform() < 0.008 ? undefined : reading.toFixed(2)];
  });
  return csv(["timestamp", "temperature"], rows);
}
