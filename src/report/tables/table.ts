import type { Panel } from "../../data/panel/panel.js";
import type { Column, Columns } from "../../data/table/columns.js";

/** A table that is written by columns, with the dates of its column of times as text. */
export interface WrittenTable extends Pick<Columns, "rows" | "columns"> {
  /** How a date is written where a format has no dates of its own. */
  readonly stamp: (ds: number) => string;
}

export function textColumn(name: string, values: readonly string[]): Column {
  const codes = new Map<string, number>();
  const labels: string[] = [];
  const coded = Int32Array.from(values, (value) => {
    const known = codes.get(value);
    if (known !== undefined) return known;
    codes.set(value, labels.length);
    return labels.push(value) - 1;
  });
  return {
    name,
    kind: "text",
    codes: coded,
    labels: { size: labels.length, text: (code) => labels[code] },
  };
}

/** A column of a panel's dates, or of its row numbers where it has no dates. */
export function stampColumn(
  name: string,
  { frequency }: Pick<Panel, "frequency">,
  values: Float64Array,
): Column {
  return { name, kind: frequency.unit === "index" ? "number" : "time", values };
}

/** The values of one series after the other, as a long table has them. */
export function joined(parts: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Rows under a header: columns of numbers where every cell is one or empty, else of text. */
export function tableOfRows(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): WrittenTable {
  const columns = header.map((name, c): Column => {
    const cells = rows.map((row) => row[c]);
    return cells.every((cell) => typeof cell === "number" || cell === "")
      ? {
          name,
          kind: "number",
          values: Float64Array.from(cells, (cell) => (cell === "" ? Number.NaN : Number(cell))),
        }
      : textColumn(name, cells.map(String));
  });
  return { rows: rows.length, columns, stamp: String };
}

/** A cell: text, dates as text, and undefined for what is not known. */
export function cellOf(
  column: Column,
  row: number,
  stamp: WrittenTable["stamp"],
): string | number | undefined {
  if (column.kind === "text") return column.labels.text(column.codes[row]);
  const value = column.values[row];
  if (Number.isNaN(value)) return undefined;
  return column.kind === "time" ? stamp(value) : value;
}
