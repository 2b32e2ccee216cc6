import { Random } from "../src/numeric/random.js";

/** Sums of standard normal steps. */
export function randomWalk(n: number, seed: number, start = 0): Float64Array {
  const random = new Random(seed);
  let y = start;
  return Float64Array.from({ length: n }, () => {
    y += random.normal();
    return y;
  });
}
