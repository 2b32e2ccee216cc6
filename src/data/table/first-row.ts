import type { TextColumn } from "./columns.js";

/** The first row whose text fulfils a condition. */
export function firstRow(
  column: TextColumn,
  condition: (text: string) => boolean,
): number | undefined {
  const known = new Map<number, boolean>();
  for (let row = 0; row < column.codes.length; row++) {
    const code = column.codes[row];
    let fulfilled = known.get(code);
    if (fulfilled === undefined) {
      fulfilled = condition(column.labels.text(code));
      known.set(code, fulfilled);
    }
    if (fulfilled) return row;
  }
  return undefined;
}
