import type { Random } from "../numeric/random.js";

/**
 * Pairs of a value and a marker, two of them marked by 1: one of the first ten and another of the first
 * length/2 − 1. The first and last pair carry −1; a first pair that should be marked counts as `none`.
 *
 * @param length the sequence has from `length` to 1.1·length pairs
 * @see Hochreiter & Schmidhuber (1997), section 5.4
 */
export function markedPairs(random: Random, length: number, low: number, none: number) {
  const steps = length + random.below(Math.floor(length / 10) + 1);
  const first = random.below(10);
  const others = Math.floor(length / 2) - 1;
  let second = random.below(others - 1);
  if (second >= first) second++;
  const inputs = Array.from({ length: steps }, (_, t) => {
    const end = t === 0 || t === steps - 1;
    const marker = end ? -1 : t === first || t === second ? 1 : 0;
    return [random.uniform(low, 1), marker] as const;
  });
  const value = (t: number) => (t === 0 ? none : inputs[t][0]);
  return { inputs, marked: [value(first), value(second)] as const };
}

/** With fewer the second mark would have no place beside the first. */
export const SHORTEST_MARKED = 24;
