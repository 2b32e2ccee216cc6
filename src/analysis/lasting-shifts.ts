import type { Unbroken } from "./breaks.js";

/**
 * Where the level shifts to one that is new each time: upwards at all shifts, or downwards at all of them.
 * Levels that a series comes back to are regimes of it, and may come again.
 *
 * @param y what `unbroken` was found in
 * @returns indices of the first values of the levels; none where a series comes back
 */
export function lastingShifts(y: Float64Array, { breaks, moved }: Unbroken): number[] {
  const shifts = breaks.filter(({ kind }) => kind === "shift").map(({ at }) => at);
  const ways = shifts.map((at) => Math.sign(moved[at - 1] - y[at - 1] - (moved[at] - y[at])));
  return ways.every((way) => way === ways[0]) ? shifts : [];
}
