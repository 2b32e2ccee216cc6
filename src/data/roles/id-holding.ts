import type { Column, Columns } from "../table/columns.js";
import { writtenText } from "../table/written-text.js";
import { columnCalled } from "./columns-by-name.js";
import { ID_NAMES } from "./known-names.js";

/** Share of a column's names that must be asked for, so that it does not hold one of them by chance. */
const MIN_SHARE = 0.5;

/**
 * The column of a table that holds these names of series, or the columns that do so together, as `store,item`
 * for `North/tea`.
 *
 * @param ids names of series, such as those of a table of forecasts
 * @returns undefined where none does, or several do and none is called as columns of names are
 */
export function idHolding(table: Columns, ids: readonly string[]): string | undefined {
  const whole = columnHolding(table, ids);
  if (whole !== undefined) return whole.name;
  const parts = ids.map((id) => id.split("/"));
  const count = parts[0]?.length ?? 0;
  if (count < 2 || parts.some(({ length }) => length !== count)) return undefined;
  const columns = Array.from({ length: count }, (_, p) =>
    columnHolding(
      table,
      parts.map((part) => part[p]),
    ),
  );
  if (columns.includes(undefined) || new Set(columns).size < count) return undefined;
  return columns.map((column) => column!.name).join(",");
}

function columnHolding(table: Columns, ids: readonly string[]): Column | undefined {
  const wanted = new Set(ids);
  const numeric = ids.some((id) => id.trim() !== "" && !Number.isNaN(Number(id)));
  const found = table.columns.filter((column) => {
    if (column.kind === "time" || (column.kind === "number" && !numeric)) return false;
    const { labels } = writtenText(table, column);
    let held = 0;
    for (let code = 0; code < labels.size; code++) if (wanted.has(labels.text(code))) held++;
    return held > 0 && held >= MIN_SHARE * Math.min(labels.size, wanted.size);
  });
  return columnCalled(found, ID_NAMES) ?? (found.length === 1 ? found[0] : undefined);
}
