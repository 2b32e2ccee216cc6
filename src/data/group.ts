import type { Rows } from "./clean.js";
import type { Column, Columns } from "./columns.js";
import { cellError } from "./roles.js";
import { baseName } from "./source.js";

/**
 * The rows of each series, in order of the series' first appearance.
 *
 * @param id   column that names the series; without one all rows are one series, called like the table
 * @param time stamp of each row; without one the rows of each series are counted 0, 1, 2, …
 * @throws DataError when a row names no series
 */
export function group(
  table: Columns,
  id: Column | undefined,
  time: Float64Array | undefined,
): Rows[] {
  const { rows: n } = table;
  const { codes, names } = id === undefined ? oneSeries(table) : identify(table, id);
  const ends = new Uint32Array(names.length + 1);
  for (let row = 0; row < n; row++) ends[codes[row]! + 1]!++;
  for (let k = 0; k < names.length; k++) ends[k + 1]! += ends[k]!;
  const next = ends.slice();
  const order = new Uint32Array(n);
  for (let row = 0; row < n; row++) order[next[codes[row]!]!++] = row;

  const stamps = time === undefined ? counted(ends) : undefined;
  let previous: Float64Array = new Float64Array(0);
  const result: Rows[] = [];
  names.forEach((name, k) => {
    const rows = order.subarray(ends[k]!, ends[k + 1]!);
    if (rows.length === 0) return;
    const ds = stamps?.subarray(0, rows.length) ?? stampsOf(rows, time!, previous);
    previous = ds;
    result.push({ id: name, rows, ds });
  });
  return result;
}

/** 0, 1, 2, … as far as the longest series goes. */
function counted(ends: Uint32Array): Float64Array {
  let longest = 0;
  for (let k = 1; k < ends.length; k++) longest = Math.max(longest, ends[k]! - ends[k - 1]!);
  return new Float64Array(longest).map((_, i) => i);
}

/**
 * The stamps of these rows, without a copy where there need be none: rows that follow each other are
 * a part of the column, and series often have the stamps of the one before.
 */
function stampsOf(rows: Uint32Array, time: Float64Array, previous: Float64Array): Float64Array {
  const n = rows.length;
  // Rows of a series ascend.
  if (rows[n - 1] === rows[0]! + n - 1) return time.subarray(rows[0]!, rows[0]! + n);
  if (previous.length === n && rows.every((row, i) => time[row] === previous[i])) return previous;
  return Float64Array.from(rows, (row) => time[row]!);
}

function oneSeries(table: Columns): { codes: Int32Array; names: string[] } {
  return { codes: new Int32Array(table.rows), names: [baseName(table.name)] };
}

function identify(table: Columns, id: Column): { codes: Int32Array; names: string[] } {
  if (id.kind === "text") {
    const names = Array.from({ length: id.labels.size }, (_, code) => id.labels.text(code));
    const empty = names.indexOf("");
    const row = empty < 0 ? -1 : id.codes.indexOf(empty);
    if (row >= 0) throw cellError(table, row, id, "the name of a series");
    return { codes: id.codes, names };
  }
  const seen = new Map<number, number>();
  const names: string[] = [];
  const codes = Int32Array.from(id.values, (value, row) => {
    let code = seen.get(value);
    if (code === undefined) {
      if (Number.isNaN(value)) throw cellError(table, row, id, "the name of a series");
      code = names.length;
      seen.set(value, code);
      // As written: 007 stays 007.
      names.push(table.cell(row, id));
    }
    return code;
  });
  return { codes, names };
}

/** What a series is called: by its id, its target where there are several, or both. */
export function seriesId(id: string, target: string, targets: number, hasId: boolean): string {
  if (targets === 1) return id;
  return hasId ? `${id}/${target}` : target;
}
