import type { SourceLocation } from "../../errors.js";
import type { Column, Columns, NumberColumn, TextColumn, TimeColumn } from "./columns.js";
import { Dictionary } from "./dictionary.js";
import { lastNotAbove } from "./last-not-above.js";
import { writtenText } from "./written-text.js";

/**
 * Tables with the same columns in the same order, the rows of each below those of the one before. A column
 * that holds numbers in one and text in another is text, as if it had been read from one file.
 *
 * @param name of the whole
 */
export function stackTables(name: string, tables: readonly Columns[]): Columns {
  const starts = [0];
  for (const { rows } of tables) starts.push(starts[starts.length - 1] + rows);
  const rows = starts[tables.length];
  const parts = new Map<Column, readonly Column[]>();
  const columns = tables[0].columns.map((_, c) => {
    const own = tables.map((table) => table.columns[c]);
    const column = stacked(tables, own, starts);
    parts.set(column, own);
    return column;
  });
  const firsts = starts.slice(0, -1);
  const tableOf = (row: number) => lastNotAbove(firsts, row);
  const dialect = [...new Set(tables.flatMap((table) => table.dialect ?? []))];
  return {
    name,
    rows,
    columns,
    dates: tables[0].dates,
    ...(dialect.length > 0 && { dialect }),
    cell(row, column) {
      const t = tableOf(row);
      return tables[t].cell(row - starts[t], parts.get(column)![t]);
    },
    locate(row, column): SourceLocation {
      const t = tableOf(row);
      const its = column && parts.get(column)?.[t];
      return tables[t].locate?.(row - starts[t], its) ?? { file: tables[t].name };
    },
    texts: (column) => stackedText(column.name, writtenTexts(tables, parts.get(column)!), starts),
  };
}

/** A table with a column before the others that holds the same text in each row. */
export function withText(table: Columns, name: string, text: string): Columns {
  const labels = new Dictionary();
  const bytes = new TextEncoder().encode(text);
  labels.code(bytes, 0, bytes.length);
  const added: TextColumn = { name, kind: "text", codes: new Uint16Array(table.rows), labels };
  return {
    name: table.name,
    rows: table.rows,
    columns: [added, ...table.columns],
    dates: table.dates,
    ...(table.dialect && { dialect: table.dialect }),
    cell: (row, column) => (column === added ? text : table.cell(row, column)),
    ...(table.locate && {
      locate: (row: number, column?: Column) =>
        table.locate!(row, column === added ? undefined : column),
    }),
    ...(table.texts && {
      texts: (column: NumberColumn | TimeColumn) => table.texts!(column),
    }),
  };
}

function stacked(
  tables: readonly Columns[],
  columns: readonly Column[],
  starts: readonly number[],
): Column {
  const [{ name }] = columns;
  // A column without values says nothing of its kind.
  const filled = columns.filter((column) => !isEmpty(column));
  const kinds = new Set((filled.length > 0 ? filled : columns).map(({ kind }) => kind));
  const [kind] = kinds;
  if (kinds.size > 1 || kind === "text") {
    return stackedText(name, writtenTexts(tables, columns), starts);
  }
  const values = new Float64Array(starts[columns.length]);
  columns.forEach((column, t) => {
    if (column.kind === kind) values.set(column.values.subarray(0, tables[t].rows), starts[t]);
    else values.fill(Number.NaN, starts[t], starts[t + 1]);
  });
  return kind === "time"
    ? timeColumn(name, values, columns)
    : numberColumn(name, values, columns, starts);
}

function isEmpty(column: Column): boolean {
  if (column.kind === "text") return column.labels.size === 0;
  return column.values.every(Number.isNaN);
}

function numberColumn(
  name: string,
  values: Float64Array,
  columns: readonly Column[],
  starts: readonly number[],
): NumberColumn {
  const marks = new Map<string, number>();
  let doubtful: number | undefined;
  columns.forEach((column, t) => {
    if (column.kind !== "number") return;
    for (const [mark, count] of column.marks ?? []) {
      marks.set(mark, (marks.get(mark) ?? 0) + count);
    }
    if (column.doubtful !== undefined) doubtful ??= starts[t] + column.doubtful;
  });
  return {
    ...{ name, kind: "number", values },
    ...(marks.size > 0 && { marks }),
    ...(doubtful !== undefined && { doubtful }),
  };
}

function timeColumn(name: string, values: Float64Array, columns: readonly Column[]): TimeColumn {
  const all = columns.flatMap((column) => (column.kind === "time" ? [column.written ?? {}] : []));
  const orders = all.flatMap(({ order }) => (order === undefined ? [] : [order]));
  const possible = all.flatMap((one) => (one.orders === undefined ? [] : [one.orders]));
  const common = possible[0]?.filter((order) => possible.every((some) => some.includes(order)));
  const offsets = new Set(all.map((one) => one.offsets));
  return {
    name,
    kind: "time",
    values,
    written: {
      ...(orders.length > 0 && { order: orders[0] }),
      ...(all.some(({ ambiguous }) => ambiguous) && { ambiguous: true }),
      ...(common !== undefined && common.length > 1 && { orders: common }),
      ...(all.some(({ shortYears }) => shortYears) && { shortYears: true }),
      ...(all.every(({ yearMonths }) => yearMonths) && { yearMonths: true }),
      ...(!(offsets.size === 1 && offsets.has(undefined)) && {
        offsets: offsets.size === 1 && offsets.has("all") ? ("all" as const) : ("some" as const),
      }),
    },
  };
}

function writtenTexts(tables: readonly Columns[], columns: readonly Column[]): TextColumn[] {
  return columns.map((column, t) => writtenText(tables[t], column));
}

function stackedText(
  name: string,
  columns: readonly TextColumn[],
  starts: readonly number[],
): TextColumn {
  const labels = new Dictionary();
  const encoder = new TextEncoder();
  const codes = new Int32Array(starts[columns.length]);
  let broken: TextColumn["broken"];
  columns.forEach((column, t) => {
    const own = Int32Array.from({ length: column.labels.size }, (_, code) => {
      const bytes = encoder.encode(column.labels.text(code));
      return labels.code(bytes, 0, bytes.length);
    });
    const rows = starts[t + 1] - starts[t];
    for (let row = 0; row < rows; row++) codes[starts[t] + row] = own[column.codes[row]];
    if (column.broken) broken ??= { ...column.broken, row: starts[t] + column.broken.row };
  });
  return { name, kind: "text", codes, labels, ...(broken && { broken }) };
}
