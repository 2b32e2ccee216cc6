import { exp, log, sin } from "../../src/numeric/elementary.js";
import { Random } from "../../src/numeric/random.js";

const START = Date.UTC(2024, 0, 1, 12);

/** What a damped sine of 15 minutes is at a stamp. */
export function damped(ds: number): number {
  const seconds = (ds - START) / 1000;
  return 20 + 10 * exp(-seconds / 20_000) * sin((2 * Math.PI * seconds) / 900);
}

/** What the sum of two sines, of 15 minutes and of six, is at a stamp. */
export function twofold(ds: number): number {
  const seconds = (ds - START) / 1000;
  return 20 + 6 * sin((2 * Math.PI * seconds) / 900) + 3 * sin((2 * Math.PI * seconds) / 370);
}

/** Stamps of events at random, a minute apart in the mean. */
export function events(count: number, seed: number): Float64Array {
  const random = new Random(seed);
  let ds = START;
  return Float64Array.from({ length: count }, () => {
    ds += 1000 * Math.max(1, Math.round(-60 * log(1 - random.uniform(0, 1))));
    return ds;
  });
}
