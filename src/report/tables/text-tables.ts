import { csvRow } from "../text/csv.js";
import { toJson } from "../text/json.js";
import { cellOf, type WrittenTable } from "./table.js";

/** Rows that are written at once: a table may be longer than the longest string. */
const ROWS_PER_PIECE = 1000;

/**
 * Comma-separated values; what is not known is empty.
 *
 * @param safe whether texts that spreadsheets would run as formulas are made harmless
 */
export function tableCsv(table: WrittenTable, safe = false): Generator<string> {
  return byRows(table, (cells) =>
    csvRow(
      cells.map((cell) => cell ?? ""),
      safe,
    ),
  );
}

/** Values between tabs; a tab or line break within a text becomes a space, as the format has no quotes. */
export function tableTsv(table: WrittenTable, safe = false): Generator<string> {
  return byRows(
    table,
    (cells) =>
      `${cells
        .map((cell) => {
          const text = String(cell ?? "").replace(/[\t\r\n]+/g, " ");
          return safe && typeof cell === "string" && /^[=+\-@]/.test(text) ? `'${text}` : text;
        })
        .join("\t")}\n`,
  );
}

/** An object a line; what is not known is null. */
export function* tableNdjson({ rows, columns, stamp }: WrittenTable): Generator<string> {
  for (let from = 0; from < rows; from += ROWS_PER_PIECE) {
    let text = "";
    for (let row = from; row < Math.min(rows, from + ROWS_PER_PIECE); row++) {
      const cells = columns.map((column) => [column.name, cellOf(column, row, stamp) ?? null]);
      // JSON writes infinities as null.
      text += `${toJson(Object.fromEntries(cells))}\n`;
    }
    yield text;
  }
}

/** A table as GitHub shows it, numbers to the right. */
export function* tableMarkdown(table: WrittenTable): Generator<string> {
  const { columns } = table;
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  yield row(columns.map(({ name }) => inCell(name)));
  yield row(columns.map(({ kind }) => (kind === "number" ? "--:" : "---")));
  yield* byRows(
    table,
    (cells) =>
      row(cells.map((cell) => (typeof cell === "number" ? rounded(cell) : inCell(cell ?? "")))),
    false,
  );
}

/** For people: five digits, or whole numbers in full. */
function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

/** Text as it stands in a cell of Markdown. */
function inCell(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~#]/g, (mark) =>
      mark === "<" ? "&lt;" : mark === ">" ? "&gt;" : `\\${mark}`,
    )
    .replace(/\r?\n|\r/g, " ");
}

type Cell = string | number | undefined;

function* byRows(
  { rows, columns, stamp }: WrittenTable,
  write: (cells: readonly Cell[]) => string,
  header = true,
): Generator<string> {
  if (header) yield write(columns.map(({ name }) => name));
  for (let from = 0; from < rows; from += ROWS_PER_PIECE) {
    let text = "";
    for (let row = from; row < Math.min(rows, from + ROWS_PER_PIECE); row++) {
      text += write(columns.map((column) => cellOf(column, row, stamp)));
    }
    yield text;
  }
}
