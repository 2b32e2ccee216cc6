import type { timesOfUnnamedParts as Dates } from "../../data/roles/unnamed/parts.js";

let dates: typeof Dates | undefined;

/** Text and files alone have columns without names, whose dates were given with their reader. */
export const timesOfUnnamedParts: typeof Dates = (table, warn) => dates?.(table, warn);

/** Is called by what reads text and files, which a page loads late. */
export function giveUnnamed(given: typeof Dates): void {
  dates = given;
}
