import type { Selection } from "../../models/model.js";

/**
 * The selection as plain data, for JSON.
 *
 * @param timed with the seconds that candidates took, which are not the same on every machine
 */
export function selectionData(selection: readonly Selection[], timed: boolean) {
  return selection.map(({ candidates, ...one }) => ({
    ...one,
    candidates: candidates.map(({ steps, seconds, ...candidate }) => ({
      ...candidate,
      steps: Array.from(steps),
      ...(timed && seconds !== undefined && { seconds }),
    })),
  }));
}
