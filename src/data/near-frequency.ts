import { DAY } from "./calendar.js";

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

/** Steps at which people and programs record, in milliseconds. */
const USUAL: readonly (readonly [string, number])[] = [
  ...[1, 2, 5, 10, 15, 20, 30].map((n) => [`${n === 1 ? "" : n}s`, n * SECOND] as const),
  ...[1, 2, 5, 10, 15, 20, 30].map((n) => [`${n === 1 ? "" : n}min`, n * MINUTE] as const),
  ...[1, 2, 3, 4, 6, 8, 12].map((n) => [`${n === 1 ? "" : n}h`, n * HOUR] as const),
  ["D", DAY],
];

/** Farther from a step, in parts of it, dates do not mean it. */
const NEAR = 0.2;

/**
 * The usual frequency that dates follow but for a delay now and then, as those of sensors do: at least
 * three in four of their distances are near to it, and the middle one is.
 *
 * @returns its alias, undefined when there is none
 */
export function nearFrequency(ds: Float64Array): string | undefined {
  const gaps = ds.slice(1).map((stamp, i) => stamp - ds[i]!);
  gaps.sort();
  const middle = gaps[Math.floor(gaps.length / 2)] ?? Number.NaN;
  const distance = (gap: number, step: number) => Math.abs(gap / step - 1);
  const nearest = USUAL.reduce((a, b) =>
    distance(middle, a[1]) <= distance(middle, b[1]) ? a : b,
  );
  const near = gaps.filter((gap) => distance(gap, nearest[1]) <= NEAR).length;
  return distance(middle, nearest[1]) <= NEAR / 2 && near >= 0.75 * gaps.length
    ? nearest[0]
    : undefined;
}
