import type { Warn } from "../../errors.js";
import { counted } from "../../wording.js";
import { displayName } from "../source/errors.js";
import type { Columns, TextColumn } from "../table/columns.js";
import type { ParseOptions } from "../table/parse-options.js";
import { withoutBroken } from "../table/read-again.js";
import { selectRows } from "../table/select-rows.js";

/** Rows of dates above notes, and most rows of notes. */
const [MIN_ROWS, MAX_NOTES] = [5, 10];

/**
 * A table without the rows below its dates that are none: notes in a cell of their own, as spreadsheets and services
 * put them there, and a last row without a date that holds the sum of a column.
 */
export function withoutNotesBelow(table: Columns, options: ParseOptions, warn: Warn): Columns {
  const column = table.columns.find(
    (one): one is TextColumn =>
      one.kind === "text" &&
      one.broken?.kind === "time" &&
      one.broken.row >= Math.max(MIN_ROWS, table.rows - MAX_NOTES),
  );
  if (column === undefined) return withoutSums(table, warn);
  const end = column.broken!.row;
  const isNote = (row: number) =>
    table.columns.every((one) => (table.cell(row, one).trim() === "") === (one !== column));
  for (let row = end; row < table.rows; row++) if (!isNote(row)) return table;
  const rows = Uint32Array.from({ length: end }, (_, row) => row);
  const above = withoutBroken(table, selectRows(table, rows), options);
  if (above.columns[table.columns.indexOf(column)].kind !== "time") return table;
  const notes = table.rows - end;
  warn(
    `${displayName(table.name)}: ${counted(notes, "row")} of notes below the dates ${notes === 1 ? "is" : "are"} left out`,
  );
  return above;
}

/** How far a total may be off, as a share of it, for decimals that were rounded. */
const MAX_ROUNDING = 1e-9;

/** A table without a last row that has no date and holds the sum of a column. */
function withoutSums(table: Columns, warn: Warn): Columns {
  const last = table.rows - 1;
  const dates = table.columns.find(({ kind }) => kind === "time");
  if (last < MIN_ROWS || dates?.kind !== "time") return table;
  const isDated = (row: number) => !Number.isNaN(dates.stamps?.at(row) ?? dates.values[row]);
  if (isDated(last) || !isDated(last - 1)) return table;
  const summed = table.columns.find((one) => {
    if (one.kind !== "number") return false;
    let sum = 0;
    for (let row = 0; row < last; row++) sum += Number.isNaN(one.values[row]) ? 0 : one.values[row];
    const total = one.values[last];
    return sum !== 0 && Math.abs(sum - total) <= MAX_ROUNDING * Math.abs(total);
  });
  if (summed === undefined) return table;
  warn(
    `${displayName(table.name)}: the last row has no date and holds the sum of column "${summed.name}"; it is left out`,
  );
  return selectRows(
    table,
    Uint32Array.from({ length: last }, (_, row) => row),
  );
}
