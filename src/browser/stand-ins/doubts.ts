import type { rejectDoubtful as Look } from "../../data/roles/doubts/doubts.js";

let look: typeof Look | undefined;

/** What was found in text and files is looked at again, by what was given with their reader. */
export const rejectDoubtful: typeof Look = (table, guess) => look?.(table, guess);

/** Is called by what reads text and files, which a page loads late. */
export function giveLook(given: typeof Look): void {
  look = given;
}
