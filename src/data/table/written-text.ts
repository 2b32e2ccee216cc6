import type { Column, Columns, TextColumn } from "./columns.js";
import { Dictionary } from "./dictionary.js";

/**
 * A column as text, each cell as it was written, empty where it is missing. As numbers 007 and 7 are the
 * same, and so are two ids of nineteen digits that differ in the last.
 */
export function writtenText(table: Columns, column: Column): TextColumn {
  if (column.kind === "text") return column;
  const { name, values } = column;
  if (table.texts !== undefined) return table.texts(column);
  const labels = new Dictionary();
  const encoder = new TextEncoder();
  const codes = Int32Array.from(values, (value, row) => {
    const bytes = encoder.encode(Number.isNaN(value) ? "" : table.cell(row, column));
    return labels.code(bytes, 0, bytes.length);
  });
  return { name, kind: "text", codes, labels };
}
