import { DataError } from "../../../errors.js";
import { shellQuoted } from "../../../wording.js";
import { displayName } from "../../source/errors.js";
import type { Columns, TextColumn } from "../../table/columns.js";
import { clocksOf } from "../time-of-day.js";
import type { Guess } from "./guess.js";

/** Rows from which on texts tell something. */
const MIN_ROWS = 4;

/** Share of the rows that have a text of their own where it may tell their time. */
const MIN_DISTINCT = 0.8;

/** Rows that each text has on average where it may name a series. */
const MIN_ROWS_EACH = 3;

/** @throws DataError where rows would be counted although a text may tell their time or name their series */
export function rejectUndated(table: Columns, { target, id, free }: Guess): void {
  const { rows } = table;
  const name = displayName(table.name);
  const count = `To count the rows as steps, name what to forecast: --target ${shellQuoted(target!.name)}.`;
  for (const column of rows < MIN_ROWS ? [] : free) {
    if (column.kind !== "text") continue;
    if (clocksOf(column) !== undefined) continue;
    const { labels, codes } = column;
    const first = codes.findIndex((code) => labels.text(code) !== "");
    const shown = table.cell(first, column);
    if (labels.size >= MIN_DISTINCT * rows) {
      throw asked(
        table,
        column,
        first,
        `no column of ${name} holds dates, and "${column.name}" has another text in each row, such as "${shown}"`,
        `Does it tell the time? Write it as 2024-01-31, or name its pattern with --date-format. ${count}`,
      );
    }
    if (id === undefined && labels.size > 1 && labels.size * MIN_ROWS_EACH <= rows) {
      if (codes.some((code) => labels.text(code) === "")) continue;
      throw asked(
        table,
        column,
        first,
        `no column of ${name} holds dates, and rows with different texts in "${column.name}" may be series of their own`,
        `Count the rows of each with --id ${shellQuoted(column.name)}, or all of them with --target ${shellQuoted(target!.name)}.`,
      );
    }
  }
}

function asked(table: Columns, column: TextColumn, row: number, message: string, hint: string) {
  const location = table.locate?.(row, column);
  return new DataError(message, { hint, ...(location && { location }) });
}
