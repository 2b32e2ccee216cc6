import { baseName } from "../source/file-list.js";
import { cellError } from "../table/column.js";
import type { Column, Columns, TextColumn } from "../table/columns.js";
import { RowList } from "../table/row-list.js";
import type { Stamps } from "../table/timestamps.js";
import type { Rows } from "./rows.js";

/**
 * The rows of each series, in order of the series' first appearance.
 *
 * @param id   column that names the series; without one all rows are one series, called by what they were
 *   chosen by, else like the table
 * @param time stamp of each row; without one the rows of each series are counted 0, 1, 2, …
 * @throws DataError when a row names no series
 */
export function group(table: Columns, id: Column | undefined, time: Stamps | undefined): Rows[] {
  const { rows: n } = table;
  if (id === undefined) {
    const name = table.whose ?? baseName(table.name);
    return [{ id: name, rows: RowList.run(0, n), ds: time?.values ?? counted(n) }];
  }
  const { codes, names } = identify(table, id);
  const lists = rowsOf(codes, names.length);
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  const stamps = time === undefined ? counted(longest) : undefined;
  let previous: Float64Array = new Float64Array(0);
  const result: Rows[] = [];
  names.forEach((name, k) => {
    const rows = lists[k];
    if (rows.length === 0) return;
    const ds = stamps?.subarray(0, rows.length) ?? time!.valuesOf(rows, previous);
    previous = ds;
    result.push({ id: name, rows, ds });
  });
  return result;
}

/** The rows of each of `count` codes. */
function rowsOf(codes: TextColumn["codes"], count: number): RowList[] {
  const firsts = new Uint32Array(count);
  const ends = new Uint32Array(count + 1);
  let runs = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (row === 0 || code !== codes[row - 1]) {
      if (ends[code + 1] === 0) firsts[code] = row;
      runs++;
    }
    ends[code + 1]++;
  }
  const found = ends.reduce((sum, length) => sum + (length > 0 ? 1 : 0), 0);
  if (runs === found) return Array.from(firsts, (first, k) => RowList.run(first, ends[k + 1]));

  for (let k = 0; k < count; k++) ends[k + 1] += ends[k];
  const next = ends.slice();
  const order = new Uint32Array(codes.length);
  for (let row = 0; row < codes.length; row++) order[next[codes[row]]++] = row;
  return Array.from(firsts, (first, k) => {
    const rows = order.subarray(ends[k], ends[k + 1]);
    const follow = rows[rows.length - 1] === first + rows.length - 1;
    return follow ? RowList.run(first, rows.length) : RowList.of(rows);
  });
}

/** 0, 1, 2, … */
function counted(length: number): Float64Array {
  return new Float64Array(length).map((_, i) => i);
}

function identify(table: Columns, id: Column): { codes: TextColumn["codes"]; names: string[] } {
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
      // The cell as it is written, so that 007 stays 007.
      names.push(table.cell(row, id));
    }
    return code;
  });
  return { codes, names };
}

/** The name of a series: its id, its target when there are several, or both. */
export function seriesId(id: string, target: string, targets: number, hasId: boolean): string {
  if (targets === 1) return id;
  return hasId ? `${id}/${target}` : target;
}
