import type { Panel } from "../../data/panel/panel.js";
import { escapeMarkup } from "../pictures/markup.js";
import { cellOf, type WrittenTable } from "../tables/table.js";
import { decimalsOf, formatCount, formatNumber } from "../text/format.js";
import { wholeStamp } from "../text/timestamp.js";

/** Rows that a page shows: more belong into a file. */
const MAX_ROWS = 500;
/** Characters side by side that are still read on paper. */
const MAX_WIDTH = 130;
/** Characters from which on texts are broken, and those between two columns. */
const LONG = 24;
const GAP = 1.2;

/** How numbers of a table are written. */
export interface NumberStyle {
  /** Decimals of the column of that name; as many as its values need where it is undefined. */
  readonly of?: (column: string) => number | undefined;
  /** Decimals of other columns, at most. */
  readonly most?: number;
}

/** A column as it is written. */
interface Written {
  readonly name: string;
  readonly cells: readonly string[];
  readonly isNumber: boolean;
  /** Characters that it takes. */
  readonly width: number;
}

/**
 * The first rows of a table under its name, which scrolls by itself and can be reached by the keyboard. One
 * that is too wide for paper is several, each with the columns of texts and dates that it begins with.
 */
export function tableHtml(
  name: string,
  table: WrittenTable,
  maxRows = MAX_ROWS,
  style: NumberStyle = {},
): string {
  const shown = Math.min(table.rows, maxRows);
  const more =
    table.rows > shown
      ? `, the first ${formatCount(shown)} of ${formatCount(table.rows)} rows`
      : "";
  const parts = partsOf(table.columns.map((column) => written(column, shown, table.stamp, style)));
  const part = (p: number) => (parts.length > 1 ? `, part ${p + 1} of ${parts.length}` : "");
  // All in letters of one size.
  const width = Math.max(...parts.map(widthOf));
  return parts
    .map((columns, p) => oneTable(`${name}${part(p)}${more}`, columns, shown, width))
    .join("\n");
}

/** The table with its dates as people read them: `2025-01` of months. */
export function dated(table: WrittenTable, { frequency, irregular }: Panel): WrittenTable {
  const stamp = (ds: number) =>
    irregular ? table.stamp(ds).replace("T", " ") : wholeStamp(ds, frequency);
  return { ...table, stamp };
}

/** What people call the columns that have names for programs. */
const SPOKEN: Readonly<Record<string, string>> = { unique_id: "series", ds: "date" };

function written(
  column: WrittenTable["columns"][number],
  rows: number,
  stamp: WrittenTable["stamp"],
  { of, most = Number.POSITIVE_INFINITY }: NumberStyle,
): Written {
  const values = Array.from({ length: rows }, (_, row) => cellOf(column, row, stamp));
  const numbers = values.filter((value) => typeof value === "number");
  const decimals = of?.(column.name) ?? Math.min(most, decimalsOf(numbers, 5));
  const cells = values.map((value) =>
    typeof value === "number" ? formatNumber(value, decimals) : (value ?? "–"),
  );
  const name = SPOKEN[column.name] ?? column.name;
  const head = name.split(/[\s-]/).map((word) => word.length + 1);
  const longest = cells.reduce((most, cell) => Math.max(most, cell.length), 0);
  return {
    name,
    cells,
    isNumber: column.kind === "number",
    width: Math.max(Math.min(longest, LONG), ...head) + GAP,
  };
}

/** The columns of each table: what belongs together, such as a model and its intervals, stays together. */
function partsOf(columns: readonly Written[]): Written[][] {
  if (widthOf(columns) <= MAX_WIDTH) return [[...columns]];
  const first = columns.findIndex(({ isNumber }) => isNumber);
  const keys = columns.slice(0, Math.max(0, first));
  const groups: Written[][] = [];
  for (const column of columns.slice(keys.length)) {
    const group = groups.at(-1);
    if (group && column.name.startsWith(`${group[0]!.name}-`)) group.push(column);
    else groups.push([column]);
  }
  const parts: Written[][] = [];
  for (const group of groups) {
    const part = parts.at(-1);
    if (part && widthOf([...part, ...group]) <= MAX_WIDTH) part.push(...group);
    else parts.push([...keys, ...group]);
  }
  return parts;
}

function widthOf(columns: readonly Written[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}

function oneTable(
  caption: string,
  columns: readonly Written[],
  rows: number,
  width: number,
): string {
  const side = (isNumber: boolean) => (isNumber ? ' class="r"' : "");
  const head = columns
    .map(({ name, isNumber }) => `<th scope="col"${side(isNumber)}>${escapeMarkup(name)}</th>`)
    .join("");
  const body = Array.from({ length: rows }, (_, row) => {
    const cells = columns.map(({ cells, isNumber }) => {
      const text = cells[row]!;
      const long = !isNumber && text.length > LONG ? ' class="long"' : "";
      return `<td${side(isNumber)}${long}>${escapeMarkup(text)}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  const label = escapeMarkup(caption);
  return `<div class="scroll" style="--width:${Math.ceil(width)}" tabindex="0" role="region" aria-label="${label}"><table><caption>${label}</caption><thead><tr>${head}</tr></thead><tbody>
${body.join("\n")}
</tbody></table></div>`;
}
