import { DataError } from "../../errors.js";
import { parseCsv } from "../format/csv.js";
import { type Continuation, continuationFromColumns } from "../panel/continuation.js";
import { panelFromColumns } from "../panel/from-table.js";
import { displayName } from "../source/errors.js";
import { readSource } from "../source/source.js";
import { numbersOf } from "../table/column-numbers.js";
import type { Columns } from "../table/columns.js";
import { indexFrequency } from "../time/frequency.js";

/**
 * Reads the training and test part of a competition: long tables `unique_id,ds,y`, or wide ones with
 * a row a series, its name first and its observations after it.
 *
 * @throws DataError for files that cannot be read or do not hold the same series
 */
export async function readCompetition(
  train: string,
  test: string,
  season: number,
  warn: (message: string) => void,
): Promise<Continuation> {
  const [known, hidden] = [
    parseCsv(await readSource(train), {}, warn),
    parseCsv(await readSource(test), {}, warn),
  ];
  if (isLong(known) && isLong(hidden)) {
    const roles = { time: "ds", target: ["y"], id: "unique_id", season };
    return continuationFromColumns(hidden, panelFromColumns(known, roles, warn), warn);
  }
  const after = seriesOfRows(hidden);
  const before = seriesOfRows(known);
  const absent = [...before.keys()].find((id) => !after.has(id));
  const foreign = [...after.keys()].find((id) => !before.has(id));
  if (absent !== undefined || foreign !== undefined) {
    const [id, there, here] =
      absent !== undefined ? [absent, known, hidden] : [foreign, hidden, known];
    throw new DataError(
      `series ${id} of ${displayName(there.name)} is not in ${displayName(here.name)}`,
      {
        hint: "Both files must hold the same series under the same names.",
      },
    );
  }
  const series = Array.from(before, ([id, y]) => ({
    id,
    ds: Float64Array.from(y, (_, t) => t),
    y,
  }));
  return {
    source: hidden.name,
    y: series.map(({ id }) => after.get(id)!),
    panel: { series, frequency: indexFrequency(), season, source: known.name },
  };
}

function isLong({ columns }: Columns): boolean {
  const names = new Set(columns.map(({ name }) => name));
  return names.has("unique_id") && names.has("ds") && names.has("y");
}

/** The series of a table with a row each; cells after the last observation are empty. */
function seriesOfRows(table: Columns): Map<string, Float64Array> {
  const [first, ...rest] = table.columns;
  const series = new Map<string, Float64Array>();
  for (let row = 0; row < table.rows; row++) {
    const id = table.cell(row, first);
    const values: number[] = [];
    let empty = false;
    for (const column of rest) {
      const value = column.kind === "number" ? column.values[row] : Number.NaN;
      const filled = Number.isNaN(value) && table.cell(row, column) !== "";
      // One such cell makes a column text, in which others may well be numbers.
      if (filled) numbersOf(table, column);
      if (filled || (empty && !Number.isNaN(value))) {
        const location = table.locate?.(row, column);
        throw new DataError(
          filled ? `series ${id} holds a cell that is not a number` : `series ${id} has a gap`,
          {
            hint: "A wide table has a row a series: its name, then its observations.",
            ...(location && { location }),
          },
        );
      }
      empty = Number.isNaN(value);
      if (!empty) values.push(value);
    }
    if (values.length === 0 || series.has(id)) {
      const location = table.locate?.(row);
      throw new DataError(
        values.length === 0 ? `series ${id} has no observations` : `series ${id} is there twice`,
        location && { location },
      );
    }
    series.set(id, Float64Array.from(values));
  }
  return series;
}
