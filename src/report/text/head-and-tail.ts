/**
 * How many of the first and of the last items are shown where not all are, with a row between them that
 * stands for the others.
 *
 * @param most rows for all of it, at least 3 where something is left out
 */
export function headAndTail(count: number, most: number): { head: number; tail: number } {
  if (count <= most) return { head: count, tail: 0 };
  const tail = Math.max(1, Math.floor((most - 1) / 3));
  return { head: Math.max(1, most - 1 - tail), tail };
}
