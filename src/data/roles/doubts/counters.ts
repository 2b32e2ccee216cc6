import { DataError } from "../../../errors.js";
import { shellQuoted } from "../../../wording.js";
import { displayName } from "../../source/errors.js";
import type { Columns, NumberColumn, TextColumn } from "../../table/columns.js";
import { columnCalled } from "../columns-by-name.js";
import { TARGET_NAMES } from "../known-names.js";
import { MEASURE_NAME, unlikeMeasure } from "../measure.js";
import type { Guess } from "./guess.js";

/** Rows that are looked at, and from which on a rise in each of them is no chance. */
const [MAX_ROWS, MIN_ROWS] = [5000, 12];

/** The least number of a document, its mean step to the next, and how much of the largest all steps are at most. */
const [LEAST, MAX_STEP, MAX_RISE] = [10_000, 10, 0.1];

/** @throws DataError where the column to forecast numbers its rows, and another one does not */
export function rejectCountersForecast(table: Columns, { target, time, id, free }: Guess): void {
  if (columnCalled([target!], TARGET_NAMES) || MEASURE_NAME.test(target!.name)) return;
  if (!numbersRows(target!, id)) return;
  const other = free.find(
    (one) =>
      one.kind === "number" &&
      one !== target &&
      unlikeMeasure(table, one, time) === 0 &&
      !numbersRows(one, id),
  );
  if (other === undefined) return;
  const location = table.locate?.(0, target);
  throw new DataError(
    `${displayName(table.name)}: whole numbers in "${target!.name}" rise or fall in each row, as numbers of documents or readings of a counter do`,
    {
      hint: `Choose what to forecast: --target ${shellQuoted(other.name)} or --target ${shellQuoted(target!.name)}.`,
      ...(location && { location }),
    },
  );
}

/** Whether large whole numbers always rise or always fall within each series, and by little. */
function numbersRows({ values }: NumberColumn, id: TextColumn | undefined): boolean {
  const last = new Map<number, number>();
  let [rises, falls, least, most, known] = [true, true, Number.POSITIVE_INFINITY, 0, 0];
  for (let row = 0; row < Math.min(values.length, MAX_ROWS) && (rises || falls); row++) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    if (!Number.isSafeInteger(value) || value < LEAST) return false;
    const before = last.get(id?.codes[row] ?? 0);
    if (before !== undefined) {
      rises &&= value > before;
      falls &&= value < before;
    }
    last.set(id?.codes[row] ?? 0, value);
    [least, most] = [Math.min(least, value), Math.max(most, value)];
    known++;
  }
  const span = most - least;
  const isSmall = span <= MAX_RISE * most && span * last.size <= MAX_STEP * known;
  return (rises || falls) && known >= MIN_ROWS * last.size && isSmall;
}
