import type { Columns } from "../../table/columns.js";
import { rejectCountersForecast } from "./counters.js";
import type { Guess } from "./guess.js";
import { rejectPartsAsSeries, rejectPeriodsAsMeasures } from "./periods.js";
import { rejectUndated } from "./undated.js";

/**
 * A last look at columns whose roles were found: what speaks against a reading makes it a question, as a wrong
 * one is not seen in a forecast. Any option that names the column in question answers it.
 *
 * @throws DataError where the reading is likely another one, with the options that decide
 */
export function rejectDoubtful(table: Columns, guess: Guess): void {
  if (guess.foundId) rejectPartsAsSeries(table, guess);
  if (guess.target === undefined) return;
  if (guess.time === undefined) rejectUndated(table, guess);
  rejectPeriodsAsMeasures(table, guess);
  rejectCountersForecast(table, guess);
}
