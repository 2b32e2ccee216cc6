import type { Column, Columns, TextColumn } from "./columns.js";
import { inferColumn } from "./infer-column.js";
import type { ParseOptions } from "./parse-options.js";
import { withColumns } from "./with-columns.js";

/** A number that is the same whatever signs the table has for decimals and thousands, or nothing. */
const PLAIN = /^(?:-?\d+(?:\.(?:\d{1,2}|\d{4,}))?)?$/;

/**
 * Some rows of a table, their columns of text read again as dates or numbers where the rows that made them
 * text, such as a total below dates, are left out.
 *
 * @param all  the table
 * @param some its rows that are left, with the same columns in the same order
 */
export function withoutBroken(all: Columns, some: Columns, options: ParseOptions): Columns {
  const written = new Map<Column, TextColumn>();
  const columns = some.columns.map((column, place) => {
    const whole = all.columns[place];
    const mended =
      column.kind === "text" &&
      whole.kind === "text" &&
      whole.broken !== undefined &&
      column.broken === undefined;
    if (!mended) return column;
    const { codes, labels, name } = column;
    const texts = Array.from(codes, (code) => labels.text(code));
    const read = inferColumn(name, texts, options);
    const plain = read.kind === "time" || texts.every((text) => PLAIN.test(text));
    if (read.kind === "text" || !plain) return column;
    written.set(read, column);
    return read;
  });
  if (written.size === 0) return some;
  return withColumns(some, columns, (column) => written.get(column) ?? column);
}
