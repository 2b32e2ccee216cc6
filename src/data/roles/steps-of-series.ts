import { displayName } from "../source/errors.js";
import type { Column, Columns, NumberColumn } from "../table/columns.js";
import { Stamps } from "../table/timestamps.js";
import type { Times } from "./date-column.js";

/** Rows that each series has at least, on average. */
const MIN_ROWS_EACH = 3;

/** Steps beside several texts from which on they are no chance. */
const MIN_COUNTED = 4;

/** How columns without names are called, of which one may number the series. */
const UNNAMED = /^column\d+$/;

/** Share of the steps within series that must be equal. */
const MIN_EVEN_SHARE = 0.9;

/**
 * Steps that begin anew where a text in front of them changes: `patient,visit,hba1c` has a series for each
 * patient, whose visits are counted. Or steps that stand each beside several texts, as sorted by visit.
 *
 * @param free columns that were named for no role
 * @param id   the column that was named for the series, if one was
 * @returns undefined for other tables
 */
export function stepsOfSeries(
  table: Columns,
  free: readonly Column[],
  id: Column | undefined,
  warn: (message: string) => void,
): Times | undefined {
  const numbers = free.filter((column): column is NumberColumn => column.kind === "number");
  if (table.columns.filter(({ kind }) => kind === "number").length < 2) return undefined;
  for (const series of id === undefined ? free : [id]) {
    const isNumbered = series.kind === "number" && UNNAMED.test(series.name);
    if (series.kind !== "text" && !isNumbered) continue;
    const codes = series.kind === "text" ? series.codes : series.values;
    const begins = beginnings(codes);
    const isBlock = begins !== undefined && begins.length > 1;
    if (isBlock ? table.rows < MIN_ROWS_EACH * begins.length : series.kind !== "text") continue;
    const step = numbers.find(
      (column) =>
        column !== series &&
        (isBlock ? restarts(column.values, new Set(begins)) : countsOn(column.values, codes)),
    );
    if (step === undefined) continue;
    warn(
      `${displayName(table.name)}: column "${step.name}" counts on in each "${series.name}" and is read as its steps; choose with --time`,
    );
    return { column: step, stamps: Stamps.of(step.values), dated: false };
  }
  return undefined;
}

/** Whether 1, 2, 3, … stand each beside several codes, never twice beside the same one. */
function countsOn(values: Float64Array, codes: ArrayLike<number>): boolean {
  const seen = new Set<number>();
  let distinct = 0;
  for (let row = 0; row < values.length; row++) {
    const step = row === 0 ? 1 : values[row] - values[row - 1];
    if (step !== 0 && step !== 1) return false;
    if (step === 1) {
      seen.clear();
      distinct++;
    }
    if (seen.has(codes[row])) return false;
    seen.add(codes[row]);
  }
  return distinct >= MIN_COUNTED && values.length >= 2 * distinct && values[0] <= 1;
}

/** The rows at which runs of codes begin; undefined where a code comes again later. */
function beginnings(codes: ArrayLike<number>): number[] | undefined {
  const seen = new Set<number>();
  const rows: number[] = [];
  for (let row = 0; row < codes.length; row++) {
    if (row > 0 && codes[row] === codes[row - 1]) continue;
    if (seen.has(codes[row])) return undefined;
    seen.add(codes[row]);
    rows.push(row);
  }
  return rows;
}

/** Whether whole numbers rise, nearly always by the same, and fall just where series begin. */
function restarts(values: Float64Array, begins: ReadonlySet<number>): boolean {
  const steps = new Map<number, number>();
  for (let row = 0; row < values.length; row++) {
    if (!Number.isSafeInteger(values[row])) return false;
    if (row === 0) continue;
    const step = values[row] - values[row - 1];
    if (step > 0 === begins.has(row)) return false;
    if (step > 0) steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const commonest = Math.max(...steps.values());
  return commonest >= MIN_EVEN_SHARE * (values.length - begins.size);
}
