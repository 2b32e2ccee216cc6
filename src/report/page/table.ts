import { escapeMarkup } from "../pictures/markup.js";
import { cellOf, type WrittenTable } from "../tables/table.js";
import { formatCount } from "../text/format.js";

/** Rows that a page shows: more belong into a file. */
const MAX_ROWS = 500;

/** The first rows of a table under its name, which scrolls by itself and can be reached by the keyboard. */
export function tableHtml(name: string, table: WrittenTable, maxRows = MAX_ROWS): string {
  const { rows, columns, stamp } = table;
  const shown = Math.min(rows, maxRows);
  const side = (kind: string) => (kind === "number" ? ' class="r"' : "");
  const head = columns
    .map(({ name, kind }) => `<th scope="col"${side(kind)}>${escapeMarkup(name)}</th>`)
    .join("");
  const body = Array.from({ length: shown }, (_, row) => {
    const cells = columns.map((column) => {
      const cell = cellOf(column, row, stamp);
      const text = typeof cell === "number" ? rounded(cell) : (cell ?? "–");
      return `<td${side(column.kind)}>${escapeMarkup(text)}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  const more = rows > shown ? `, the first ${formatCount(shown)} of ${formatCount(rows)} rows` : "";
  const caption = `${name}${more}`;
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeMarkup(caption)}"><table><caption>${escapeMarkup(caption)}</caption><thead><tr>${head}</tr></thead><tbody>
${body.join("\n")}
</tbody></table></div>`;
}

function rounded(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}
