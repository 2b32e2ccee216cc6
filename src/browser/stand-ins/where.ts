import type { rowsWhere as Choose } from "../../data/rows/where.js";
import { UsageError } from "../../errors.js";

let choose: typeof Choose | undefined;

/** Conditions on rows come with what reads and forecasts tables. */
export const rowsWhere: typeof Choose = (table, conditions, ...how) => {
  if (!conditions?.length) return table;
  if (choose !== undefined) return choose(table, conditions, ...how);
  throw new UsageError(
    "where is not known before a table was read or forecast",
    "Leave the other rows out of the arrays.",
  );
};

/** Is called by what reads text and files, and by what forecasts, which a page loads late. */
export function giveWhere(given: typeof Choose): void {
  choose = given;
}
